// SPDX-License-Identifier: Apache-2.0
package io.ringbus.chain;

import io.ringbus.codec.AddressCodec;
import io.ringbus.slot.Memory;
import io.ringbus.slot.Slab;
import io.ringbus.slot.SlotLayout;
import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;

/**
 * Sets records aside in front of an operator with many keys, reads for all of them where the search for their cell begins, and
 * hands them on in one loop of few instructions: the processor waits for many lines of memory at a time instead of for one
 * after the other. A template (see {@link Specialiser}).
 *
 * <p>Records are kept encoded, so that none is allocated. One that cannot be encoded, or whose key cannot be told, goes on
 * at once: the operator will say what is wrong with it.
 *
 * <p>{@link #drain()} is a method that no other is to inline: it is a compilation of its own, in which the operator behind it
 * is inlined.
 *
 * <p><b>Layout.</b> {@value #RECORDS} slots: {@code timestamp | hint | length}, three longs, then the encoding, and a multiple
 * of 8 in all.
 * <p><b>Ordering.</b> Everything goes on in the order in which it came, but for watermarks that nothing behind waits for: these
 * go on behind the records that came after them and are later.
 * <p><b>Progress.</b> The stage drains the link in every turn, before anything is saved, and the link says that it is busy
 * when something holds the stage meanwhile. What arrives then drains it at once, however full the ring behind it is.
 * <p>To read the cells in a second round before the loop costs more, in instructions and mispredicted branches, than it
 * gains: the processor looks ahead as far as the next records' cells by itself.
 *
 * <p><b>Source.</b> Chen, Ailamaki, Gibbons, Mowry, <i>Improving Hash Join Performance through Prefetching</i>, ICDE 2004:
 * group prefetching.
 */
final class LookAheadLink<I> implements Output<I>, Resumable, SetsAside {
    /** Records that are looked ahead for at once: some times as many as a core waits for lines of memory at a time. */
    static final int RECORDS = 64;

    private static final int HINT_OFFSET = Long.BYTES;
    private static final int LENGTH_OFFSET = 2 * Long.BYTES;
    private static final int RECORD_OFFSET = 3 * Long.BYTES;
    private static final int LINE_BYTES = 64;
    private static final int REFUSED = -1;

    /** What the link reaches, as constants to its clone. */
    record Root<I>(
            LooksAhead<I> operator,
            Output<I> next,
            AddressCodec<I> codec,
            Flow flow,
            Slab slab,
            long slots,
            long slotBytes,
            long slotsEnd) {
        static <I> Root<I> of(
                final LooksAhead<I> operator, final Output<I> next, final AddressCodec<I> codec, final Flow flow) {
            final long slotBytes = ((long) RECORD_OFFSET + codec.maxLength() + Long.BYTES - 1) & -Long.BYTES;
            final Slab slab = new Slab(RECORDS * slotBytes, LINE_BYTES);
            return new Root<>(
                    operator, next, codec, flow, slab, slab.address(), slotBytes, slab.address() + RECORDS * slotBytes);
        }
    }

    private static final @Nullable Root<?> ROOT = root();

    private final Root<I> root;

    /** The first slot whose record has not gone on, and the first behind those that have one. */
    private long first;

    private long behind;
    private boolean hurrying;
    private boolean busy;

    /** A watermark that came after the first of them and goes on after the last, or NO_TIME. */
    private long keptNs = SlotLayout.NO_TIME;

    @SuppressWarnings("UnusedVariable") // written so that the compiler keeps the reads
    private long read;

    LookAheadLink(final Root<I> root) {
        this.root = root;
        this.first = root.slots();
        this.behind = root.slots();
    }

