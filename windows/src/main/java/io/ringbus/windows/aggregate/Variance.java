// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

import io.ringbus.slot.Memory;
import java.util.function.ToDoubleFunction;

/**
 * Variance of a number, or its root, the standard deviation: the count (long), the mean and the sum of squared distances
 * from it (doubles). Associative up to rounding; NaN and infinities make it NaN.
 *
 * <p>Not subtractable: what is left of a large sum of squares after another is taken out has lost the digits of the small one,
 * and one outlier that has left the window would spoil all that follows.
 *
 * <p><b>Source.</b> Welford, <i>Note on a Method for Calculating Corrected Sums of Squares and Products</i>, 1962; merged as in
 * Chan, Golub and LeVeque, <i>Algorithms for Computing the Sample Variance</i>, 1983.
 */
record Variance<T>(ToDoubleFunction<? super T> field, Divisor divisor, boolean root) implements Aggregate<T, Double> {
    private static final int MEAN_OFFSET = Long.BYTES;
    private static final int SQUARES_OFFSET = MEAN_OFFSET + Double.BYTES;

    @Override
    public int accumulatorBytes() {
        return SQUARES_OFFSET + Double.BYTES;
    }

    @Override
    public void add(final T record, final long timestampNs, final long accumulator) {
        include(accumulator, 1, field.applyAsDouble(record), 0);
    }

    @Override
    public void merge(final long left, final long right) {
        final long count = Memory.getLong(right);
        if (count != 0) {
            include(left, count, Memory.getDouble(right + MEAN_OFFSET), Memory.getDouble(right + SQUARES_OFFSET));
        }
    }

    @Override
    public Double result(final long accumulator) {
        final double variance =
                Memory.getDouble(accumulator + SQUARES_OFFSET) / divisor.of(Memory.getLong(accumulator));
        return root ? Math.sqrt(variance) : variance;
    }

    @Override
    public Class<?> resultType() {
        return Double.class;
    }

    private static void include(final long into, final long count, final double mean, final double squares) {
        final long held = Memory.getLong(into);
        final long all = held + count;
        final double heldMean = Memory.getDouble(into + MEAN_OFFSET);
        final double step = mean - heldMean;
        final double share = (double) count / all;
        Memory.putLong(into, all);
        Memory.putDouble(into + MEAN_OFFSET, heldMean + step * share);
        Memory.putDouble(
                into + SQUARES_OFFSET, Memory.getDouble(into + SQUARES_OFFSET) + squares + step * step * held * share);
    }
}
