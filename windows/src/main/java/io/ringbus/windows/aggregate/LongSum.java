// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

import io.ringbus.slot.Memory;
import java.util.function.ToLongFunction;

/** Sum of a whole number: a long. Overflow wraps, as in {@code +}: only then can a sum be subtracted exactly. */
record LongSum<T>(ToLongFunction<? super T> field) implements Aggregate<T, Long> {
    @Override
    public int accumulatorBytes() {
        return Long.BYTES;
    }

    @Override
    public void add(final T record, final long timestampNs, final long accumulator) {
        final long value = field.applyAsLong(record);
        Memory.putLong(accumulator, Memory.getLong(accumulator) + value);
    }

    @Override
    public void merge(final long left, final long right) {
        Memory.putLong(left, Memory.getLong(left) + Memory.getLong(right));
    }

    @Override
    public Long result(final long accumulator) {
        return Memory.getLong(accumulator);
    }

    @Override
    public boolean subtractable() {
        return true;
    }

    @Override
    public void subtract(final long left, final long right) {
        Memory.putLong(left, Memory.getLong(left) - Memory.getLong(right));
    }

    @Override
    public Class<?> resultType() {
        return Long.class;
    }
}
