// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stage;

import io.ringbus.chain.Flow;
import io.ringbus.chain.Frontier;
import io.ringbus.chain.Output;
import io.ringbus.codec.AddressCodec;
import io.ringbus.ring.Inlet;
import io.ringbus.ring.SlotTable;
import io.ringbus.slot.Memory;
import io.ringbus.slot.SlotLayout;
import java.lang.invoke.MethodHandles;
import org.agrona.concurrent.status.AtomicCounter;
import org.jspecify.annotations.Nullable;

/**
 * The loop that drives a chain from a ring. A template: in a clone, the chain is reached from a constant, which lets the
 * compiler fold loop, codec and operators into one method (see {@link io.ringbus.chain.Specialiser}).
 */
final class InletFeed<T> implements Feed {
    /**
     * Everything that the loop reaches, as constants; {@code holdable} as in {@link SourceFeed}, {@code spans} whether a record
     * may take several slots. {@code silence} watches the
     * threads that write into an ingress; a stage that writes says itself when it is idle.
     */
    record Root<T>(
            Inlet inlet,
            SlotTable slots,
            boolean spans,
            AddressCodec<T> codec,
            Output<T> head,
            Flow flow,
            boolean holdable,
            Frontier frontier,
            @Nullable Silence silence,
            AtomicCounter records) {}

    private static final @Nullable Root<?> ROOT = root();

    private final Root<T> root;

    /** The watermark last sent into the chain, which is told those only that matter to it: see {@link Output#watermarkDueNs()}. */
    private long toldNs = SlotLayout.NO_TIME;

    private long heldFor;
    private volatile boolean resting;
    private long probe;

    InletFeed(final Root<T> root) {
        this.root = root;
    }

