// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

import java.util.function.ToLongFunction;

/** Smallest or largest value of a whole number: one word of {@link Extrema}. */
record LongExtremum<T>(ToLongFunction<? super T> field, boolean largest) implements Aggregate<T, Long> {
    @Override
    public int accumulatorBytes() {
        return Long.BYTES;
    }

    @Override
    public void add(final T record, final long timestampNs, final long accumulator) {
        include(accumulator, field.applyAsLong(record));
    }

    @Override
    public void merge(final long left, final long right) {
        include(left, value(right));
    }

    @Override
    public Long result(final long accumulator) {
        return value(accumulator);
    }

    @Override
    public Class<?> resultType() {
        return Long.class;
    }

    private long value(final long accumulator) {
        return largest ? Extrema.greatest(accumulator) : Extrema.least(accumulator);
    }

    private void include(final long accumulator, final long value) {
        if (largest) {
            Extrema.raise(accumulator, value);
        } else {
            Extrema.lower(accumulator, value);
        }
    }
}
