// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

import io.ringbus.slot.Memory;
import java.util.function.ToDoubleFunction;

/** Arithmetic mean: a count (long) followed by a {@link CompensatedSum}. NaN is contagious, and so are infinities. */
record Mean<T>(ToDoubleFunction<? super T> field) implements Aggregate<T, Double> {
    private static final int SUM_OFFSET = Long.BYTES;

    @Override
    public int accumulatorBytes() {
        return SUM_OFFSET + CompensatedSum.BYTES;
    }

    @Override
    public void add(final T record, final long timestampNs, final long accumulator) {
        final double value = field.applyAsDouble(record);
        Memory.putLong(accumulator, Memory.getLong(accumulator) + 1);
        CompensatedSum.add(accumulator + SUM_OFFSET, value);
    }

    @Override
    public void merge(final long left, final long right) {
        Memory.putLong(left, Memory.getLong(left) + Memory.getLong(right));
        CompensatedSum.merge(left + SUM_OFFSET, right + SUM_OFFSET);
    }

    @Override
    public Double result(final long accumulator) {
        return CompensatedSum.value(accumulator + SUM_OFFSET) / Memory.getLong(accumulator);
    }

    @Override
    public boolean subtractable() {
        return true;
    }

    @Override
    public void subtract(final long left, final long right) {
        Memory.putLong(left, Memory.getLong(left) - Memory.getLong(right));
        CompensatedSum.subtract(left + SUM_OFFSET, right + SUM_OFFSET);
    }

    @Override
    public Class<?> resultType() {
        return Double.class;
    }
}
