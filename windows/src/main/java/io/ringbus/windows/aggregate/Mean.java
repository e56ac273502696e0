// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

import io.ringbus.slot.Memory;
import java.util.function.ToDoubleFunction;

/**
 * Arithmetic mean: a count (long) followed by a sum (double). Associative up to rounding; NaN is contagious.
 */
record Mean<T>(ToDoubleFunction<? super T> field) implements Aggregate<T, Double> {
    private static final int SUM_OFFSET = Long.BYTES;

    @Override
    public int accumulatorBytes() {
        return SUM_OFFSET + Double.BYTES;
    }

    @Override
    public void add(final T record, final long timestampNs, final long accumulator) {
        final double value = field.applyAsDouble(record);
        include(accumulator, 1, value);
    }

    @Override
    public void merge(final long left, final long right) {
        include(left, Memory.getLong(right), Memory.getDouble(right + SUM_OFFSET));
    }

    @Override
    public Double result(final long accumulator) {
        return Memory.getDouble(accumulator + SUM_OFFSET) / Memory.getLong(accumulator);
    }

    @Override
    public Class<?> resultType() {
        return Double.class;
    }

    private static void include(final long accumulator, final long count, final double sum) {
        Memory.putLong(accumulator, Memory.getLong(accumulator) + count);
        Memory.putDouble(accumulator + SUM_OFFSET, Memory.getDouble(accumulator + SUM_OFFSET) + sum);
    }
}
