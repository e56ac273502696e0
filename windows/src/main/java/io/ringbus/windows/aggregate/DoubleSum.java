// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

import io.ringbus.slot.Memory;
import java.util.function.ToDoubleFunction;

/** Sum of a number: a double. Associative up to rounding; NaN is contagious. Not subtractable, because of the rounding. */
record DoubleSum<T>(ToDoubleFunction<? super T> field) implements Aggregate<T, Double> {
    @Override
    public int accumulatorBytes() {
        return Double.BYTES;
    }

    @Override
    public void add(final T record, final long timestampNs, final long accumulator) {
        final double value = field.applyAsDouble(record);
        Memory.putDouble(accumulator, Memory.getDouble(accumulator) + value);
    }

    @Override
    public void merge(final long left, final long right) {
        Memory.putDouble(left, Memory.getDouble(left) + Memory.getDouble(right));
    }

    @Override
    public Double result(final long accumulator) {
        return Memory.getDouble(accumulator);
    }

    @Override
    public Class<?> resultType() {
        return Double.class;
    }
}
