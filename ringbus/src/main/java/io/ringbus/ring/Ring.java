// SPDX-License-Identifier: Apache-2.0
package io.ringbus.ring;

import com.lmax.disruptor.Sequence;
import io.ringbus.slot.Slab;
import io.ringbus.slot.SlotLayout;
import org.jspecify.annotations.Nullable;

/**
 * An edge between two stages: a Disruptor's sequences over a slab of slots, one writing stage, one reading stage.
 *
 * <p>The writer's cursor and the reader's position are Disruptor {@link Sequence}s, which keep the two cores off each
 * other's cache lines. The Disruptor's own single-producer sequencer is not used: when it claims past a full lap it also
 * publishes what was claimed before and not written yet, which batched publishing cannot have.
 *
 * <p><b>Layout.</b> {@code slots} times {@code slotBytes} bytes; slot <i>n</i> holds the sequences <i>n</i> modulo
 * {@code slots}. See {@link SlotLayout}.
 * <p><b>Threading.</b> One writer, one reader; {@link #occupancy()} from any thread.
 * <p><b>Source.</b> Thompson et al., <i>Disruptor: High performance alternative to bounded queues</i>, LMAX 2011.
 */
public sealed class Ring implements AutoCloseable permits SharedRing {
    private final String name;
    private final Slab slab;
    private final SlotTable table;
    private final int slots;
    private final int slotBytes;
    private final int payloadBytesMax;
    private final Sequence published = new Sequence();
    private final Sequence consumed = new Sequence();
    private final @Nullable Runnable wakeReader;
    private volatile boolean overflowing;

    /** {@code wakeReader}, unless null, is run by the writer after each publication; it must not wait. */
    public Ring(final String name, final RingSpec spec, final @Nullable Runnable wakeReader) {
        this.name = name;
        this.slots = spec.slots();
        this.slotBytes = spec.slotBytes();
        this.payloadBytesMax = spec.payloadBytesMax();
        this.slab = new Slab((long) slots * slotBytes, spec.alignment());
        this.table = new SlotTable(slab.address(), slots - 1, slotBytes);
        this.wakeReader = wakeReader;
        final int longest = SlotLayout.span(payloadBytesMax, slotBytes);
        if (2L * longest > slots) {
            slab.close();
            throw new IllegalArgumentException(
                    "ring '" + name + "': a record of " + payloadBytesMax + " bytes spans " + longest
                            + " of ringbus.ring.slots=" + slots + ", more than half of them: raise ringbus.ring.slots");
        }
    }

    /** Name for messages and counters. */
    public String name() {
        return name;
    }

    /** Slots between published and consumed, seen by some thread at some recent time. */
    public long occupancy() {
        return Math.max(0, writtenUpTo() - consumed.get());
    }

    /** Slots in the ring. */
    public int slots() {
        return slots;
    }

    /** Bytes per slot, header included. */
    public int slotBytes() {
        return slotBytes;
    }

    /** Longest payload that a record may have. */
    public int payloadBytesMax() {
        return payloadBytesMax;
    }

    /** Where the slots lie. */
    public final SlotTable table() {
        return table;
    }

    final long addressOf(final long sequence) {
        return table.addressOf(sequence);
    }

    /** Highest sequence up to {@code last} that may be read, given that all below {@code next} have been. */
    long available(final long next, final long last) {
        // ORDER: acquire. Pairs with the release in publish: a reader that sees the cursor sees every byte below it.
        return Math.min(published.get(), last);
    }

    /** True when nothing will ever be written at {@code next} or behind it, and no END slot says so. */
    boolean isEndedBefore(final long next) {
        return false;
    }

    /** Accepts nothing more from embedders' threads. Only a shared ring has such writers. */
    void closeForWriters() {}

    /** Highest sequence that is claimed or written. */
    long writtenUpTo() {
        return published.get();
    }

    /** Makes everything up to {@code sequence} readable. */
    void publish(final long sequence) {
        // ORDER: release. Pairs with the acquire in available.
        published.set(sequence);
        wakeReader();
    }

    /** Gives the slots up to {@code sequence} back to the writer. */
    void consume(final long sequence) {
        // ORDER: release. Pairs with the acquire in consumedUpTo: the writer overwrites a slot only after it was read.
        consumed.set(sequence);
    }

    /** Highest sequence that the reader is done with. */
    long consumedUpTo() {
        // ORDER: acquire. Pairs with the release in consume.
        return consumed.get();
    }

    /** Says whether the writer has set slots aside for which there is no room. */
    void overflows(final boolean now) {
        // ORDER: volatile. Pairs with the load in freeSlots: who sees room that the writer made afterwards, further
        // along the
        // loop, sees this, too.
        overflowing = now;
    }

    /** Slots that the writer may still write before it has to set some aside; 0 when it has. */
    long freeSlots() {
        return overflowing ? 0 : slots - occupancy();
    }

    final Sequence consumedSequence() {
        return consumed;
    }

    final void wakeReader() {
        if (wakeReader != null) {
            wakeReader.run();
        }
    }

    /** Frees the slab. Both stages must have ended. */
    @Override
    public void close() {
        slab.close();
    }
}
