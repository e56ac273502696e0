// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.slot.Memory;
import io.ringbus.slot.Slab;
import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CompensatedSumTest {
    private static final int SLICES = 120;
    private static final int SLIDES = 200_000;
    private static final double[] SPECIAL = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};

    private final Slab slab = new Slab((SLICES + 1L) * CompensatedSum.BYTES, Long.BYTES);

    @AfterEach
    void free() {
        slab.close();
    }

    @Test
    void aRunningTotalDoesNotDrift() {
        double driftOfPlain = 0;
        for (long seed = 0; seed < 3; seed++) {
            clear();
            final Random random = new Random(seed);
            final double[] held = new double[SLICES];
            double plain = 0;
            for (int slide = 0; slide < SLIDES; slide++) {
                final int place = slide % SLICES;
                final double value = random.nextGaussian() * Math.pow(10, random.nextInt(17) - 8);
                plain += value - held[place];
                held[place] = value;
                slide(place, value);
            }
            BigDecimal exact = BigDecimal.ZERO;
            for (final double value : held) {
                exact = exact.add(new BigDecimal(value));
            }
            final double ulp = Math.ulp(exact.doubleValue());
            assertEquals(exact.doubleValue(), CompensatedSum.value(total()), ulp, "seed=" + seed);
            driftOfPlain = Math.max(driftOfPlain, Math.abs(exact.doubleValue() - plain) / ulp);
        }
        assertTrue(driftOfPlain > 10, "too easy: a plain sum drifts by no more than " + driftOfPlain + " ulp");
    }

    @Test
    void aRunningTotalForgetsWhatIsNoNumber() {
        for (long seed = 0; seed < 20; seed++) {
            clear();
            final Random random = new Random(seed);
            final double[] held = new double[SLICES];
            for (int slide = 0; slide < 5_000; slide++) {
                final int place = slide % SLICES;
                final boolean odd = random.nextInt(70) == 0;
                held[place] = odd ? SPECIAL[random.nextInt(SPECIAL.length)] : random.nextInt(100) - 50;
                slide(place, held[place]);
                double expected = 0;
                for (final double value : held) {
                    expected += value;
                }
                assertEquals(expected, CompensatedSum.value(total()), "seed=" + seed + " slide=" + slide);
            }
        }
    }

    @Test
    void addingLosesNothingThatTheOrderOfTheRecordsDecides() {
        for (final double value : new double[] {1e100, 1.0, -1e100, 1.0}) {
            CompensatedSum.add(total(), value);
        }
        assertEquals(2.0, CompensatedSum.value(total()));
    }

    @Test
    void aSumBeyondTheRangeOfADoubleIsInfinite() {
        for (int i = 0; i < 2; i++) {
            CompensatedSum.add(total(), -Double.MAX_VALUE);
        }
        assertEquals(Double.NEGATIVE_INFINITY, CompensatedSum.value(total()));
    }

    @Test
    void theMeanOfADriftingTotalIsSound() {
        final Mean<Double> mean = new Mean<>(Double::doubleValue);
        try (Slab two = new Slab(2L * mean.accumulatorBytes(), Long.BYTES)) {
            final long right = two.address() + mean.accumulatorBytes();
            mean.add(0.1, 0, two.address());
            mean.add(1e17, 0, right);
            for (int i = 0; i < 1_000; i++) {
                mean.merge(two.address(), right);
                mean.subtract(two.address(), right);
            }
            assertEquals(0.1, mean.result(two.address()));
        }
        assertTrue(mean.subtractable());
    }

    /** Takes the slice at {@code place} out of the total and adds one with another value instead. */
    private void slide(final int place, final double value) {
        final long slice = slab.address() + (1L + place) * CompensatedSum.BYTES;
        CompensatedSum.subtract(total(), slice);
        Memory.clear(slice, CompensatedSum.BYTES);
        CompensatedSum.add(slice, value);
        CompensatedSum.merge(total(), slice);
    }

    private void clear() {
        Memory.clear(slab.address(), (SLICES + 1L) * CompensatedSum.BYTES);
    }

    private long total() {
        return slab.address();
    }
}
