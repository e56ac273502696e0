// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ringbus.codec.AddressCodec;
import io.ringbus.codec.Ascii;
import io.ringbus.codec.Codecs;
import io.ringbus.slot.Slab;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeldValueTest {
    /** A record whose codec may refuse it, after its first field has been written. */
    record Bid(double price, @Ascii(4) String venue) {}

    private static final AddressCodec<Bid> CODEC = Codecs.of(Bid.class);
    private static final Bid LOW = new Bid(1, "LOW");
    private static final Bid HIGH = new Bid(2, "HIGH");
    private static final Bid REFUSED = new Bid(3, "TOO LONG");

    @Test
    void aRecordThatItsCodecRefusesLeavesTheAccumulatorWhole() {
        assertWhole(Aggregates.last(CODEC), HIGH);
        assertWhole(Aggregates.maxBy(CODEC, Bid::price), HIGH);
        assertWhole(Aggregates.minBy(CODEC, bid -> -bid.price()), HIGH);
        assertWhole(Aggregates.topN(2, CODEC, Bid::price), List.of(HIGH, LOW));
        assertWhole(Aggregates.fold(CODEC, LOW, (held, bid) -> bid, (left, right) -> right, held -> held), HIGH);
    }

    private static <R> void assertWhole(final Aggregate<Bid, R> aggregate, final R expected) {
        try (Slab slab = new Slab(aggregate.accumulatorBytes(), Long.BYTES)) {
            assertThrows(IllegalArgumentException.class, () -> aggregate.add(REFUSED, 0, slab.address()));
            aggregate.add(LOW, 1, slab.address());
            aggregate.add(HIGH, 2, slab.address());
            assertThrows(IllegalArgumentException.class, () -> aggregate.add(REFUSED, 3, slab.address()));
            assertEquals(expected, aggregate.result(slab.address()));
        }
    }
}