    private static @Nullable Root<?> root() {
        try {
            return MethodHandles.classData(MethodHandles.lookup(), "_", Root.class);
        } catch (final IllegalAccessException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    @SuppressWarnings("unchecked")
    private Root<T> constants() {
        return ROOT != null ? (Root<T>) ROOT : root;
    }

    @Override
    @SuppressWarnings("unchecked")
    public int run(final int recordsMax) {
        final Root<T> constant = ROOT != null ? (Root<T>) ROOT : root; // not by a call, which might not be inlined
        final Inlet inlet = constant.inlet();
        final long first = inlet.next();
        final long last = inlet.readableUpTo(recordsMax);
        if (last < first) {
            return nothing();
        }
        long watermarkNs = SlotLayout.NO_TIME;
        long toldNs = this.toldNs; // here, because the compiler reads a field again after every record
        long sequence = first;
        int others = 0; // slots without a record
        int marks = 0; // work, too: the first one may hold the flow
        try {
            while (sequence <= last && !(constant.holdable() && constant.flow().isHeld())) {
                final long slot = constant.slots().addressOf(sequence);
                watermarkNs = Memory.getLong(slot + SlotLayout.WATERMARK_OFFSET);
                if (watermarkNs > toldNs
                        && (watermarkNs >= constant.head().watermarkDueNs()
                                || Memory.getLong(slot + SlotLayout.TIMESTAMP_OFFSET) <= watermarkNs)) {
                    toldNs = watermarkNs;
                    this.toldNs = watermarkNs;
                    marks++;
                    constant.head().emitWatermark(watermarkNs);
                    continue;
                }
                final long header = Memory.getLong(slot);
                if (SlotLayout.kind(header) == SlotLayout.DATA) {
                    final int length = SlotLayout.length(header);
                    constant.head()
                            .emit(
                                    constant.codec().decodeAt(slot + SlotLayout.HEADER_BYTES, length),
                                    Memory.getLong(slot + SlotLayout.TIMESTAMP_OFFSET));
                    sequence++;
                    if (constant.spans()) {
                        final int more = inlet.spanAt(slot) - 1;
                        sequence += more;
                        others += more;
                    }
                } else {
                    sequence++;
                    others++;
                    control(slot);
                    toldNs = this.toldNs;
                    if (heldFor != 0) {
                        break; // what follows the barrier waits for those of the other ways in
                    }
                }
            }
        } finally {
            inlet.advanceTo(sequence);
            constant.frontier().advance(watermarkNs);
            constant.records().getAndAddPlain(sequence - first - others);
        }
        if (constant.silence() != null) {
            constant.silence().broken();
        }
        return (int) (sequence - first) + marks;
    }

    @Override
    public int mark() {
        final Inlet inlet = constants().inlet();
        final long next = inlet.next();
        final boolean isMark = inlet.readableUpTo(1) == next
                && Memory.getShort(constants().slots().addressOf(next) + SlotLayout.KIND_OFFSET) != SlotLayout.DATA;
        return isMark ? run(1) : 0;
    }

    private void control(final long slot) {
        final Root<T> constant = constants();
        final short kind = Memory.getShort(slot + SlotLayout.KIND_OFFSET);
        switch (kind) {
            case SlotLayout.WATERMARK, SlotLayout.PAD -> {}
            case SlotLayout.BARRIER -> {
                tellAll(Memory.getLong(slot + SlotLayout.WATERMARK_OFFSET));
                hold(Memory.getLong(slot + SlotLayout.TIMESTAMP_OFFSET));
            }
            case SlotLayout.PROBE -> probe = Memory.getLong(slot + SlotLayout.TIMESTAMP_OFFSET);
            case SlotLayout.IDLE -> constant.head().emitIdle();
            case SlotLayout.ACTIVE -> constant.head().emitActive();
            case SlotLayout.END -> {
                constant.inlet().end();
                constant.head().emitEnd();
            }
            default ->
                throw new IllegalStateException(
                        position() + ": unknown slot kind=" + kind + ": writer and reader disagree about the layout");
        }
    }

    /**
     * Sends a watermark that nothing waits for all the same: it goes into the state of the chain, since the ring, which
     * has it too, is not saved, and its writer does not say it again.
     */
    private void tellAll(final long watermarkNs) {
        if (watermarkNs > toldNs) {
            toldNs = watermarkNs;
            constants().head().emitWatermark(watermarkNs);
        }
    }

    /** A shared ring ends without an END slot. */
    private int nothing() {
        final Root<T> constant = constants();
        if (!constant.inlet().isExhausted() || constant.flow().isHeld() || resting) {
            if (constant.silence() != null && !resting) {
                constant.silence().kept();
            }
            return 0;
        }
        if (constant.frontier().watermarkNs() != Long.MAX_VALUE) {
            constant.frontier().advance(Long.MAX_VALUE);
            constant.head().emitWatermark(Long.MAX_VALUE);
        } else {
            constant.inlet().end();
            constant.head().emitEnd();
        }
        return 1;
    }

    @Override
    public long watermarkNs() {
        return constants().frontier().watermarkNs();
    }

    @Override
    public long dueNs() {
        final Silence silence = constants().silence();
        return silence == null || resting || isEnded() ? Long.MAX_VALUE : silence.dueNs();
    }

    @Override
    public boolean isEnded() {
        return constants().inlet().isEnded();
    }

    @Override
    public String position() {
        return "ring '" + constants().inlet().name() + "', slot "
                + constants().inlet().next();
    }

    @Override
    public void open() {}

    @Override
    public void stop() {
        constants().inlet().closeForWriters();
    }

    /** Only what embedders write into is told; other rings rest with their writing stage. */
    @Override
    public void rest() {
        if (startsBarriers()) {
            resting = true;
            constants().inlet().closeForWriters();
        }
    }

    @Override
    public boolean isComingToRest() {
        return resting && !constants().inlet().isExhausted();
    }

    @Override
    public void close() {}

    @Override
    public boolean startsBarriers() {
        return constants().inlet().isOfEmbedder();
    }

    @Override
    public long heldFor() {
        return heldFor;
    }

    @Override
    public void hold(final long checkpointId) {
        heldFor = checkpointId;
        constants().inlet().hold();
    }

    @Override
    public void release() {
        heldFor = 0;
        constants().inlet().release();
    }

    @Override
    public long probe() {
        return probe;
    }
}
