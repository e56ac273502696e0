// SPDX-License-Identifier: Apache-2.0
package io.ringbus.ring;

import io.ringbus.slot.Memory;
import io.ringbus.slot.Slab;
import org.jspecify.annotations.Nullable;

/**
 * Slots set aside while a ring is full, in order. Grows to what the records of one turn can cause; nothing is allocated
 * until it is needed.
 *
 * <p><b>Layout.</b> Entries of 8 bytes (the span) followed by {@code span} slots.
 * <p><b>Threading.</b> Single writer of the ring it belongs to.
 */
final class Spill implements AutoCloseable {
    private static final int ALIGNMENT = 64;
    private static final long INITIAL_SLOTS = 16;

    private final int slotBytes;
    private @Nullable Slab slab;
    private long base;
    private long capacityBytes;
    private long headBytes;
    private long tailBytes;

    Spill(final int slotBytes) {
        this.slotBytes = slotBytes;
    }

    boolean isEmpty() {
        return headBytes == tailBytes;
    }

    /** Room for {@code span} slots behind the last entry, taken by {@link #commit}. */
    long claim(final int span) {
        final long neededBytes = tailBytes + Long.BYTES + (long) span * slotBytes;
        if (neededBytes > capacityBytes) {
            grow(neededBytes);
        }
        return base + tailBytes + Long.BYTES;
    }

    void commit(final int span) {
        Memory.putLong(base + tailBytes, span);
        tailBytes += Long.BYTES + (long) span * slotBytes;
    }

    /** Slots of the oldest entry; there must be one. */
    int span() {
        return (int) Memory.getLong(base + headBytes);
    }

    /** Address of the oldest entry's first slot. */
    long address() {
        return base + headBytes + Long.BYTES;
    }

    /** Drops the oldest entry. */
    void remove() {
        headBytes += Long.BYTES + (long) span() * slotBytes;
        if (headBytes == tailBytes) {
            headBytes = 0;
            tailBytes = 0;
        }
    }

    private void grow(final long neededBytes) {
        final long bytes = Math.max(neededBytes * 2, INITIAL_SLOTS * (slotBytes + Long.BYTES));
        final Slab larger = new Slab(bytes, ALIGNMENT);
        if (slab != null) {
            Memory.copy(base, larger.address(), tailBytes);
            slab.close();
        }
        slab = larger;
        base = larger.address();
        capacityBytes = bytes;
    }

    @Override
    public void close() {
        if (slab != null) {
            slab.close();
            slab = null;
        }
    }
}
