// SPDX-License-Identifier: Apache-2.0
package io.ringbus.ring;

import io.ringbus.chain.Flow;
import io.ringbus.codec.AddressCodec;
import io.ringbus.slot.SlotLayout;

/** Writes records that fit into one slot each. A template (see {@link io.ringbus.chain.Specialiser}). */
final class RingOutlet<T> implements Outlet<T> {
    private final RingWriter writer;
    private final SlotTable slots;
    private final AddressCodec<T> codec;
    private final Flow flow;

    RingOutlet(final RingWriter writer, final SlotTable slots, final AddressCodec<T> codec, final Flow flow) {
        this.writer = writer;
        this.slots = slots;
        this.codec = codec;
        this.flow = flow;
    }

    @Override
    public void emit(final T record, final long timestampNs) {
        final long slot = writer.claim(slots);
        final int length = codec.encodeAt(record, slot + SlotLayout.HEADER_BYTES);
        writer.commit(slot, length, 1, timestampNs);
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
    }
}
