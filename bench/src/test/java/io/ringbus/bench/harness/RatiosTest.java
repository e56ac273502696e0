// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class RatiosTest {
    private static final double EXACT = 0;

    @Test
    void theMedianOfAnOddCountIsTheMiddleOne() {
        assertEquals(new Ratios(0.9, 0.5, 2), Ratios.of(2, 0.5, 0.9));
    }

    @Test
    void theMedianOfAnEvenCountLiesBetweenTheMiddleTwo() {
        assertEquals(new Ratios(1.5, 1, 4), Ratios.of(4, 1, 2, 1));
    }

    @Test
    void asManyRatiosLieAboveTheMedianAsBelow() {
        final long seed = 20_260_105;
        final SplittableRandom random = new SplittableRandom(seed);
        for (int run = 0; run < 200; run++) {
            final double[] ratios = random.doubles(1 + random.nextInt(20)).toArray();
            final double median = Ratios.of(ratios).median();
            final long above =
                    Arrays.stream(ratios).filter(each -> each > median).count();
            final long below =
                    Arrays.stream(ratios).filter(each -> each < median).count();
            assertEquals(above, below, "seed=" + seed + " run=" + run + " " + Arrays.toString(ratios));
        }
    }

    @Test
    void noRatioIsAnError() {
        final Exception error = assertThrows(IllegalArgumentException.class, Ratios::of);
        assertEquals("ratios: count=0 < 1: run at least one pair", error.getMessage());
    }

    @Test
    void aPairIsTheContenderOverTheBaseline() {
        final Pair pair = new Pair(measurement(30, 7), measurement(20, 7));
        assertEquals(1.5, pair.ratio(Measurement::perSecond), EXACT);
    }

    @Test
    void differentResultsMakeAPairVoid() {
        final Exception error =
                assertThrows(IllegalStateException.class, () -> new Pair(measurement(1, 7), measurement(1, 8)));
        assertEquals(
                "pair: contender's checksum=7 differs from the baseline's, 8: the run is void", error.getMessage());
    }

    @Test
    void aForkIsReadAsItReports() {
        final Measurement told = new Measurement(1, 2, 3, 4, 5, 6, -7);
        assertEquals(told, Measurement.parse("noise\n" + told.toLine() + "\nmore noise"));
    }

    @Test
    void aForkThatReportsNothingIsQuoted() {
        final Exception error = assertThrows(IllegalStateException.class, () -> Measurement.parse("it crashed"));
        assertEquals("fork: no measurement in its output:\nit crashed", error.getMessage());
    }

    private static Measurement measurement(final long events, final long checksum) {
        return new Measurement(events, 1, 1_000, 1_000, 1_000, 0, checksum);
    }
}
