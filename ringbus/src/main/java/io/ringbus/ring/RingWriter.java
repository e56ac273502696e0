// SPDX-License-Identifier: Apache-2.0
package io.ringbus.ring;

import io.ringbus.chain.Flow;
import io.ringbus.slot.Memory;
import io.ringbus.slot.SlotLayout;

/**
 * The writing side of a ring: claims slots, publishes them in batches, and sets slots aside while the ring is full.
 *
 * <p><b>Threading.</b> Single writer.
 * <p><b>Allocation.</b> None, except to set slots aside.
 * <p><b>Progress.</b> Nothing waits: behind a full ring, slots go to a {@link Spill} and the {@link Flow} is held until they
 * have gone out, so the spill stays as short as what one record can cause.
 */
final class RingWriter {
    private static final long WATERMARK_LINGER_NS = 100_000_000;

    private final Ring ring;
    private final FlushPolicy policy;
    private final Flow flow;
    private final Spill spill;
    private final OutletCounters counters;
    private final SlotTable table;
    private final long slots;
    private final long slotsFreeMin;

    private long next;
    private long limit;
    private long firstUnpublished;
    private long publishAfter = 1;

    /** When {@link #next} reaches it, there is more to do than to count: a batch is full, or slots are being set aside. */
    private long settleAt;

    private boolean spilling;
    private long watermarkNs = SlotLayout.NO_TIME;
    private long watermarkSentNs = SlotLayout.NO_TIME;
    private boolean waiting;
    private long waitingSinceNs;

    /** Slots for at most {@code spillBytesMax} are set aside. */
    RingWriter(
            final Ring ring,
            final FlushPolicy policy,
            final Flow flow,
            final OutletCounters counters,
            final long spillBytesMax) {
        this.ring = ring;
        this.policy = policy;
        this.flow = flow;
        this.counters = counters;
        this.table = ring.table();
        this.slots = ring.slots();
        this.spill = new Spill(ring.name(), ring.slotBytes(), spillBytesMax);
        this.slotsFreeMin = slots * policy.freePercent() / 100;
        this.limit = slots - 1 - slotsFreeMin;
        tune();
    }

    /**
     * Address of a free slot: in the ring, or set aside. Nothing is taken until {@link #commit}. {@code constant} is
     * the ring's table: to the code of an outlet that holds it, its fields are constants.
     */
    long claim(final SlotTable constant) {
        return next <= limit ? constant.addressOf(next) : claimBehind(1);
    }

    /** As {@link #claim(SlotTable)}, for a payload that spans several slots, which lie next to each other. */
    long claim(final int span) {
        if (span == 1) {
            return claim(table);
        }
        if (!spilling) {
            final long toEnd = slots - (next & table.mask());
            while (toEnd < span && (next & table.mask()) != 0) {
                final long pad = claim(table);
                if (spilling) {
                    return spill.claim(span);
                }
                writeHeader(pad, 0, SlotLayout.PAD, SlotLayout.NO_TIME);
                taken(1);
            }
        }
        return next + span - 1 <= limit ? table.addressOf(next) : claimBehind(span);
    }

    private long claimBehind(final int span) {
        if (!spilling) {
            final long room = ring.consumedUpTo() + slots;
            final long last = next + span - 1;
            if (last <= room - slotsFreeMin) {
                limit = room - slotsFreeMin; // come back here when little is free
                return table.addressOf(next);
            }
            publish();
            limit = room;
            if (last <= room) {
                return table.addressOf(next);
            }
            spilling = true;
            limit = Long.MIN_VALUE;
            settleAt = Long.MIN_VALUE;
            ring.overflows(true);
            flow.outletFilled();
            counters.ringFull();
        }
        return spill.claim(span);
    }

    /** Completes the slot at {@code address}: a record of {@code length} bytes. */
    void commit(final long address, final int length, final int span, final long timestampNs) {
        writeHeader(address, length, SlotLayout.DATA, timestampNs);
        taken(span);
    }

