// SPDX-License-Identifier: Apache-2.0
package io.ringbus.ring;

import io.ringbus.chain.Flow;
import io.ringbus.chain.Specialiser;
import io.ringbus.codec.AddressCodec;
import io.ringbus.slot.SlotLayout;

/** Makes the outlet that suits a ring and a codec. Before start. */
public final class Outlets {
    private Outlets() {}

    /** An outlet of {@code ring} for the stage whose flow is {@code flow}. */
    public static <T> Outlet<T> of(
            final Ring ring,
            final AddressCodec<T> codec,
            final FlushPolicy policy,
            final Flow flow,
            final OutletCounters counters,
            final Specialiser specialiser) {
        return of(ring, codec, policy, flow, counters, specialiser, Long.MAX_VALUE);
    }

    /** As the other, where not more than {@code spillBytesMax} may be set aside behind a full ring. */
    @SuppressWarnings("unchecked")
    public static <T> Outlet<T> of(
            final Ring ring,
            final AddressCodec<T> codec,
            final FlushPolicy policy,
            final Flow flow,
            final OutletCounters counters,
            final Specialiser specialiser,
            final long spillBytesMax) {
        if (codec.maxLength() > ring.payloadBytesMax()) {
            throw new IllegalArgumentException("ring '" + ring.name() + "': codec maxLength=" + codec.maxLength()
                    + " > payloadBytesMax=" + ring.payloadBytesMax() + ": size the ring for this codec");
        }
        final RingWriter writer = new RingWriter(ring, policy, flow, counters, spillBytesMax);
        return SlotLayout.span(codec.maxLength(), ring.slotBytes()) == 1
                ? specialiser.create(Outlet.class, RingOutlet.class, writer, ring.table(), codec, flow)
                : specialiser.create(Outlet.class, SpanningOutlet.class, writer, codec, flow, ring.slotBytes());
    }
}
