// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.chain.Output;
import io.ringbus.chain.Source;
import io.ringbus.config.Config;
import io.ringbus.config.Guarantee;
import io.ringbus.config.Settings;
import io.ringbus.connectors.CommitIndex;
import io.ringbus.connectors.Sinks;
import io.ringbus.connectors.Sources;
import io.ringbus.stage.Execution;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each sink keeps through a crash: told, demanded, refused, and kept. */
class GuaranteesTest {
    private static final String FORGETFUL =
            "what came from 'wire' after the last checkpoint cannot be read again: read from" + " files or a journal";

    @TempDir
    private Path folder;

    private Config config() {
        return Config.defaults()
                .with(Settings.STATE_BACKEND, "slab")
                .with(Settings.CHECKPOINT_DIR, Optional.of(folder.resolve("checkpoints")));
    }

    private static String guarantees(final Pipeline pipeline) {
        final String text = pipeline.explain();
        return text.substring(text.indexOf("guarantees\n"));
    }

    private static final Source<Long> WIRE = new Source<>() {
        @Override
        public Poll poll(final Output<Long> output) {
            return Poll.EXHAUSTED;
        }

        @Override
        public String position() {
            return "wire";
        }
    };

    @Test
    void eachSinkIsToldWhatItKeepsAndWhyNotMore() {
        final Pipeline pipeline = Pipeline.create(config());
        final Stream<Long> numbers =
                pipeline.from(Sources.generate(number -> number).count(1));
        final Stream<Long> wire = pipeline.from(WIRE).name("wire");
        numbers.to(Sinks.csv(folder.resolve("numbers.csv"))).name("file");
        numbers.to(Sinks.upsert(() -> null, "", (statement, number) -> {})).name("rows");
        numbers.to(Sinks.sequenced((sequence, number, timeNs) -> {})).name("call");
        numbers.to(Sinks.collect()).name("list");
        numbers.merge(wire).to(Sinks.csv(folder.resolve("both.csv"))).name("both");
        assertEquals("""
                guarantees
                  file: EXACTLY_ONCE
                  rows: EFFECTIVELY_ONCE (results since the last checkpoint are written again, by key)
                  call: AT_LEAST_ONCE (the sink is given results since the last checkpoint again: another kind keeps more)
                  list: NONE (the sink keeps nothing: another kind does)
                  both: NONE (%s)
                """.formatted(FORGETFUL), guarantees(pipeline));
    }

    @Test
    void whatCannotBeKeptIsRefusedAtStart() {
        final Pipeline forgetful = Pipeline.create(config());
        forgetful
                .from(WIRE)
                .name("wire")
                .to(Sinks.csv(folder.resolve("x.csv")))
                .name("file")
                .requires(Guarantee.EXACTLY_ONCE);
        assertEquals(
                "sink 'file': guarantee=NONE < EXACTLY_ONCE, which is demanded: " + FORGETFUL,
                assertThrows(IllegalStateException.class, forgetful::start).getMessage());

        final Pipeline calling = Pipeline.create(config().with(Settings.GUARANTEE, Guarantee.EFFECTIVELY_ONCE));
        calling.from(Sources.of(List.of(1L))).to((number, timeNs) -> {}).name("call");
        assertEquals(
                "sink 'call': guarantee=AT_LEAST_ONCE < EFFECTIVELY_ONCE, which is demanded: the sink is given results"
                        + " since the last checkpoint again: another kind keeps more",
                assertThrows(IllegalStateException.class, calling::start).getMessage());

        final Pipeline unguarded = Pipeline.create(Config.defaults().with(Settings.STATE_BACKEND, "slab"));
        unguarded
                .from(Sources.of(List.of(1L)))
                .to(Sinks.csv(folder.resolve("x.csv")))
                .requires(Guarantee.AT_LEAST_ONCE)
                .name("file");
        assertEquals(
                "sink 'file': guarantee=NONE < AT_LEAST_ONCE, which is demanded: no checkpoints: set ringbus.checkpoint.dir",
                assertThrows(IllegalStateException.class, unguarded::start).getMessage());
    }

    private Pipeline numbers(final long count, final Path file, final List<String> called) {
        final Pipeline pipeline = Pipeline.create(config().with(Settings.CHECKPOINT_INTERVAL, 0L));
        final Stream<Long> numbers = pipeline.from(
                        Sources.generate(number -> number).count(count).perSecond(20_000))
                .as(Long.class)
                .stage("second");
        numbers.to(Sinks.csv(file)).requires(Guarantee.EXACTLY_ONCE);
        numbers.to(Sinks.sequenced((sequence, number, timeNs) -> called.add(sequence + ":" + number)));
        return pipeline;
    }

    @Test
    void aPipelineThatIsStoppedGoesOnAndOneThatHasEndedGivesNothingTwice() throws Exception {
        final Path file = folder.resolve("numbers.csv");
        final List<String> called = new ArrayList<>();
        try (Execution execution = numbers(3_000, file, called).start()) {
            while (execution.counters() != null && Files.notExists(file)) {
                Thread.onSpinWait();
            }
            execution.stop();
            execution.await();
        }
        final int stoppedAt = called.size();
        assertEquals(Files.size(file), CommitIndex.committedBytes(file));
        assertTrue(stoppedAt < 3_000, "stopped at " + stoppedAt);
        for (int run = 0; run < 2; run++) { // the first goes on, the second has nothing left to do
            try (Execution execution = numbers(3_000, file, called).start()) {
                execution.await();
            }
            assertEquals(Files.size(file), CommitIndex.committedBytes(file));
            final List<String> lines = Files.readAllLines(file);
            assertEquals(3_001, lines.size());
            assertEquals(3_000, called.size());
            for (int i = 0; i < 3_000; i++) {
                assertEquals(Integer.toString(i), lines.get(i + 1));
                assertEquals(i + ":" + i, called.get(i));
            }
        }
    }
}
