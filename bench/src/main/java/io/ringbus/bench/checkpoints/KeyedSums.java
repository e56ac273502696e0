// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.checkpoints;

import io.ringbus.chain.Sink;
import io.ringbus.chain.Source;
import io.ringbus.config.Config;
import io.ringbus.config.Settings;
import io.ringbus.config.Threads;
import io.ringbus.stage.Execution;
import io.ringbus.stream.Pipeline;
import io.ringbus.windows.aggregate.Aggregates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The pipeline that is checkpointed: a running sum for each of {@value #KEYS} keys, on the caller's thread. The system
 * property {@value #INTERVAL_MS} is the interval of its checkpoints in milliseconds, which go into a folder made for them; without it there are
 * none.
 */
final class KeyedSums implements AutoCloseable {
    /** Keys, a power of two. */
    static final int KEYS = 1 << 20;

    static final String INTERVAL_MS = "ringbus.bench.checkpoint.ms";

    private static final int STEP = 0x9E375; // odd: numbers that follow each other hit keys that do not

    private final Path folder;
    private final Execution execution;

    record Event(int key, long amount) {
        /** Every key once in {@link #KEYS} events. */
        static Event of(final long number) {
            final int key = (int) (number * STEP) & (KEYS - 1);
            return new Event(key, 1 + (key & 15));
        }
    }

    KeyedSums(final Source<Event> source, final Sink<Long> sink) {
        try {
            folder = Files.createTempDirectory("ringbus-bench-");
        } catch (final IOException failed) {
            throw new UncheckedIOException(failed);
        }
        final Config config =
                Config.defaults().with(Settings.THREADS, Threads.inline()).with(Settings.STATE_KEYS, KEYS);
        final long intervalMs = Long.getLong(INTERVAL_MS, 0);
        final Pipeline pipeline = Pipeline.create(
                intervalMs == 0
                        ? config
                        : config.with(Settings.CHECKPOINT_DIR, Optional.of(folder))
                                .with(Settings.CHECKPOINT_INTERVAL, TimeUnit.MILLISECONDS.toNanos(intervalMs)));
        pipeline.from(source)
                .keyBy(Event::key)
                .aggregate(Aggregates.sumLong(Event::amount))
                .to(sink);
        execution = pipeline.start();
    }

    /** Takes one turn. */
    void turn() {
        execution.doWork();
    }

    @Override
    public void close() {
        execution.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (final Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (final IOException left) {
            throw new UncheckedIOException(left);
        }
    }
}
