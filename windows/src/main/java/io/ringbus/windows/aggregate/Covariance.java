// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

import java.util.function.ToDoubleFunction;

/** Covariance of two numbers: {@link JointMoments}. NaN and infinities make it NaN. */
record Covariance<T>(ToDoubleFunction<? super T> x, ToDoubleFunction<? super T> y, Divisor divisor)
        implements Aggregate<T, Double> {
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
    public Double result(final long accumulator) {
        return JointMoments.products(accumulator) / divisor.of(JointMoments.count(accumulator));
    }

    @Override
    public Class<?> resultType() {
        return Double.class;
    }
}
