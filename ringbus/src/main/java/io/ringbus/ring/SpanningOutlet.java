// SPDX-License-Identifier: Apache-2.0
package io.ringbus.ring;

import io.ringbus.chain.Flow;
import io.ringbus.codec.AddressCodec;
import io.ringbus.slot.Memory;
import io.ringbus.slot.Slab;
import io.ringbus.slot.SlotLayout;

/**
 * Writes records that may be longer than a slot: encodes beside the ring first, because only the encoding tells how many
 * slots it takes. A template (see {@link io.ringbus.chain.Specialiser}).
 */
final class SpanningOutlet<T> implements Outlet<T> {
    private static final int ALIGNMENT = 64;

    private final RingWriter writer;
    private final AddressCodec<T> codec;
    private final Flow flow;
    private final int slotBytes;
    private final Slab scratch;

    SpanningOutlet(final RingWriter writer, final AddressCodec<T> codec, final Flow flow, final int slotBytes) {
        this.writer = writer;
        this.codec = codec;
        this.flow = flow;
        this.slotBytes = slotBytes;
        this.scratch = new Slab(codec.maxLength(), ALIGNMENT);
    }

    @Override
    public void emit(final T record, final long timestampNs) {
        final int length = codec.encodeAt(record, scratch.address());
        final int span = SlotLayout.span(length, slotBytes);
        final long slot = writer.claim(span);
        Memory.copy(scratch.address(), slot + SlotLayout.HEADER_BYTES, length);
        writer.commit(slot, length, span, timestampNs);
    }

    @Override
    public void emitWatermark(final long watermarkNs) {
        writer.watermark(watermarkNs);
    }

    @Override
    public void emitIdle() {
        writer.control(SlotLayout.IDLE, SlotLayout.NO_TIME);
    }

    @Override
    public void emitActive() {
        writer.control(SlotLayout.ACTIVE, SlotLayout.NO_TIME);
    }

    @Override
    public void emitEnd() {
        writer.control(SlotLayout.END, SlotLayout.NO_TIME);
    }

    @Override
    public void barrier(final long checkpointId) {
        writer.control(SlotLayout.BARRIER, checkpointId);
    }

    @Override
    public void probe(final long numbered) {
        writer.control(SlotLayout.PROBE, numbered);
    }

    @Override
    public boolean isFull() {
        return flow.isFull();
    }

    @Override
    public int beginTurn() {
        writer.tune();
        return writer.sendSpilled();
    }

    @Override
    public void endTurn(final long nowNs) {
        writer.endTurn(nowNs);
    }

    @Override
    public long dueNs() {
        return writer.dueNs();
    }

    @Override
    public void close() {
        writer.close();
        scratch.close();
    }
}
