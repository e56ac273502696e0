// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

import java.util.function.LongFunction;
import java.util.function.ToDoubleFunction;

/** Something about how two numbers vary together: {@link JointMoments}. NaN and infinities make it NaN. */
record JointStatistic<T, R>(
        ToDoubleFunction<? super T> x,
        ToDoubleFunction<? super T> y,
        LongFunction<? extends R> told,
        Class<R> resultType)
        implements Aggregate<T, R> {
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
    public R result(final long accumulator) {
        return told.apply(accumulator);
    }
}
