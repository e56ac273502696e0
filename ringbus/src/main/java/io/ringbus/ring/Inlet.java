// SPDX-License-Identifier: Apache-2.0
package io.ringbus.ring;

import io.ringbus.slot.Memory;
import io.ringbus.slot.SlotLayout;

/**
 * The reading end of a ring: a position, and the right to hold it.
 *
 * <p>While an inlet is held, nothing is read and the ring fills up behind it; that is what barrier alignment needs.
 *
 * <p><b>Threading.</b> Single reader: the stage thread.
 * <p><b>Allocation.</b> None.
 */
public final class Inlet {
    private final Ring ring;
    private long next;
    private boolean held;
    private boolean ended;

    public Inlet(final Ring ring) {
        this.ring = ring;
    }

    /** Name of the ring. */
    public String name() {
        return ring.name();
    }

    /** The sequence of the slot to be read next. */
    public long next() {
        return next;
    }

    /** The last sequence that may be read now: at most {@code slotsMax} from {@link #next()}, none while held. */
    public long readableUpTo(final int slotsMax) {
        return held || ended ? next - 1 : ring.available(next, next + slotsMax - 1);
    }

    /** Where the slots lie. */
    public SlotTable table() {
        return ring.table();
    }

    /** Whether a record may take several slots. */
    public boolean spans() {
        return SlotLayout.span(ring.payloadBytesMax(), ring.slotBytes()) > 1;
    }

    /** Slots that the record at {@code slot} takes. */
    public int spanAt(final long slot) {
        return SlotLayout.span(Memory.getInt(slot + SlotLayout.LENGTH_OFFSET), ring.slotBytes());
    }

    /** Gives back all slots before {@code sequence}, which is read next. */
    public void advanceTo(final long sequence) {
        if (sequence != next) {
            next = sequence;
            ring.consume(sequence - 1);
        }
    }

    /** Slots that the writer may still write before it has to set some aside; 0 when it has. */
    public long freeSlots() {
        return ring.freeSlots();
    }

    /** Whether embedders write into the ring, not a stage. */
    public boolean isOfEmbedder() {
        return ring instanceof SharedRing;
    }

    /** Stops reading until {@link #release()}. */
    public void hold() {
        held = true;
    }

    /** Goes on reading where {@link #hold()} stopped. */
    public void release() {
        held = false;
    }

    /** Ends a ring that embedders write into; others end with their writing stage. Any thread. */
    public void closeForWriters() {
        ring.closeForWriters();
    }

    /** Notes that the writer has ended: nothing follows. */
    public void end() {
        ended = true;
    }

    /** True when everything has been read and the ring is closed for its writers. */
    public boolean isExhausted() {
        return !held && !ended && ring.isEndedBefore(next);
    }

    /** True once the end has been read. */
    public boolean isEnded() {
        return ended;
    }
}
