// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class QuantileSketchTest {
    private static final int SEEDS = 60;
    private static final double ROUNDING = 1e-9;
    private static final double[] ASKED = {0, 0.001, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999, 1};
    private static final ToDoubleFunction<Double> VALUE = Double::doubleValue;

    /** What values may look like: all of them within the range that the bins can tell apart. */
    private enum Shape {
        NORMAL,
        LOG_NORMAL,
        LONG_TAIL,
        FEW_VALUES,
        PRICES;

        double next(final Random random) {
            return switch (this) {
                case NORMAL -> random.nextGaussian();
                case LOG_NORMAL -> Math.exp(2 * random.nextGaussian());
                case LONG_TAIL -> 1 / (1 - random.nextDouble());
                case FEW_VALUES -> random.nextInt(5) - 2;
                case PRICES -> 100 + random.nextInt(1_000) * 0.01;
            };
        }
    }

    @Test
    void everyQuantileIsWithinTheRelativeErrorOfTheExactOne() {
        for (final double error : new double[] {0.001, 0.01, 0.1}) {
            for (long seed = 0; seed < SEEDS; seed++) {
                final Random random = new Random(seed);
                final Shape shape = Shape.values()[random.nextInt(Shape.values().length)];
                final List<Double> values = values(random, shape, 1 + random.nextInt(3_000));
                final double[] sorted = sorted(values);
                final Quantiles quantiles = result(Aggregates.quantiles(VALUE, error, 1 << 15), values, random);
                assertEquals(sorted.length, quantiles.count());
                for (final double q : ASKED) {
                    final String run = shape + ", error=" + error + ", seed=" + seed + ", q=" + q;
                    near(run, sorted[(int) (q * (sorted.length - 1))], quantiles.quantile(q), error);
                    assertEquals(
                            quantiles.quantile(q),
                            result(Aggregates.quantile(VALUE, q, error, 1 << 15), values, random),
                            run);
                }
            }
        }
    }

    @Test
    void theWholeIsTheSumOfItsPartsBitForBitAlsoWithBinsMovedTogether() {
        for (long seed = 0; seed < SEEDS; seed++) {
            final Random random = new Random(seed);
            final List<Double> values = values(random, Shape.LOG_NORMAL, 500);
            values.addAll(values(random, Shape.NORMAL, 500));
            values.addAll(List.of(0.0, Double.NaN, Double.NEGATIVE_INFINITY, Double.MAX_VALUE));
            Collections.shuffle(values, random);
            final byte[] whole = bytes(values, 1, random);
            Collections.shuffle(values, random);
            assertArrayEquals(whole, bytes(values, 7, random), "seed=" + seed);
        }
    }

    /** 64 bins of 2 % are a factor of 12; the values spread over a factor of a million on either side of zero. */
    @Test
    void whereBinsRunOutTheTailsKeepTheirError() {
        final double error = 0.02;
        for (long seed = 0; seed < SEEDS; seed++) {
            final Random random = new Random(seed);
            final List<Double> values = new ArrayList<>();
            for (int i = 0; i < 5_000; i++) {
                values.add(Math.pow(10, 6 * random.nextDouble()) * (random.nextBoolean() ? 1 : -1));
            }
            final double[] sorted = sorted(values);
            final Quantiles quantiles = result(Aggregates.quantiles(VALUE, error, 64), values, random);
            for (final double q : new double[] {0, 0.01, 0.05, 0.95, 0.99, 1}) {
                near(
                        "seed=" + seed + ", q=" + q,
                        sorted[(int) (q * (sorted.length - 1))],
                        quantiles.quantile(q),
                        error);
            }
            final double kept = sorted[sorted.length - 1] * Math.exp(-2 * error * 64);
            assertEquals(kept, Math.abs(quantiles.quantile(0.6)), kept * 5 * error, "seed=" + seed);
        }
    }

    @Test
    void ranksWhatIsNoNumberAsTheJavaLibraryDoes() {
        final List<Double> values = new ArrayList<>(List.of(
                Double.NaN, Double.NEGATIVE_INFINITY, -2.0, -Double.MIN_VALUE, 0.0, 5.0, Double.POSITIVE_INFINITY));
        final double[] expected = sorted(values);
        expected[2] = 0; // closer to zero than a normal number
        final Quantiles quantiles = result(Aggregates.quantiles(VALUE), values, new Random(1));
        for (int rank = 0; rank < expected.length; rank++) {
            near("rank=" + rank, expected[rank], quantiles.quantile(rank / 6.0), Aggregates.QUANTILES_ERROR);
        }
    }

    @Test
    void theEndsOfTheRangeOfDoublesStayInIt() {
        final List<Double> values = List.of(
                -Double.MAX_VALUE,
                -Double.MAX_VALUE,
                -Double.MIN_NORMAL,
                Double.MIN_NORMAL,
                1.5,
                Double.MAX_VALUE,
                Double.MAX_VALUE);
        final Quantiles quantiles = result(Aggregates.quantiles(VALUE, 0.05, 1 << 16), values, new Random(1));
        for (int rank = 0; rank < values.size(); rank++) {
            near("rank=" + rank, values.get(rank), quantiles.quantile(rank / 6.0), 0.05);
        }
    }

    @Test
    void onlyWhatIsNoNumberHasNoQuantile() {
        final Quantiles quantiles = result(Aggregates.quantiles(VALUE), List.of(Double.NaN, Double.NaN), new Random(1));
        assertEquals(Double.NaN, quantiles.quantile(0));
        assertEquals(Double.NaN, quantiles.quantile(1));
        assertEquals(2, quantiles.count());
    }

    @Test
    void refusesArgumentsOutOfRange() {
        assertRefused(
                "quantiles: relativeError=0.0 is outside [1.0E-6, 0.5]: 0.01 is one percent",
                () -> Aggregates.quantiles(VALUE, 0, 64));
        assertRefused(
                "quantiles: relativeError=NaN is outside [1.0E-6, 0.5]: 0.01 is one percent",
                () -> Aggregates.quantile(VALUE, 0.5, Double.NaN, 64));
        assertRefused(
                "quantiles: maxBins=1 is outside [2, 65536]: values spread over a factor of f need ln(f) / (2 *"
                        + " relativeError) bins",
                () -> Aggregates.quantiles(VALUE, 0.01, 1));
        assertRefused("quantile: q=1.1 is outside [0, 1]: the median is 0.5", () -> Aggregates.quantile(VALUE, 1.1));
        final Quantiles quantiles = result(Aggregates.quantiles(VALUE), List.of(1.0), new Random(1));
        assertRefused("quantile: q=NaN is outside [0, 1]: the median is 0.5", () -> quantiles.quantile(Double.NaN));
    }

    @Test
    void takesTheBytesThatTheTableOfAggregatesNames() {
        assertEquals(64 + 16 * 1024, Aggregates.quantiles(VALUE).accumulatorBytes());
        assertEquals(64 + 16 * 128, Aggregates.quantile(VALUE, 0.5, 0.01, 100).accumulatorBytes());
    }

    private static void assertRefused(final String message, final Runnable call) {
        assertEquals(
                message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
    }

    private static List<Double> values(final Random random, final Shape shape, final int count) {
        final List<Double> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(shape.next(random));
        }
        return values;
    }

    private static double[] sorted(final List<Double> values) {
        final double[] sorted = values.stream().mapToDouble(VALUE).toArray();
        Arrays.sort(sorted);
        return sorted;
    }

    private static byte[] bytes(final List<Double> values, final int parts, final Random random) {
        final Aggregate<Double, Quantiles> aggregate = Aggregates.quantiles(VALUE, 0.02, 128);
        try (Summarised<Double, Quantiles> summarised = new Summarised<>(aggregate, values, parts, random)) {
            return summarised.bytes();
        }
    }

    private static <R> R result(final Aggregate<Double, R> aggregate, final List<Double> values, final Random random) {
        try (Summarised<Double, R> summarised = new Summarised<>(aggregate, values, 4, random)) {
            return summarised.result();
        }
    }

    private static void near(final String run, final double expected, final double actual, final double error) {
        if (Double.isFinite(expected)) {
            final double distance = Math.abs(actual - expected);
            assertTrue(
                    distance <= error * Math.abs(expected) * (1 + ROUNDING),
                    () -> run + ": expected=" + expected + " actual=" + actual);
        } else {
            assertEquals(expected, actual, run);
        }
    }
}
