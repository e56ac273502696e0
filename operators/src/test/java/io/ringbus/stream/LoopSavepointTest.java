// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.chain.Sink;
import io.ringbus.config.Config;
import io.ringbus.config.Settings;
import io.ringbus.config.Threads;
import io.ringbus.connectors.Sources;
import io.ringbus.recovery.Savepoint;
import io.ringbus.slot.Slab;
import io.ringbus.stage.Execution;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Records go round in a loop that lets none out, and two savepoints are all that is left of them; in a third pipeline each
 * comes out once. The parallelism of the loop's body is another each time, and the rings are shorter than what goes round, so
 * that the head could send records on for ever and never come to its barrier.
 */
@Timeout(120)
final class LoopSavepointTest {
    private static final int RECORDS = 500;
    private static final int TURNS = 2_000;
    private static final int SLOTS = 1_024;
    private static final int SLOTS_FEW = 64;

    @TempDir
    private Path folder;

    private final List<Integer> shown = new ArrayList<>();
    private boolean open;

    private Pipeline pipeline(final int slots, final String checkpoints) {
        return Pipeline.create(Config.defaults()
                .with(Settings.STATE_BACKEND, "slab")
                .with(Settings.THREADS, Threads.inline())
                .with(Settings.RING_SLOTS, slots)
                .with(Settings.CHECKPOINT_DIR, Optional.of(folder.resolve(checkpoints)))
                .with(Settings.CHECKPOINT_INTERVAL, 0L));
    }

    private Stream<Tick> ticks(final Pipeline pipeline) {
        return pipeline.from(Sources.of(IntStream.range(0, RECORDS)
                        .mapToObj(id -> Tick.of(id, 1 + id % 9, id))
                        .toList()))
                .as(Tick.class)
                .name("ticks");
    }

    private Sink<Tick> sink() {
        return (tick, timestampNs) -> shown.add(tick.id());
    }

    private Pipeline loop(final int parallelism, final int slots, final String checkpoints) {
        final Pipeline pipeline = pipeline(slots, checkpoints);
        ticks(pipeline)
                .iterate(looped -> {
                    final Stream<Tick> next = looped.name("rounds")
                            .keyBy(Tick::id)
                            .parallelism(parallelism)
                            .reduce((before, tick) -> tick)
                            .name("latest")
                            .map(tick -> open ? tick.plus(-1) : tick);
                    return Loop.back(next.filter(tick -> tick.price() > 0)).out(next.filter(tick -> tick.price() <= 0));
                })
                .to(sink())
                .name("shown");
        return pipeline;
    }

    private void stopBySavepoint(final Pipeline pipeline, final String target) throws Exception {
        try (Execution execution = pipeline.start()) {
            for (int turn = 0; turn < TURNS; turn++) {
                execution.doWork();
            }
            final CompletableFuture<Long> savepoint = pipeline.savepoint(folder.resolve(target));
            while (!savepoint.isDone()) {
                execution.doWork();
            }
            assertTrue(savepoint.get() > 0);
            execution.cancel();
        }
    }

    @Test
    void whatIsOnItsWayBackGoesOnInALoopOfOtherParallelism() throws Exception {
        final long liveBytes = Slab.liveBytes();
        stopBySavepoint(loop(1, SLOTS, "first"), "one");
        final Savepoint one = Savepoint.in(folder.resolve("one"));
        stopBySavepoint(loop(3, SLOTS_FEW, "second").continueFrom(one), "three");
        assertEquals(List.of(), shown);
        open = true;
        try (Execution execution = loop(2, SLOTS_FEW, "third")
                .continueFrom(Savepoint.in(folder.resolve("three")))
                .start()) {
            while (!execution.isEnded()) {
                execution.doWork();
            }
            execution.await();
        }
        assertEquals(
                IntStream.range(0, RECORDS).boxed().toList(),
                shown.stream().sorted().toList());
        assertEquals(liveBytes, Slab.liveBytes());
    }

    @Test
    void aPipelineWithoutTheLoopIsRefused() throws Exception {
        stopBySavepoint(loop(1, SLOTS, "first"), "one");
        final Pipeline without = pipeline(SLOTS, "second").continueFrom(Savepoint.in(folder.resolve("one")));
        ticks(without).to(sink()).name("shown");
        final String message =
                assertThrows(IllegalStateException.class, without::start).getMessage();
        assertTrue(message.contains("it holds the state of ") && message.contains("returning rounds"), message);
    }
}
