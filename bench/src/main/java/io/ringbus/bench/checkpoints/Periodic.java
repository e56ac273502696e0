// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.checkpoints;

import io.ringbus.barriers.coordinator.CheckpointListener;
import io.ringbus.chain.Sink;
import io.ringbus.chain.Source;
import io.ringbus.config.Config;
import java.util.concurrent.TimeUnit;

/**
 * {@link KeyedSums} in a fork: the system property {@value #INTERVAL_MS} is the interval of its checkpoints in milliseconds,
 * which go into a folder made for them; without it there are none.
 */
final class Periodic implements AutoCloseable {
    static final String INTERVAL_MS = "ringbus.bench.checkpoint.ms";

    private final Scratch scratch;
    private final KeyedSums sums;

    Periodic(final Source<KeyedSums.Event> source, final Sink<Long> sink) {
        final long intervalMs = Long.getLong(INTERVAL_MS, 0);
        scratch = Scratch.make();
        sums = new KeyedSums(
                source,
                sink,
                intervalMs == 0
                        ? Config.defaults()
                        : KeyedSums.checkpointed(scratch.folder(), TimeUnit.MILLISECONDS.toNanos(intervalMs)),
                CheckpointListener.NONE);
    }

    void turn() {
        sums.turn();
    }

    @Override
    public void close() {
        try (scratch) {
            sums.close();
        }
    }
}
