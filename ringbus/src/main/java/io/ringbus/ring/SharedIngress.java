// SPDX-License-Identifier: Apache-2.0
package io.ringbus.ring;

import io.ringbus.codec.AddressCodec;
import io.ringbus.environment.Clock;
import io.ringbus.slot.Memory;
import io.ringbus.slot.SlotLayout;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The ingress over a {@link SharedRing}. */
public final class SharedIngress<T> implements Ingress<T> {
    private static final int SPINS = 100;
    private static final long PAUSE_NS = 1_000;

    private final SharedRing ring;
    private final AddressCodec<T> codec;
    private final int span;
    private final long timeoutNs;
    private final Clock clock;
    private final Runnable onFull;
    private final ThreadLocal<Claim> claims;

    /**
     * @param timeoutNs longest wait for room
     * @param onFull    run while waiting for room; drives the pipeline when it runs inline on the publishing thread
     */
    public SharedIngress(
            final String name,
            final RingSpec spec,
            final AddressCodec<T> codec,
            final long timeoutNs,
            final Clock clock,
            final @Nullable Runnable wakeReader,
            final Runnable onFull) {
        this(name, spec, codec, timeoutNs, clock, wakeReader, onFull, null);
    }

    /** The same, with a first reader before the stage. */
    public SharedIngress(
            final String name,
            final RingSpec spec,
            final AddressCodec<T> codec,
            final long timeoutNs,
            final Clock clock,
            final @Nullable Runnable wakeReader,
            final Runnable onFull,
            final @Nullable Gate gate) {
        if (codec.maxLength() > spec.payloadBytesMax()) {
            throw new IllegalArgumentException("ingress '" + name + "': codec maxLength=" + codec.maxLength()
                    + " > payloadBytesMax=" + spec.payloadBytesMax() + ": size the ring for this codec");
        }
        this.ring = new SharedRing(name, spec, wakeReader, gate);
        this.codec = codec;
        this.span = SlotLayout.span(ring.payloadBytesMax(), ring.slotBytes());
        this.timeoutNs = timeoutNs;
        this.clock = clock;
        this.onFull = onFull;
        this.claims = ThreadLocal.withInitial(() -> new Claim(ring, span));
    }

    /** The ring that a stage reads. */
    public Ring ring() {
        return ring;
    }

    @Override
    public void publish(final T record) {
        publish(record, SlotLayout.NO_TIME);
    }

    @Override
    public void publish(final T record, final long timestampNs) {
        write(claimWaiting(), record, timestampNs);
    }

    @Override
    public boolean tryPublish(final T record) {
        return tryPublish(record, SlotLayout.NO_TIME);
    }

    @Override
    public boolean tryPublish(final T record, final long timestampNs) {
        final long last = claimUnwrapped();
        if (last == SharedRing.BACK_PRESSURED) {
            return false;
        }
        write(last, record, timestampNs);
        return true;
    }

    @Override
    public Claim claim() {
        final Claim claim = claims.get().checkedClosed();
        claim.open(claimWaiting());
        return claim;
    }

    @Override
    public @Nullable Claim tryClaim() {
        final Claim claim = claims.get().checkedClosed();
        final long last = claimUnwrapped();
        if (last == SharedRing.BACK_PRESSURED) {
            return null;
        }
        claim.open(last);
        return claim;
    }

    private void write(final long last, final T record, final long timestampNs) {
        final long first = last - span + 1;
        final long slot = ring.addressOf(first);
        boolean written = false;
        try {
            final int length = codec.encodeAt(record, slot + SlotLayout.HEADER_BYTES);
            header(slot, length, SlotLayout.DATA, timestampNs);
            padBehind(first + SlotLayout.span(length, ring.slotBytes()), last);
            written = true;
        } finally {
            if (!written) {
                padBehind(first, last);
            }
            ring.publish(first, last);
        }
        ring.acknowledge(last);
    }

    static void header(final long slot, final int length, final short kind, final long timestampNs) {
        Memory.putLong(slot, length | (long) kind << 32);
        Memory.putLong(slot + SlotLayout.TIMESTAMP_OFFSET, timestampNs);
        Memory.putLong(slot + SlotLayout.WATERMARK_OFFSET, SlotLayout.NO_TIME);
    }

    private void padBehind(final long first, final long last) {
        for (long sequence = first; sequence <= last; sequence++) {
            header(ring.addressOf(sequence), 0, SlotLayout.PAD, SlotLayout.NO_TIME);
        }
    }

    /** Claims slots that do not wrap around the slab's end; claims that do are padded and given up. */
    private long claimUnwrapped() {
        while (true) {
            final long last = ring.tryClaim(span);
            if (last == SharedRing.CLOSED) {
                throw new IllegalStateException(ring.closedBecause());
            }
            if (last == SharedRing.BACK_PRESSURED) {
                return last;
            }
            final long first = last - span + 1;
            if ((first & (ring.slots() - 1)) + span <= ring.slots()) {
                return last;
            }
            padBehind(first, last);
            ring.publish(first, last);
        }
    }

    private long claimWaiting() {
        long last = claimUnwrapped();
        if (last != SharedRing.BACK_PRESSURED) {
            return last;
        }
        final long deadlineNs = clock.nanoTime() + timeoutNs;
        for (int tries = 0; last == SharedRing.BACK_PRESSURED; tries++) {
            if (clock.nanoTime() - deadlineNs > 0) {
                throw new IllegalStateException("ingress '" + ring.name() + "': all " + ring.slots()
                        + " slots taken for ringbus.ingress.timeout=" + TimeUnit.NANOSECONDS.toMillis(timeoutNs)
                        + " ms: the record was not accepted; the pipeline is slower than its input");
            }
            onFull.run();
            ring.help();
            if (tries < SPINS) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(PAUSE_NS);
            }
            last = claimUnwrapped();
        }
        return last;
    }

    @Override
    public void acknowledge() {
        claims.get().checkedClosed();
        ring.acknowledgeAll();
    }

    @Override
    public void close() {
        ring.closeForWriters();
    }
}