    private static @Nullable Root<?> root() {
        try {
            return MethodHandles.classData(MethodHandles.lookup(), "_", Root.class);
        } catch (final IllegalAccessException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    public void emit(final I record, final long timestampNs) {
        final Root<I> constant = ROOT != null ? (Root<I>) ROOT : root;
        if (busy || timestampNs <= keptNs) { // the operator must see the watermark before a record that breaks it
            finish();
        }
        final long slot = behind;
        int length = REFUSED;
        try {
            Memory.putLong(slot + HINT_OFFSET, constant.operator().hintOf(record));
            length = constant.codec().encodeAt(record, slot + RECORD_OFFSET);
        } catch (final Throwable refused) {
            length = REFUSED;
        }
        if (length == REFUSED) { // never taken, as a rule: the compiler then need not make the record for the call
            handOn(record, timestampNs);
            return;
        }
        Memory.putLong(slot, timestampNs);
        Memory.putLong(slot + LENGTH_OFFSET, length);
        behind = slot + constant.slotBytes();
        if (behind == constant.slotsEnd() || !constant.operator().mayWait(timestampNs)) {
            drain();
        }
    }

    private void handOn(final I record, final long timestampNs) {
        finish();
        root.next().emit(record, timestampNs);
    }

    @Override
    @SuppressWarnings("unchecked")
    public int drain() {
        final Root<I> constant = ROOT != null ? (Root<I>) ROOT : root;
        final long begin = first;
        final long end = behind;
        if (begin == end) {
            return 0;
        }
        long sum = 0;
        for (long slot = begin; slot != end; slot += constant.slotBytes()) {
            sum += constant.operator().readPlace(Memory.getLong(slot + HINT_OFFSET));
        }
        read = sum;
        long slot = begin;
        do {
            final long taken = slot;
            slot += constant.slotBytes();
            first = slot; // before the operator, which may throw
            constant.next()
                    .emit(
                            constant.codec()
                                    .decodeAt(taken + RECORD_OFFSET, (int) Memory.getLong(taken + LENGTH_OFFSET)),
                            Memory.getLong(taken));
        } while (slot != end && (hurrying || !constant.flow().isHeld()));
        settle();
        return (int) ((slot - begin) / constant.slotBytes());
    }

    /** After some records: is the link done, or busy until the stage goes on? */
    private void settle() {
        if (first != behind) {
            busy = true;
            root.flow().operatorBusy();
            return;
        }
        first = root.slots();
        behind = first;
        final long watermarkNs = keptNs;
        if (watermarkNs != SlotLayout.NO_TIME) {
            keptNs = SlotLayout.NO_TIME;
            root.next().emitWatermark(watermarkNs);
        }
    }

    private void finish() {
        noLongerBusy();
        if (first != behind) {
            root.flow().hurry();
            hurrying = true;
            drain();
            hurrying = false;
            root.flow().hurryNoMore();
        }
    }

    @Override
    public boolean resume() {
        if (busy) {
            noLongerBusy();
            drain();
        }
        return !busy;
    }

    private void noLongerBusy() {
        if (busy) {
            busy = false;
            root.flow().operatorDone();
        }
    }

    @Override
    public void emitWatermark(final long watermarkNs) {
        if (first != behind && watermarkNs < root.next().watermarkDueNs()) {
            keptNs = watermarkNs;
            return;
        }
        keptNs = SlotLayout.NO_TIME; // the new one says more
        finish();
        root.next().emitWatermark(watermarkNs);
    }

    @Override
    @SuppressWarnings("unchecked")
    public long watermarkDueNs() {
        final Root<I> constant = ROOT != null ? (Root<I>) ROOT : root;
        return constant.next().watermarkDueNs();
    }

    @Override
    public void emitIdle() {
        finish();
        root.next().emitIdle();
    }

    @Override
    public void emitActive() {
        finish();
        root.next().emitActive();
    }

    @Override
    public void emitEnd() {
        finish();
        root.next().emitEnd();
    }

    @Override
    public boolean isFull() {
        return root.flow().isFull();
    }

    @Override
    public void close() {
        root.slab().close();
    }
}
