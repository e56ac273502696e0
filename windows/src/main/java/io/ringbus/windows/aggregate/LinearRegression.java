// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

import java.util.function.ToDoubleFunction;

/** The straight line through pairs of numbers by least squares: {@link JointMoments}. NaN and infinities make it NaN. */
record LinearRegression<T>(ToDoubleFunction<? super T> x, ToDoubleFunction<? super T> y)
        implements Aggregate<T, Regression> {
    @Override
    public int accumulatorBytes() {
        return JointMoments.BYTES;
    }

    @Override
    public void add(final T record, final long timestampNs, final long accumulator) {
        JointMoments.add(accumulator, x.applyAsDouble(record), y.applyAsDouble(record));
    }

    @Override
    public void merge(final long left, final long right) {
        JointMoments.merge(left, right);
    }

    @Override
    public Regression result(final long accumulator) {
        final double slope = JointMoments.products(accumulator) / JointMoments.xSquares(accumulator);
        final double correlation = JointMoments.correlation(accumulator);
        return new Regression(
                slope,
                JointMoments.yMean(accumulator) - slope * JointMoments.xMean(accumulator),
                correlation * correlation);
    }

    @Override
    public Class<?> resultType() {
        return Regression.class;
    }
}
