// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.hipparchus.stat.correlation.PearsonsCorrelation;
import org.hipparchus.stat.descriptive.StreamingStatistics;
import org.hipparchus.stat.descriptive.moment.StandardDeviation;
import org.hipparchus.stat.descriptive.moment.Variance;
import org.hipparchus.stat.regression.SimpleRegression;
import org.junit.jupiter.api.Test;

/** Statistics beside those of Hipparchus, and beside exact arithmetic where the numbers are nasty. */
class StatisticsOracleTest {
    private static final int SEEDS = 200;
    private static final double ROUNDING = 1e-12;

    private record Point(double x, double y) {}

    @Test
    void momentsAreThoseOfHipparchus() {
        for (long seed = 0; seed < SEEDS; seed++) {
            final Random random = new Random(seed);
            final List<Point> points = points(random, 2 + random.nextInt(400), random.nextInt(100) - 50);
            final double[] x = values(points, Point::x);
            final String run = "seed=" + seed;
            near(run, new Variance().evaluate(x), result(Aggregates.variance(Point::x), points, seed));
            near(run, new StandardDeviation().evaluate(x), result(Aggregates.stddev(Point::x), points, seed));
            near(
                    run,
                    new Variance(false).evaluate(x),
                    result(Aggregates.variance(Point::x, Divisor.POPULATION), points, seed));
            near(
                    run,
                    new StandardDeviation(false).evaluate(x),
                    result(Aggregates.stddev(Point::x, Divisor.POPULATION), points, seed));
        }
    }

    @Test
    void whatTwoNumbersHaveInCommonIsThatOfHipparchus() {
        for (long seed = 0; seed < SEEDS; seed++) {
            final Random random = new Random(seed);
            final List<Point> points = points(random, 3 + random.nextInt(400), random.nextInt(100) - 50);
            final double[] x = values(points, Point::x);
            final double[] y = values(points, Point::y);
            final String run = "seed=" + seed;
            final SimpleRegression expected = new SimpleRegression();
            points.forEach(point -> expected.addData(point.x(), point.y()));
            near(
                    run,
                    new org.hipparchus.stat.correlation.Covariance().covariance(x, y),
                    result(Aggregates.covariance(Point::x, Point::y), points, seed));
            near(
                    run,
                    new PearsonsCorrelation().correlation(x, y),
                    result(Aggregates.correlation(Point::x, Point::y), points, seed));
            final Regression line = result(Aggregates.regression(Point::x, Point::y), points, seed);
            near(run, expected.getSlope(), line.slope());
            near(run, expected.getIntercept(), line.intercept());
            near(run, expected.getRSquare(), line.rSquared());
            near(run, expected.predict(7), line.at(7));
        }
    }

    @Test
    void summariesAreThoseOfHipparchus() {
        for (long seed = 0; seed < SEEDS; seed++) {
            final Random random = new Random(seed);
            final List<Point> points = points(random, 1 + random.nextInt(400), 0);
            final StreamingStatistics expected = new StreamingStatistics();
            points.forEach(point -> expected.addValue(point.x()));
            final DoubleSummary summary = result(Aggregates.summary(Point::x), points, seed);
            final String run = "seed=" + seed;
            assertEquals(expected.getN(), summary.count(), run);
            near(run, expected.getSum(), summary.sum());
            near(run, expected.getMean(), summary.mean());
            assertEquals(expected.getMin(), summary.min(), run);
            assertEquals(expected.getMax(), summary.max(), run);
        }
    }

