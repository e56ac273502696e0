// SPDX-License-Identifier: Apache-2.0
package io.ringbus.ring;

import io.ringbus.chain.OperatorFailure;
import io.ringbus.slot.Memory;
import io.ringbus.slot.Slab;
import org.jspecify.annotations.Nullable;

/**
 * Slots set aside while a ring is full, in order. Grows to what the records of one turn can cause, or, at the end of
 * a loop, up to a bound; nothing is allocated until it is needed.
 *
 * <p><b>Layout.</b> Entries of 8 bytes (the span) followed by {@code span} slots.
 * <p><b>Threading.</b> Single writer of the ring it belongs to.
 * <p><b>Failure.</b> {@link OperatorFailure} beyond the bound, which no error policy takes for a record's.
 */
final class Spill implements AutoCloseable {
    private static final int ALIGNMENT = 64;
    private static final long INITIAL_SLOTS = 16;

    private final String ring;
    private final int slotBytes;
    private final long bytesMax;
    private @Nullable Slab slab;
    private long base;
    private long capacityBytes;
    private long headBytes;
    private long tailBytes;

    /** {@code ring} is for messages. */
    Spill(final String ring, final int slotBytes, final long bytesMax) {
        this.ring = ring;
        this.slotBytes = slotBytes;
        this.bytesMax = bytesMax;
    }

    boolean isEmpty() {
        return headBytes == tailBytes;
    }

    /** Room for {@code span} slots behind the last entry, taken by {@link #commit}. */
    long claim(final int span) {
        final long entryBytes = Long.BYTES + (long) span * slotBytes;
        if (tailBytes - headBytes + entryBytes > bytesMax) {
            throw beyondBound(tailBytes - headBytes + entryBytes);
        }
        if (tailBytes + entryBytes > capacityBytes) {
            makeRoom(entryBytes);
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

    /** Behind a loop the spill need never become empty: what has gone out is room again. */
    private void makeRoom(final long entryBytes) {
        final long liveBytes = tailBytes - headBytes;
        if (slab != null && liveBytes + entryBytes <= headBytes) {
            Memory.copy(base + headBytes, base, liveBytes);
        } else {
            grow(liveBytes, liveBytes + entryBytes);
        }
        headBytes = 0;
        tailBytes = liveBytes;
    }

    private OperatorFailure beyondBound(final long bytes) {
        return new OperatorFailure(
                "ring " + ring,
                new IllegalStateException("ring '" + ring + "': bytes set aside=" + bytes
                        + " > ringbus.loop.spill.bytes.max=" + bytesMax
                        + ": more goes back than the loop takes up: let fewer records go back, or raise the bound"));
    }

    private void grow(final long liveBytes, final long neededBytes) {
        final long bytes = Math.max(neededBytes * 2, INITIAL_SLOTS * (slotBytes + Long.BYTES));
        final Slab larger = new Slab(bytes, ALIGNMENT);
        if (slab != null) {
            Memory.copy(base + headBytes, larger.address(), liveBytes);
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
