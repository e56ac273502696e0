// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ringbus.codec.AddressCodec;
import io.ringbus.codec.Ascii;
import io.ringbus.codec.Codecs;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TopRecordsTest {
    record Bid(double price, @Ascii(4) String venue) {}

    private static final AddressCodec<Bid> CODEC = Codecs.of(Bid.class);

    @Test
    void holdsTheLargestInOrderHoweverManyAreAskedFor() {
        for (long seed = 0; seed < 300; seed++) {
            final Random random = new Random(seed);
            final List<Bid> bids = new ArrayList<>();
            for (int i = 0, count = 1 + random.nextInt(60); i < count; i++) {
                bids.add(new Bid(random.nextInt(20) == 0 ? Double.NaN : random.nextInt(12), "V" + i));
            }
            final int n = 1 + random.nextInt(20);
            final List<Bid> sorted = new ArrayList<>(bids);
            sorted.sort(Comparator.comparingDouble(Bid::price).reversed()); // stable: the first of equals stays first
            final Aggregate<Bid, List<Bid>> top = Aggregates.topN(n, CODEC, Bid::price);
            try (Summarised<Bid, List<Bid>> summarised = new Summarised<>(top, bids, 1 + random.nextInt(5), random)) {
                assertEquals(sorted.subList(0, Math.min(n, sorted.size())), summarised.result(), "seed=" + seed);
            }
        }
    }

    @Test
    void refusesNoneAndMoreThanAnAccumulatorHolds() {
        for (final int n : new int[] {-1, 0, Integer.MAX_VALUE}) {
            final IllegalArgumentException refused =
                    assertThrows(IllegalArgumentException.class, () -> Aggregates.topN(n, CODEC, Bid::price));
            assertEquals(
                    "topN: n=" + n + ", accumulator=" + (8 + (n + 1L) * 40)
                            + " bytes, is outside of n >= 1 and accumulator <= 1073741824: choose another n",
                    refused.getMessage());
        }
    }
}
