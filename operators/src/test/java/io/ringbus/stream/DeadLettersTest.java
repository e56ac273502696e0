// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.chain.DeadLetter;
import io.ringbus.chain.Sink;
import io.ringbus.chain.Source;
import io.ringbus.config.Config;
import io.ringbus.config.ErrorPolicy;
import io.ringbus.config.Settings;
import io.ringbus.connectors.CommitIndex;
import io.ringbus.connectors.Sources;
import io.ringbus.connectors.TextFileSink;
import io.ringbus.stage.Execution;
import io.ringbus.testing.PacedSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dead letters in files, as part of the checkpoints. */
class DeadLettersTest {
    private static final long RECORDS = 4_000;
    private static final long BAD = 7;

    @TempDir
    private Path folder;

    private Config config() {
        return Config.defaults()
                .with(Settings.STATE_BACKEND, "slab")
                .with(Settings.ERROR_POLICY, ErrorPolicy.DEAD_LETTER);
    }

    private TextFileSink<DeadLetter> file(final String stage) {
        return TextFileSink.of(folder.resolve(stage + ".txt"), letter -> letter.operator() + ":" + letter.record());
    }

    /** Two stages; each gives up some numbers. */
    private static Stream<Long> numbers(final Pipeline pipeline, final AtomicLong seen) {
        return pipeline.from(Sources.generate(number -> number).count(RECORDS).perSecond(10_000))
                .name("first")
                .as(Long.class)
                .filter(number -> {
                    if (number % 100 == BAD) {
                        throw new IllegalArgumentException("seven");
                    }
                    return true;
                })
                .name("sevens")
                .stage("second")
                .map(number -> {
                    seen.set(number);
                    if (number % 100 == BAD + 1) {
                        throw new IllegalArgumentException("eight");
                    }
                    return number;
                })
                .name("eights");
    }

    private static List<String> expected(final String operator, final long digit) {
        final List<String> lines = new ArrayList<>();
        for (long number = digit; number < RECORDS; number += 100) {
            lines.add(operator + ":" + number);
        }
        return lines;
    }

    @Test
    void eachStageHasItsOwnAndEachLetterIsThereOnce() throws Exception {
        for (int run = 0; run < 4; run++) {
            final Pipeline pipeline =
                    Pipeline.create(config().with(Settings.CHECKPOINT_DIR, Optional.of(folder.resolve("checkpoints")))
                            .with(Settings.CHECKPOINT_INTERVAL, 3_000_000L));
            final AtomicLong seen = new AtomicLong();
            numbers(pipeline.deadLettersOf(this::file), seen).to((number, timeNs) -> {});
            assertTrue(pipeline.explain().endsWith("  dead letters: EXACTLY_ONCE\n"), pipeline.explain());
            try (Execution execution = pipeline.start()) {
                while (run < 3 && seen.get() < (run + 1) * RECORDS / 4) {
                    Thread.onSpinWait();
                }
                if (run < 3) {
                    execution.cancel(); // as a crash: nothing is drained, saved or committed
                } else {
                    execution.await();
                }
            }
        }
        assertEquals(expected("sevens", BAD), Files.readAllLines(folder.resolve("first.txt")));
        assertEquals(expected("eights", BAD + 1), Files.readAllLines(folder.resolve("second.txt")));
        assertEquals(
                Files.size(folder.resolve("second.txt")), CommitIndex.committedBytes(folder.resolve("second.txt")));
    }

    @Test
    void oneThatSeveralStagesShareIsOpenedOnceAndKeepsNothing() throws Exception {
        final Pipeline pipeline = Pipeline.create(config());
        numbers(pipeline.deadLetters(file("all")), new AtomicLong()).to((number, timeNs) -> {});
        assertTrue(pipeline.explain().contains("dead letters: NONE"), pipeline.explain());
        try (Execution execution = pipeline.start()) {
            execution.await();
            assertEquals(RECORDS / 100, execution.counters().value("operator sevens skipped"));
            assertEquals(RECORDS / 100, execution.counters().value("operator eights skipped"));
        }
        final List<String> lines = new ArrayList<>(Files.readAllLines(folder.resolve("all.txt")));
        final List<String> both = new ArrayList<>(expected("sevens", BAD));
        both.addAll(expected("eights", BAD + 1));
        lines.sort(null);
        both.sort(null);
        assertEquals(both, lines);
    }

    /** The first stage ends long before the second, which still has letters to give. */
    @Test
    void oneThatSeveralStagesShareIsClosedByTheLastOfThem() throws Exception {
        final List<String> calls = new ArrayList<>();
        final Sink<DeadLetter> sink = new Sink<>() {
            @Override
            public void open() {
                calls.add("open");
            }

            @Override
            public void accept(final DeadLetter letter, final long timestampNs) {
                calls.add(String.valueOf(letter.record()));
            }

            @Override
            public void close() {
                calls.add("close");
            }
        };
        final Pipeline pipeline = Pipeline.create(config()).deadLetters(sink);
        final CountDownLatch firstEnded = new CountDownLatch(1);
        final Source<Long> one = new PacedSource<>(1, number -> 7L, number -> Source.Poll.EMITTED);
        pipeline.from(one)
                .as(Long.class)
                .stage("second")
                .filter(number -> {
                    firstEnded.await();
                    throw new IllegalArgumentException("seven");
                })
                .to((number, timeNs) -> {});
        try (Execution execution = pipeline.start()) {
            while (Thread.getAllStackTraces().keySet().stream()
                    .anyMatch(thread -> thread.getName().matches("ringbus-0-.*"))) {
                Thread.onSpinWait();
            }
            firstEnded.countDown();
            execution.await();
        }
        assertEquals(List.of("open", "7", "close"), calls);
    }
}
