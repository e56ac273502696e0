// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

import io.ringbus.slot.Memory;

/**
 * How two numbers vary together, inside an accumulator: what covariance, correlation and regression are made of.
 *
 * <pre>
 *   byte   0       8        16       24          32          40         48
 *          +-------+--------+--------+-----------+-----------+----------+
 *          | count | x mean | y mean | x squares | y squares | products |
 *          +-------+--------+--------+-----------+-----------+----------+
 * </pre>
 *
 * Squares and products are sums over distances from the means. Merging is associative up to rounding. Not subtractable, for
 * the reason given at {@link Variance}.
 *
 * <p><b>Source.</b> Pairwise update of Chan, Golub and LeVeque, <i>Algorithms for Computing the Sample Variance</i>, 1983:
 * no difference of large sums, so prices far from zero lose no digits.
 */
final class JointMoments {
    /** Bytes of the moments. */
    static final int BYTES = 6 * Long.BYTES;

    private static final int X_MEAN_OFFSET = Long.BYTES;
    private static final int Y_MEAN_OFFSET = X_MEAN_OFFSET + Double.BYTES;
    private static final int X_SQUARES_OFFSET = Y_MEAN_OFFSET + Double.BYTES;
    private static final int Y_SQUARES_OFFSET = X_SQUARES_OFFSET + Double.BYTES;
    private static final int PRODUCTS_OFFSET = Y_SQUARES_OFFSET + Double.BYTES;

    private JointMoments() {}

    static void add(final long at, final double x, final double y) {
        include(at, 1, x, y);
    }

    static void merge(final long left, final long right) {
        final long count = count(right);
        if (count != 0) {
            include(left, count, xMean(right), yMean(right));
            plus(left + X_SQUARES_OFFSET, xSquares(right));
            plus(left + Y_SQUARES_OFFSET, ySquares(right));
            plus(left + PRODUCTS_OFFSET, products(right));
        }
    }

    /** Pearson's coefficient; NaN when a side does not vary. */
    static double correlation(final long at) {
        final double ratio = products(at) / (Math.sqrt(xSquares(at)) * Math.sqrt(ySquares(at)));
        return Math.max(-1, Math.min(1, ratio));
    }

    static double covariance(final long at, final Divisor divisor) {
        return products(at) / divisor.of(count(at));
    }

    /** The straight line that gives y from x by least squares. */
    static Regression regression(final long at) {
        final double slope = products(at) / xSquares(at);
        final double correlation = correlation(at);
        return new Regression(slope, yMean(at) - slope * xMean(at), correlation * correlation);
    }

    /** Adds {@code count} pairs that all have the given values. */
    private static void include(final long at, final long count, final double x, final double y) {
        final long held = count(at);
        final long all = held + count;
        final double xStep = x - xMean(at);
        final double yStep = y - yMean(at);
        final double share = (double) count / all;
        final double weight = held * share;
        Memory.putLong(at, all);
        plus(at + X_MEAN_OFFSET, xStep * share);
        plus(at + Y_MEAN_OFFSET, yStep * share);
        plus(at + X_SQUARES_OFFSET, xStep * xStep * weight);
        plus(at + Y_SQUARES_OFFSET, yStep * yStep * weight);
        plus(at + PRODUCTS_OFFSET, xStep * yStep * weight);
    }

    private static long count(final long at) {
        return Memory.getLong(at);
    }

    private static double xMean(final long at) {
        return Memory.getDouble(at + X_MEAN_OFFSET);
    }

    private static double yMean(final long at) {
        return Memory.getDouble(at + Y_MEAN_OFFSET);
    }

    private static double xSquares(final long at) {
        return Memory.getDouble(at + X_SQUARES_OFFSET);
    }

    private static double ySquares(final long at) {
        return Memory.getDouble(at + Y_SQUARES_OFFSET);
    }

    private static double products(final long at) {
        return Memory.getDouble(at + PRODUCTS_OFFSET);
    }

    private static void plus(final long address, final double value) {
        Memory.putDouble(address, Memory.getDouble(address) + value);
    }
}
