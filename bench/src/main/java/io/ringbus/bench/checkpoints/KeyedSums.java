// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.checkpoints;

import io.ringbus.barriers.coordinator.CheckpointListener;
import io.ringbus.chain.Sink;
import io.ringbus.chain.Source;
import io.ringbus.config.Config;
import io.ringbus.config.Settings;
import io.ringbus.config.Threads;
import io.ringbus.stage.Execution;
import io.ringbus.stream.Pipeline;
import io.ringbus.windows.aggregate.Aggregates;
import java.nio.file.Path;
import java.util.Optional;

/** The pipeline that is checkpointed: a running sum for each of {@value #KEYS} keys, on the caller's thread. */
final class KeyedSums implements AutoCloseable {
    /** Keys, a power of two. */
    static final int KEYS = 1 << 20;

    private static final int STEP = 0x9E375; // odd: numbers that follow each other hit keys that do not

    private final Pipeline pipeline;
    private final Execution execution;

    record Event(int key, long amount) {
        /** Every key once in {@link #KEYS} events. */
        static Event of(final long number) {
            final int key = (int) (number * STEP) & (KEYS - 1);
            return new Event(key, 1 + (key & 15));
        }
    }

    /** Without checkpoints, unless {@code settings} ask for them. */
    KeyedSums(
            final Source<Event> source,
            final Sink<Long> sink,
            final Config settings,
            final CheckpointListener listener) {
        pipeline = Pipeline.create(
                        settings.with(Settings.THREADS, Threads.inline()).with(Settings.STATE_KEYS, KEYS))
                .onCheckpoint(listener);
        pipeline.from(source)
                .keyBy(Event::key)
                .aggregate(Aggregates.sumLong(Event::amount))
                .to(sink);
        execution = pipeline.start();
    }

    /** The settings of a pipeline with checkpoints in {@code folder}; an interval of 0 takes them on demand. */
    static Config checkpointed(final Path folder, final long intervalNs) {
        return Config.defaults()
                .with(Settings.CHECKPOINT_DIR, Optional.of(folder))
                .with(Settings.CHECKPOINT_INTERVAL, intervalNs);
    }

    /** Takes one turn, and says why when there are no more. */
    void turn() {
        execution.doWork();
        if (execution.isEnded()) {
            rethrow();
        }
    }

    private void rethrow() {
        try {
            execution.await();
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        throw new IllegalStateException("sums: the pipeline has ended, though its source has not");
    }

    /** Asks for a checkpoint. */
    void checkpoint() {
        pipeline.checkpoint();
    }

    @Override
    public void close() {
        execution.close();
    }
}