    /** A billion and a little noise: the squares have 18 digits in common, a double has 16; its last one is 1e-7 of the noise. */
    @Test
    void varianceFarFromZeroKeepsItsDigits() {
        double worst = 0;
        double worstOfPlain = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            final List<Point> points = points(new Random(seed), 1_000, 1e9);
            final double exact = exactVariance(values(points, Point::x));
            worst = Math.max(worst, relative(exact, result(Aggregates.variance(Point::x), points, seed)));
            worstOfPlain = Math.max(worstOfPlain, relative(exact, plainVariance(values(points, Point::x))));
        }
        assertTrue(worst < 1e-6, "worst relative error=" + worst);
        assertTrue(worstOfPlain > 0.1, "too easy: sums of squares are off by " + worstOfPlain);
    }

    @Test
    void meansOfWholeNumbersDoNotOverflow() {
        for (long seed = 0; seed < SEEDS; seed++) {
            final Random random = new Random(seed);
            final int shift = random.nextInt(Long.SIZE);
            final List<Long> values = random.longs(1 + random.nextInt(200))
                    .mapToObj(value -> value >> shift)
                    .toList();
            BigDecimal sum = BigDecimal.ZERO;
            for (final long value : values) {
                sum = sum.add(BigDecimal.valueOf(value));
            }
            final double exact = sum.divide(BigDecimal.valueOf(values.size()), MathContext.DECIMAL128)
                    .doubleValue();
            final Aggregate<Long, Double> mean = Aggregates.meanLong(Long::longValue);
            assertEquals(exact, result(mean, values, seed), 2 * Math.ulp(exact), "seed=" + seed);
        }
    }

    @Test
    void aSampleOfOneHasNoVariance() {
        final List<Point> one = List.of(new Point(3, 4));
        assertEquals(Double.NaN, result(Aggregates.variance(Point::x), one, 0));
        assertEquals(0.0, result(Aggregates.variance(Point::x, Divisor.POPULATION), one, 0));
        assertEquals(Double.NaN, result(Aggregates.correlation(Point::x, Point::y), one, 0));
        assertEquals(
                Double.NaN,
                result(Aggregates.regression(Point::x, Point::y), one, 0).slope());
    }

    @Test
    void pointsOnALineAreExplainedInFull() {
        final List<Point> line = IntStream.range(0, 50)
                .mapToObj(i -> new Point(i * 0.1, 3 - 0.7 * (i * 0.1)))
                .toList();
        final Regression found = result(Aggregates.regression(Point::x, Point::y), line, 1);
        assertEquals(-0.7, found.slope(), ROUNDING);
        assertEquals(3, found.intercept(), ROUNDING);
        assertTrue(found.rSquared() <= 1 && found.rSquared() > 1 - ROUNDING, "rSquared=" + found.rSquared());
    }

    @Test
    void infinitiesMakeVarianceNoNumber() {
        final List<Point> points = List.of(new Point(1, 1), new Point(Double.POSITIVE_INFINITY, 2), new Point(3, 3));
        assertEquals(Double.NaN, result(Aggregates.variance(Point::x), points, 0));
        assertEquals(Double.POSITIVE_INFINITY, result(Aggregates.sum(Point::x), points, 0));
        assertEquals(
                new DoubleSummary(3, Double.POSITIVE_INFINITY, 1, Double.POSITIVE_INFINITY),
                result(Aggregates.summary(Point::x), points, 0));
    }

    private static List<Point> points(final Random random, final int count, final double offset) {
        final double slope = random.nextGaussian();
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    final double x = random.nextGaussian();
                    return new Point(offset + x, slope * x + random.nextGaussian());
                })
                .toList();
    }

    private static double[] values(final List<Point> points, final ToDoubleFunction<Point> field) {
        return points.stream().mapToDouble(field).toArray();
    }

    private static <T, R> R result(final Aggregate<T, R> aggregate, final List<T> records, final long seed) {
        final Random random = new Random(seed);
        try (Summarised<T, R> summarised = new Summarised<>(aggregate, records, 1 + random.nextInt(9), random)) {
            return summarised.result();
        }
    }

    private static double exactVariance(final double[] values) {
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal squares = BigDecimal.ZERO;
        for (final double value : values) {
            final BigDecimal exact = new BigDecimal(value);
            sum = sum.add(exact);
            squares = squares.add(exact.multiply(exact));
        }
        final BigDecimal count = BigDecimal.valueOf(values.length);
        return squares.subtract(sum.multiply(sum).divide(count, new MathContext(100)))
                .divide(count.subtract(BigDecimal.ONE), MathContext.DECIMAL128)
                .doubleValue();
    }

    private static double plainVariance(final double[] values) {
        double sum = 0;
        double squares = 0;
        for (final double value : values) {
            sum += value;
            squares += value * value;
        }
        return (squares - sum * sum / values.length) / (values.length - 1);
    }

    private static double relative(final double expected, final double actual) {
        return Math.abs(actual - expected) / expected;
    }

    private static void near(final String run, final double expected, final double actual) {
        assertEquals(expected, actual, 1e3 * ROUNDING * (1 + Math.abs(expected)), run);
    }
}
