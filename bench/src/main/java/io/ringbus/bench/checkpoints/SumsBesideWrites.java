// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.checkpoints;

import io.ringbus.bench.latency.Latencies;
import io.ringbus.bench.latency.Pace;
import io.ringbus.bench.latency.Paced;
import io.ringbus.environment.Storage;
import io.ringbus.environment.StorageFile;
import io.ringbus.environment.StorageFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * {@link SumsAtPace} without checkpoints, beside a thread that writes files as large and forces them as often as ten checkpoints
 * a second do: what the machine makes of the disk's work, whoever causes it.
 */
public final class SumsBesideWrites implements Paced {
    private static final long INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int CELL_BYTES = 16; // in a checkpoint
    private static final int BLOCK_BYTES = 1 << 16;
    private static final int MANIFEST_BYTES = 200;

    private final SumsAtPace sums = new SumsAtPace();
    private final Scratch scratch = Scratch.make();
    private final ByteBuffer block = ByteBuffer.allocateDirect(BLOCK_BYTES);
    private final Thread writer = new Thread(this::run, "writes");
    private volatile long bytes;
    private volatile boolean closed;
    private volatile @Nullable IOException failure;

    /** Starts the thread, before the caller takes a processor that it would inherit. */
    public SumsBesideWrites() {
        writer.start();
    }

    private void run() {
        long dueNs = System.nanoTime();
        try {
            final StorageFolder folder = Storage.FILES.create(scratch.folder().resolve("files"));
            for (int number = 0; !closed; number++) {
                dueNs = Math.max(dueNs + INTERVAL_NS, System.nanoTime());
                write(folder, "part-" + number, bytes);
                write(folder, "manifest-" + number, MANIFEST_BYTES);
                folder.force();
                folder.delete("manifest-" + number);
                folder.delete("part-" + number);
                LockSupport.parkNanos(dueNs - System.nanoTime());
            }
        } catch (final IOException failed) {
            failure = failed;
        }
    }

    private void write(final StorageFolder folder, final String name, final long length) throws IOException {
        try (StorageFile file = folder.create(name)) {
            for (long at = 0; at < length; at += BLOCK_BYTES) {
                file.write(block.clear().limit((int) Math.min(BLOCK_BYTES, length - at)), at);
            }
            file.force();
        }
    }

    @Override
    public void play(final Pace pace, final Latencies latencies) throws IOException {
        bytes = (long) (INTERVAL_NS / pace.nsPerEvent() * CELL_BYTES);
        sums.play(pace, latencies);
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            writer.join();
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        sums.close();
        scratch.close();
    }
}
