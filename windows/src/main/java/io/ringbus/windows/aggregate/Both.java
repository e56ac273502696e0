// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

import java.util.function.BiFunction;

/** Two aggregates in one pass, their accumulators side by side. */
record Both<T, A, B, R>(
        Aggregate<T, A> first, Aggregate<? super T, B> second, BiFunction<? super A, ? super B, ? extends R> combine)
        implements Aggregate<T, R> {
    @Override
    public int accumulatorBytes() {
        return first.accumulatorBytes() + second.accumulatorBytes();
    }

    @Override
    public void add(final T record, final long timestampNs, final long accumulator) {
        first.add(record, timestampNs, accumulator);
        second.add(record, timestampNs, accumulator + first.accumulatorBytes());
    }

    @Override
    public void merge(final long left, final long right) {
        first.merge(left, right);
        second.merge(left + first.accumulatorBytes(), right + first.accumulatorBytes());
    }

    @Override
    public R result(final long accumulator) {
        return combine.apply(first.result(accumulator), second.result(accumulator + first.accumulatorBytes()));
    }

    @Override
    public boolean subtractable() {
        return first.subtractable() && second.subtractable();
    }

    @Override
    public void subtract(final long left, final long right) {
        first.subtract(left, right);
        second.subtract(left + first.accumulatorBytes(), right + first.accumulatorBytes());
    }
}
