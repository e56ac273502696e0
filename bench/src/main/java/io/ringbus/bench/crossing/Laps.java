// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.crossing;

import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;

/** The two threads of a raw contender: a writer that yields until it may write another lap, and a reader. */
final class Laps implements AutoCloseable {
    private final Runnable lap;
    private final Thread writer = new Thread(this::write, "writer");
    private final AtomicLong allowed = new AtomicLong();
    private volatile boolean closed;
    private Thread reader = writer;

    Laps(final Runnable lap) {
        this.lap = lap;
    }

    void start(final Runnable reading) {
        reader = new Thread(reading, "reader");
        reader.setDaemon(true);
        writer.setDaemon(true);
        reader.start();
        writer.start();
    }

    void allow() {
        allowed.incrementAndGet();
    }

    private void write() {
        final IdleStrategy idle = new YieldingIdleStrategy();
        long written = 0;
        while (!closed) {
            if (written < allowed.get()) {
                written++;
                lap.run();
            } else {
                idle.idle();
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            writer.join();
            reader.join();
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
