// SPDX-License-Identifier: Apache-2.0
package io.ringbus.ring;

import io.ringbus.chain.Flow;
import io.ringbus.chain.Specialiser;
import io.ringbus.codec.AddressCodec;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersReader;

/** A ring with both of its ends on one thread. */
final class Edge<T> implements AutoCloseable {
    final Ring ring;
    final Flow flow = new Flow();
    final FlushPolicy policy;
    final OutletCounters counters = new OutletCounters(counter(), counter(), counter(), counter());
    final Outlet<T> outlet;
    final SlotReader<T> reader;

    Edge(final RingSpec spec, final AddressCodec<T> codec, final FlushPolicy policy) {
        this.ring = new Ring("edge", spec, null);
        this.policy = policy;
        this.outlet = Outlets.of(ring, codec, policy, flow, counters, new Specialiser(false));
        this.reader = new SlotReader<>(ring, codec);
    }

    static Edge<Tick> ofTicks(final int slots, final long intervalNs, final int batchLimit, final int freePercent) {
        final TickCodec codec = new TickCodec();
        return new Edge<>(
                RingSpec.of(slots, codec.maxLength(), Long.BYTES, 1024),
                codec,
                new FlushPolicy(intervalNs, batchLimit, freePercent));
    }

    static Edge<String> ofTexts(final int slots, final int slotBytes, final int maxLength) {
        return new Edge<>(
                new RingSpec(slots, slotBytes, maxLength, Long.BYTES),
                new TextCodec(maxLength),
                new FlushPolicy(0, 1, 0));
    }

    static AtomicCounter counter() {
        return new AtomicCounter(new UnsafeBuffer(new byte[CountersReader.COUNTER_LENGTH]), 0);
    }

    void emit(final long id) {
        @SuppressWarnings("unchecked")
        final Outlet<Tick> ticks = (Outlet<Tick>) outlet;
        ticks.emit(new Tick(id, -id), id);
    }

    @Override
    public void close() {
        outlet.close();
        ring.close();
    }
}