    private void writeHeader(final long address, final int length, final short kind, final long timestampNs) {
        Memory.putLong(address, length | (long) kind << 32);
        Memory.putLong(address + SlotLayout.TIMESTAMP_OFFSET, timestampNs);
        Memory.putLong(address + SlotLayout.WATERMARK_OFFSET, watermarkNs);
        watermarkSentNs = watermarkNs;
    }

    private void taken(final int span) {
        next += span;
        if (next >= settleAt) {
            settle(span);
        }
    }

    /** The rare part of {@link #taken}: the last claim was set aside, or fills a batch. */
    private void settle(final int span) {
        if (spilling) {
            next -= span;
            spill.commit(span);
        } else {
            publish();
        }
    }

    /** Remembers a watermark; the next record carries it, or the next {@link #endTurn} writes a slot for it. */
    void watermark(final long watermarkNs) {
        this.watermarkNs = watermarkNs;
    }

    /** Writes a slot without payload and publishes at once, with everything before it. */
    void control(final short kind, final long argument) {
        writeHeader(claim(table), 0, kind, argument);
        taken(1);
        publish();
    }

    private void publish() {
        if (next != firstUnpublished) {
            ring.publish(next - 1);
            counters.published(next - firstUnpublished);
            firstUnpublished = next;
            waiting = false;
        }
        if (!spilling) {
            settleAt = next + publishAfter;
        }
    }

    /** Sends what was set aside as far as the ring has room; answers how many slots went out. */
    int sendSpilled() {
        int sent = 0;
        if (spilling) {
            final long room = ring.consumedUpTo() + slots;
            while (!spill.isEmpty() && next + spill.span() - 1 <= room) {
                if (!fitsBeforeEnd(spill.span())) {
                    writePad(table.addressOf(next));
                } else {
                    Memory.copy(spill.address(), table.addressOf(next), spill.span() * table.slotBytes());
                    next += spill.span();
                    spill.remove();
                }
                sent++;
            }
            publish();
            if (spill.isEmpty()) {
                spilling = false;
                limit = room;
                settleAt = next + publishAfter;
                ring.overflows(false);
                flow.outletCleared();
            }
        }
        return sent;
    }

    private boolean fitsBeforeEnd(final int span) {
        return (next & table.mask()) + span <= slots;
    }

    private void writePad(final long address) {
        Memory.putLong(address, (long) SlotLayout.PAD << 32);
        Memory.putLong(address + SlotLayout.WATERMARK_OFFSET, SlotLayout.NO_TIME); // else an old payload's bytes
        next++;
    }

    /** Publishes what has waited long enough. Called by the stage at the end of each turn with the time. */
    void endTurn(final long nowNs) {
        if (spilling || (next == firstUnpublished && watermarkNs == watermarkSentNs)) {
            return;
        }
        final long intervalNs = policy.intervalNs();
        if (!waiting) {
            waiting = true;
            waitingSinceNs = nowNs;
        }
        if (next != firstUnpublished && intervalNs >= 0 && nowNs - waitingSinceNs >= intervalNs) {
            publish();
            counters.flushed();
        }
        if (watermarkNs > watermarkSentNs
                && nowNs - waitingSinceNs >= (intervalNs < 0 ? WATERMARK_LINGER_NS : intervalNs)) {
            control(SlotLayout.WATERMARK, watermarkNs);
        }
    }

    /** Reads the policy again, at the beginning of each turn. */
    void tune() {
        publishAfter = policy.intervalNs() == 0 ? 1 : policy.batchLimit();
        if (!spilling) {
            settleAt = firstUnpublished + publishAfter;
        }
    }

    /** Time at which the oldest unpublished record or mark is due, or {@link Long#MAX_VALUE} when nothing waits. */
    long dueNs() {
        if (!waiting || spilling) {
            return Long.MAX_VALUE;
        }
        final long intervalNs = policy.intervalNs();
        if (intervalNs >= 0) {
            return waitingSinceNs + intervalNs;
        }
        return watermarkNs > watermarkSentNs ? waitingSinceNs + WATERMARK_LINGER_NS : Long.MAX_VALUE;
    }

    boolean isSpilling() {
        return spilling;
    }

    void close() {
        spill.close();
    }
}
