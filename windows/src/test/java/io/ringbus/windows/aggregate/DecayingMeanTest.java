// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ringbus.slot.Slab;
import io.ringbus.windows.policy.Time;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DecayingMeanTest {
    private record Quote(double price, long timeNs) {}

    private static final long HALF_LIFE_NS = TimeUnit.SECONDS.toNanos(30);
    private static final long NOW_NS = 1_700_000_000_000_000_000L;

    private final Aggregate<Quote, Double> mean = Aggregates.ewma(Quote::price, Time.of(30, TimeUnit.SECONDS));

    @Test
    void aValueCountsHalfAfterTheHalfLife() {
        assertEquals(
                (1 * 0.25 + 2 * 0.5 + 4) / 1.75,
                mean(List.of(
                        new Quote(1, NOW_NS - 2 * HALF_LIFE_NS),
                        new Quote(2, NOW_NS - HALF_LIFE_NS),
                        new Quote(4, NOW_NS))),
                1e-12);
    }

    @Test
    void neitherTheOrderOfTheRecordsNorTheirDistanceMatters() {
        for (long seed = 0; seed < 200; seed++) {
            final Random random = new Random(seed);
            final List<Quote> quotes = new ArrayList<>();
            double sum = 0;
            double weights = 0;
            for (int i = 0; i < 100; i++) {
                final long ageNs = (long) (random.nextDouble() * 20 * HALF_LIFE_NS);
                final Quote quote = new Quote(random.nextGaussian(), NOW_NS - ageNs);
                final double weight = Math.pow(2, -(double) ageNs / HALF_LIFE_NS);
                quotes.add(quote);
                sum += quote.price() * weight;
                weights += weight;
            }
            Collections.shuffle(quotes, random);
            assertEquals(sum / weights, mean(quotes), 1e-9, "seed=" + seed);
        }
    }

    @Test
    void whatIsVeryOldIsGoneAndTimesAtBothEndsOfTheRangeAreFarApart() {
        final Quote first = new Quote(1, -Long.MAX_VALUE);
        final Quote last = new Quote(5, Long.MAX_VALUE);
        assertEquals(5, mean(List.of(first, last)));
        assertEquals(5, mean(List.of(last, first)));
        final Time longest = new Time(Long.MAX_VALUE);
        try (Slab slab = new Slab(mean.accumulatorBytes(), Long.BYTES)) {
            final Aggregate<Quote, Double> slow = Aggregates.ewma(Quote::price, longest);
            slow.add(first, first.timeNs(), slab.address());
            slow.add(last, last.timeNs(), slab.address());
            assertEquals((1 * 0.25 + 5) / 1.25, slow.result(slab.address()), 1e-12);
        }
    }

    @Test
    void refusesAHalfLifeBelowOneNanosecond() {
        assertEquals(
                "time: spanNs=0 < 1: a window needs a positive span",
                assertThrows(IllegalArgumentException.class, () -> Aggregates.ewma(Quote::price, new Time(0)))
                        .getMessage());
    }

    private double mean(final List<Quote> quotes) {
        try (Slab slab = new Slab(mean.accumulatorBytes(), Long.BYTES)) {
            for (final Quote quote : quotes) {
                mean.add(quote, quote.timeNs(), slab.address());
            }
            return mean.result(slab.address());
        }
    }
}
