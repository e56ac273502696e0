// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

import java.util.function.ToDoubleFunction;

/** Sum of a number: a {@link CompensatedSum}. NaN is contagious, and so are infinities. */
record DoubleSum<T>(ToDoubleFunction<? super T> field) implements Aggregate<T, Double> {
    @Override
    public int accumulatorBytes() {
        return CompensatedSum.BYTES;
    }

    @Override
    public void add(final T record, final long timestampNs, final long accumulator) {
        CompensatedSum.add(accumulator, field.applyAsDouble(record));
    }

    @Override
    public void merge(final long left, final long right) {
        CompensatedSum.merge(left, right);
    }

    @Override
    public Double result(final long accumulator) {
        return CompensatedSum.value(accumulator);
    }

    @Override
    public boolean subtractable() {
        return true;
    }

    @Override
    public void subtract(final long left, final long right) {
        CompensatedSum.subtract(left, right);
    }

    @Override
    public Class<?> resultType() {
        return Double.class;
    }
}
