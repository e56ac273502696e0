// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.checkpoints;

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
    private final Told told = new Told();
    private final long intervalMs = Long.getLong(INTERVAL_MS, 0);

    Periodic(final Source<KeyedSums.Event> source, final Sink<Long> sink) {
        scratch = Scratch.make();
        sums = new KeyedSums(
                source,
                sink,
                intervalMs == 0
                        ? Config.defaults()
                        : KeyedSums.checkpointed(scratch.folder(), TimeUnit.MILLISECONDS.toNanos(intervalMs)),
                told);
    }

    void turn() {
        sums.turn();
    }

    /** Whether a checkpoint was complete, if there are to be any. */
    boolean isWarm() {
        return intervalMs == 0 || told.newest() != null;
    }

    @Override
    public void close() {
        if (!isWarm()) {
            throw new IllegalStateException("checkpoints: none was complete, so the run is void");
        }
        try (scratch) {
            sums.close();
        }
    }
}
