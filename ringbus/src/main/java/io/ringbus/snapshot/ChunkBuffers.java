// SPDX-License-Identifier: Apache-2.0
package io.ringbus.snapshot;

import io.ringbus.slot.Slab;
import org.agrona.concurrent.ManyToManyConcurrentArrayQueue;

/**
 * The buffers of a stage's chunks. One that was written to the disk is used again: memory that is given back and asked for
 * anew comes without pages, and giving it back takes the mappings of all threads' caches away, the stage's among them.
 *
 * <p><b>Threading.</b> {@link #take} by the stage thread; all else by any.
 * <p><b>Allocation.</b> Native memory: as many buffers as were under way at once, until {@link #close()}.
 */
public final class ChunkBuffers implements AutoCloseable {
    private static final int SMALLEST_BYTES = 1 << 10;

    private final int chunkBytes;
    private final ManyToManyConcurrentArrayQueue<Slab> free = new ManyToManyConcurrentArrayQueue<>(Freeze.CHUNKS_MAX);
    private volatile boolean closed;

    /** Buffers of chunks that leave the stage when they are at least {@code chunkBytes} long. */
    public ChunkBuffers(final int chunkBytes) {
        this.chunkBytes = chunkBytes;
    }

    int chunkBytes() {
        return chunkBytes;
    }

    /** A buffer for a chunk; {@code small} when it may be the only one, nearly empty, and none lies ready. */
    Slab take(final boolean small) {
        final Slab used = free.poll();
        return used != null ? used : Slab.unzeroed(small ? SMALLEST_BYTES : wholeBytes());
    }

    private int wholeBytes() {
        return chunkBytes + SMALLEST_BYTES;
    }

    /** Takes a buffer back, or frees it if it has another size than most, or there are enough. */
    void give(final Slab used) {
        if (used.bytes() != wholeBytes() || !free.offer(used)) {
            used.close();
        } else if (closed) { // ORDER: given, then looked; pairs with close(), which does it the other way
            freeAll();
        }
    }

    /** Frees those that lie ready, and those that are under way when they come back. */
    @Override
    public void close() {
        closed = true;
        freeAll();
    }

    private void freeAll() {
        for (Slab each = free.poll(); each != null; each = free.poll()) {
            each.close();
        }
    }
}
