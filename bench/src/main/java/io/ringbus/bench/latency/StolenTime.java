// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.latency;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Watches how much time the host takes away from this machine, so that windows of time in which it took none can be told from
 * the others. Where the system does not say, all windows are quiet.
 *
 * <p><b>Threading.</b> A thread of its own reads the counter; {@link #isQuiet} is asked after {@link #close}.
 */
final class StolenTime implements AutoCloseable {
    static final long WINDOW_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final Path COUNTERS = Path.of("/proc/stat");
    private static final int STEAL_FIELD = 8; // of the line of all processors, which begins with a name
    private static final long PERIOD_NS = TimeUnit.MILLISECONDS.toNanos(20);

    private final TreeMap<Long, Long> ticksByNs = new TreeMap<>();
    private volatile boolean closed;
    private final Thread watch = new Thread(this::run, "stolen-time");

    StolenTime() {
        watch.setDaemon(true);
        watch.start();
    }

    private void run() {
        while (!closed) {
            look();
            LockSupport.parkNanos(PERIOD_NS);
        }
        look();
    }

    private void look() {
        final long ticks = ticks();
        ticksByNs.put(System.nanoTime(), ticks);
    }

    private static long ticks() {
        try {
            return Long.parseLong(Files.readString(COUNTERS).split("\\s+", STEAL_FIELD + 2)[STEAL_FIELD]);
        } catch (final IOException notLinux) {
            return 0;
        }
    }

    /** Whether the counter stood still from the last look before this window until the first one behind it. */
    boolean isQuiet(final long windowNs) {
        final var before = ticksByNs.floorEntry(windowNs);
        final var behind = ticksByNs.ceilingEntry(windowNs + WINDOW_NS);
        return before != null && behind != null && before.getValue().equals(behind.getValue());
    }

    /** Looks once more, and no more then. */
    @Override
    public void close() {
        closed = true;
        try {
            watch.join();
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
