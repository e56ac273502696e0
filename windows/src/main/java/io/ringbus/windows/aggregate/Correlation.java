// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

import io.ringbus.slot.Memory;
import java.util.function.ToDoubleFunction;

/**
 * Pearson's correlation of two numbers: count, both means, both sums of squared distances from the mean, and the sum of
 * their products. Associative up to rounding; NaN is contagious; NaN when a side does not vary.
 *
 * <p><b>Source.</b> Pairwise update of Chan, Golub and LeVeque, <i>Algorithms for Computing the Sample Variance</i>, 1983:
 * no difference of large sums, so prices far from zero lose no digits.
 */
record Correlation<T>(ToDoubleFunction<? super T> left, ToDoubleFunction<? super T> right)
        implements Aggregate<T, Double> {
    private static final int LEFT_MEAN_OFFSET = Long.BYTES;
    private static final int RIGHT_MEAN_OFFSET = LEFT_MEAN_OFFSET + Double.BYTES;
    private static final int LEFT_SQUARES_OFFSET = RIGHT_MEAN_OFFSET + Double.BYTES;
    private static final int RIGHT_SQUARES_OFFSET = LEFT_SQUARES_OFFSET + Double.BYTES;
    private static final int PRODUCTS_OFFSET = RIGHT_SQUARES_OFFSET + Double.BYTES;

    @Override
    public int accumulatorBytes() {
        return PRODUCTS_OFFSET + Double.BYTES;
    }

    @Override
    public void add(final T record, final long timestampNs, final long accumulator) {
        include(accumulator, 1, left.applyAsDouble(record), right.applyAsDouble(record));
    }

    @Override
    public void merge(final long into, final long from) {
        final long count = Memory.getLong(from);
        if (count != 0) {
            include(into, count, Memory.getDouble(from + LEFT_MEAN_OFFSET), Memory.getDouble(from + RIGHT_MEAN_OFFSET));
            plus(into + LEFT_SQUARES_OFFSET, Memory.getDouble(from + LEFT_SQUARES_OFFSET));
            plus(into + RIGHT_SQUARES_OFFSET, Memory.getDouble(from + RIGHT_SQUARES_OFFSET));
            plus(into + PRODUCTS_OFFSET, Memory.getDouble(from + PRODUCTS_OFFSET));
        }
    }

    @Override
    public Double result(final long accumulator) {
        return Memory.getDouble(accumulator + PRODUCTS_OFFSET)
                / (Math.sqrt(Memory.getDouble(accumulator + LEFT_SQUARES_OFFSET))
                        * Math.sqrt(Memory.getDouble(accumulator + RIGHT_SQUARES_OFFSET)));
    }

    @Override
    public Class<?> resultType() {
        return Double.class;
    }

    /** Adds {@code count} records that all have the given values. */
    private static void include(final long into, final long count, final double leftMean, final double rightMean) {
        final long held = Memory.getLong(into);
        final long all = held + count;
        final double leftStep = leftMean - Memory.getDouble(into + LEFT_MEAN_OFFSET);
        final double rightStep = rightMean - Memory.getDouble(into + RIGHT_MEAN_OFFSET);
        final double share = (double) count / all;
        final double weight = held * share;
        Memory.putLong(into, all);
        plus(into + LEFT_MEAN_OFFSET, leftStep * share);
        plus(into + RIGHT_MEAN_OFFSET, rightStep * share);
        plus(into + LEFT_SQUARES_OFFSET, leftStep * leftStep * weight);
        plus(into + RIGHT_SQUARES_OFFSET, rightStep * rightStep * weight);
        plus(into + PRODUCTS_OFFSET, leftStep * rightStep * weight);
    }

    private static void plus(final long address, final double value) {
        Memory.putDouble(address, Memory.getDouble(address) + value);
    }
}
