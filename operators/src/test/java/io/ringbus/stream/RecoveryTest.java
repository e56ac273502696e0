// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.barriers.coordinator.CheckpointListener;
import io.ringbus.barriers.coordinator.CompletedCheckpoint;
import io.ringbus.chain.Output;
import io.ringbus.chain.Source;
import io.ringbus.chain.Source.Poll;
import io.ringbus.config.Config;
import io.ringbus.config.Settings;
import io.ringbus.connectors.Sources;
import io.ringbus.stage.Counters;
import io.ringbus.stage.Execution;
import io.ringbus.stage.PipelineException;
import io.ringbus.testing.ShownList;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pipelines that end by a failure and are started again on the same folder of checkpoints. */
class RecoveryTest {
    private static final long RECORDS = 200_000;

    @TempDir
    private Path folder;

    /** What survives a failure: a list, as long as the last checkpoint says. */
    private final List<Long> shown = Collections.synchronizedList(new ArrayList<>());

    private Config config() {
        return Config.defaults()
                .with(Settings.STATE_BACKEND, "slab")
                .with(Settings.CHECKPOINT_DIR, Optional.of(folder.resolve("checkpoints")))
                .with(Settings.CHECKPOINT_INTERVAL, 2_000_000L);
    }

    /** Numbers through two stages; the second fails at each multiple of {@code failAt} that it had not come to before. */
    private Pipeline numbers(final AtomicLong failedAt, final long failAt) {
        final Pipeline pipeline = Pipeline.create(config());
        pipeline.from(Sources.generate(number -> number).count(RECORDS))
                .as(Long.class)
                .stage("second")
                .map(number -> {
                    if (number > 0 && number % failAt == 0 && number > failedAt.get()) {
                        failedAt.set(number);
                        throw new IllegalStateException("failed at " + number);
                    }
                    return number;
                })
                .to(ShownList.in(shown));
        return pipeline;
    }

    @Test
    void whatAFailureInterruptedGoesOnWithoutLossOrRepetition() throws InterruptedException {
        final AtomicLong failedAt = new AtomicLong();
        int failures = 0;
        boolean ended = false;
        while (!ended) {
            final Pipeline pipeline = numbers(failedAt, 60_000);
            try (Execution execution = pipeline.start()) {
                execution.await();
                ended = true;
            } catch (final PipelineException expected) {
                assertTrue(expected.getMessage().contains("failed at"), expected.getMessage());
                failures++;
            }
        }
        assertEquals(3, failures);
        assertEquals(RECORDS, shown.size());
        for (int i = 0; i < RECORDS; i++) {
            assertEquals(i, shown.get(i));
        }
    }

    @Test
    void whatACheckpointTookIsToldAndCounted() throws InterruptedException {
        final List<CompletedCheckpoint> told = new ArrayList<>();
        final Pipeline pipeline = Pipeline.create(config()).onCheckpoint(new CheckpointListener() {
            @Override
            public void completed(final CompletedCheckpoint checkpoint) {
                told.add(checkpoint);
            }
        });
        pipeline.from(Sources.generate(number -> number).count(1_000)).to((number, timeNs) -> {});
        final Counters counters;
        try (Execution execution = pipeline.start()) {
            counters = execution.counters();
            execution.await();
        }
        assertTrue(told.size() > 0);
        final CompletedCheckpoint newest = told.get(told.size() - 1);
        assertTrue(newest.durationNs() > 0, newest.toString());
        long bytes = 0; // not the newest's alone: when the one before held the end already, there was nothing to write
        for (final CompletedCheckpoint each : told) {
            bytes += each.bytes();
        }
        assertTrue(bytes > 0, told.toString());
        assertEquals(told.size(), counters.value("checkpoints complete"));
        assertEquals(0, counters.value("checkpoints failed"));
        assertEquals(newest.bytes(), counters.value("checkpoint bytes"));
        assertEquals(newest.durationNs(), counters.value("checkpoint duration ns"));
        assertEquals(newest.longest().alignmentNs(), counters.value("checkpoint alignment ns"));
        assertEquals(newest.longest().portionNsMax(), counters.value("checkpoint longest portion ns"));
    }

    @Test
    void aListenerThatThrowsIsCountedAndCheckpointsGoOn() throws InterruptedException {
        final AtomicLong calls = new AtomicLong();
        final Pipeline pipeline = Pipeline.create(config()).onCheckpoint(new CheckpointListener() {
            @Override
            public void completed(final CompletedCheckpoint checkpoint) {
                throw new IllegalStateException("call " + calls.incrementAndGet());
            }
        });
        final Source<Long> untilThreeAreTold = new Source<>() {
            @Override
            public Poll poll(final Output<Long> output) {
                return calls.get() < 3 ? Poll.NOTHING_YET : Poll.EXHAUSTED;
            }

            @Override
            public String position() {
                return "after " + calls + " calls";
            }
        };
        pipeline.from(untilThreeAreTold).as(Long.class).to((number, timeNs) -> {});
        final Counters counters;
        try (Execution execution = pipeline.start()) {
            counters = execution.counters();
            execution.await();
        }
        assertTrue(calls.get() > 3, "and the last one, at the end: " + calls);
        assertEquals(calls.get(), counters.value("checkpoints complete"));
        assertEquals(calls.get(), counters.value("checkpoint listener failures"));
    }

    @Test
    void aFolderThatIsInUseIsRefusedByName() {
        final Pipeline first = Pipeline.create(config());
        first.from(first.ingress(io.ringbus.codec.Codecs.of(Tick.class))).to((tick, timeNs) -> {});
        try (Execution running = first.start()) {
            assertFalse(running.isEnded());
            final Pipeline second = numbers(new AtomicLong(), RECORDS);
            final UncheckedIOException refused = assertThrows(UncheckedIOException.class, second::start);
            assertTrue(
                    refused.getMessage().startsWith("ringbus.checkpoint.dir=" + folder.resolve("checkpoints")),
                    refused.getMessage());
        }
    }

    @Test
    void aCheckpointOfAnotherPipelineIsRefused() throws Exception {
        try (Execution execution = numbers(new AtomicLong(), RECORDS).start()) {
            execution.await();
        }
        assertTrue(Files.list(folder.resolve("checkpoints")).findAny().isPresent());
        final Pipeline other = Pipeline.create(config());
        other.from(Sources.generate(number -> number).count(1)).to((number, timeNs) -> {});
        final IllegalStateException refused = assertThrows(IllegalStateException.class, other::start);
        assertTrue(
                refused.getMessage().contains("taken of another pipeline")
                        && refused.getMessage().contains("name another ringbus.checkpoint.dir"),
                refused.getMessage());
    }

    @Test
    void aCheckpointOnDemandNeedsAFolder() {
        final Pipeline pipeline = Pipeline.create(Config.defaults());
        assertEquals(
                "pipeline: checkpoint() needs a running pipeline and a folder: set ringbus.checkpoint.dir",
                assertThrows(IllegalStateException.class, pipeline::checkpoint).getMessage());
    }
}
