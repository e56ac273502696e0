// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

import java.util.function.ToDoubleFunction;

/** Pearson's correlation of two numbers: {@link JointMoments}. NaN and infinities make it NaN; NaN when a side does not vary. */
record Correlation<T>(ToDoubleFunction<? super T> x, ToDoubleFunction<? super T> y) implements Aggregate<T, Double> {
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
        return JointMoments.correlation(accumulator);
    }

    @Override
    public Class<?> resultType() {
        return Double.class;
    }
}
