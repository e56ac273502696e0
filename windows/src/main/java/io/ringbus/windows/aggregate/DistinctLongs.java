// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

import java.util.function.ToLongFunction;

/** How many different values of a whole number, about: a {@link HyperLogLog}. */
record DistinctLongs<T>(ToLongFunction<? super T> key, HyperLogLog registers) implements Aggregate<T, Long> {
    @Override
    public int accumulatorBytes() {
        return registers.bytes();
    }

    @Override
    public void add(final T record, final long timestampNs, final long accumulator) {
        registers.add(accumulator, Hash.of(key.applyAsLong(record)));
    }

    @Override
    public void merge(final long left, final long right) {
        registers.merge(left, right);
    }

    @Override
    public Long result(final long accumulator) {
        return registers.estimate(accumulator);
    }

    @Override
    public Class<?> resultType() {
        return Long.class;
    }
}
