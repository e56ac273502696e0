// SPDX-License-Identifier: Apache-2.0
package io.ringbus.ring;

import io.ringbus.slot.SlotLayout;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A slot that an embedder's thread writes into directly, without copying.
 *
 * <pre>{@code
 * try (Claim claim = ingress.claim()) {
 *     claim.commit(encoder.wrap(claim.buffer(), 0).price(101_25).encodedLength());
 * }
 * }</pre>
 *
 * <p><b>Threading.</b> The claiming thread. Each thread has one claim at a time per ingress.
 * <p><b>Lifetime.</b> Until {@link #close()}, which must follow soon: records behind an open claim wait for it. What was not
 * committed by then is dropped.
 * <p><b>Allocation.</b> None; the object is reused by its thread.
 */
public final class Claim implements AutoCloseable {
    private final SharedRing ring;
    private final int span;
    private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
    private long last;
    private boolean open;
    private int length;
    private long timestampNs;

    Claim(final SharedRing ring, final int span) {
        this.ring = ring;
        this.span = span;
    }

    /** Refuses a second claim before the first is closed, which would wait for itself. */
    Claim checkedClosed() {
        if (open) {
            throw new IllegalStateException(
                    "ingress '" + ring.name() + "': this thread's last claim is still open: close it before the next");
        }
        return this;
    }

    void open(final long lastSequence) {
        last = lastSequence;
        open = true;
        length = -1;
        buffer.wrap(ring.addressOf(first()) + SlotLayout.HEADER_BYTES, ring.payloadBytesMax());
    }

    private long first() {
        return last - span + 1;
    }

    /** Where the record goes, from index 0; checked against the longest record of the ingress. */
    public MutableDirectBuffer buffer() {
        return buffer;
    }

    /** Completes a record of {@code length} bytes without event time. */
    public void commit(final int length) {
        commit(length, SlotLayout.NO_TIME);
    }

    /** Completes a record of {@code length} bytes with its event time; {@link #close()} makes it readable. */
    public void commit(final int length, final long timestampNs) {
        if (length < 0 || length > ring.payloadBytesMax()) {
            throw new IllegalArgumentException("ingress '" + ring.name() + "': record length=" + length
                    + " is outside [0, maxLength=" + ring.payloadBytesMax() + "]");
        }
        if (!open) {
            throw new IllegalStateException("ingress '" + ring.name()
                    + "': this claim is closed: the record was not accepted; commit before close()");
        }
        this.length = length;
        this.timestampNs = timestampNs;
    }

    /** Publishes what was committed, or gives the slot back empty. */
    @Override
    public void close() {
        if (open) {
            open = false;
            final long address = ring.addressOf(first());
            if (length < 0) {
                for (long sequence = first(); sequence <= last; sequence++) {
                    SharedIngress.header(ring.addressOf(sequence), 0, SlotLayout.PAD, SlotLayout.NO_TIME);
                }
            } else {
                SharedIngress.header(address, length, SlotLayout.DATA, timestampNs);
                for (int used = SlotLayout.span(length, ring.slotBytes()); used < span; used++) {
                    SharedIngress.header(ring.addressOf(first() + used), 0, SlotLayout.PAD, SlotLayout.NO_TIME);
                }
            }
            buffer.wrap(0, 0);
            ring.publish(first(), last);
            if (length >= 0) {
                ring.acknowledge(last);
            }
        }
    }
}
