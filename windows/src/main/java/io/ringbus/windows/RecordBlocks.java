// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.slot.Memory;
import io.ringbus.slot.Slab;
import java.util.ArrayList;
import java.util.List;

/**
 * Native memory in blocks of {@code 2^n} entries, for buffers that grow by doubling. A block that is given back is taken
 * again before new memory is.
 *
 * <p><b>Layout.</b> Blocks are cut from slabs of {@value #SLAB_BYTES} bytes; one of more than a quarter of that has a slab of
 * its own. The first word of a free block is the address of the next free one of its size, or 0.
 * <p><b>Threading.</b> Stage thread.
 * <p><b>Allocation.</b> When more memory is in use than ever before.
 * <p><b>Lifetime.</b> All blocks are freed by {@link #close()}.
 */
final class RecordBlocks implements AutoCloseable {
    private static final int SLAB_BYTES = 1 << 18;
    private static final int SHARES_PER_SLAB = 4;

    private final long entryBytes;
    private final long[] firstFree = new long[Long.SIZE];
    private final List<Slab> slabs = new ArrayList<>();
    private long next;
    private long end;

    /** Blocks of entries of {@code entryBytes}, a multiple of 8. */
    RecordBlocks(final long entryBytes) {
        this.entryBytes = entryBytes;
    }

    /** A block for {@code 2^sizeClass} entries; its bytes are of no meaning. */
    long take(final int sizeClass) {
        final long free = firstFree[sizeClass];
        if (free != 0) {
            firstFree[sizeClass] = Memory.getLong(free);
            return free;
        }
        final long bytes = entryBytes << sizeClass;
        if (bytes > SLAB_BYTES / SHARES_PER_SLAB) {
            return slab(bytes);
        }
        if (end - next < bytes) {
            next = slab(SLAB_BYTES);
            end = next + SLAB_BYTES;
        }
        final long block = next;
        next += bytes;
        return block;
    }

    /** Gives back a block taken for {@code 2^sizeClass} entries. */
    void give(final long block, final int sizeClass) {
        Memory.putLong(block, firstFree[sizeClass]);
        firstFree[sizeClass] = block;
    }

    private long slab(final long bytes) {
        final Slab slab = new Slab(bytes, Long.BYTES);
        slabs.add(slab);
        return slab.address();
    }

    @Override
    public void close() {
        slabs.forEach(Slab::close);
        slabs.clear();
    }
}
