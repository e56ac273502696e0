// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

import io.ringbus.slot.Memory;
import java.util.function.ToLongFunction;

/**
 * Arithmetic mean of a whole number: a count (long), then the exact sum in 128 bits, low word first. Nothing overflows: a
 * mean of timestamps would after six of them.
 */
record LongMean<T>(ToLongFunction<? super T> field) implements Aggregate<T, Double> {
    private static final int LOW_OFFSET = Long.BYTES;
    private static final int HIGH_OFFSET = LOW_OFFSET + Long.BYTES;
    private static final int SIGN_SHIFT = Long.SIZE - 1;
    private static final double LOW_WORDS = 0x1p64;

    @Override
    public int accumulatorBytes() {
        return HIGH_OFFSET + Long.BYTES;
    }

    @Override
    public void add(final T record, final long timestampNs, final long accumulator) {
        final long value = field.applyAsLong(record);
        include(accumulator, 1, value, value >> SIGN_SHIFT);
    }

    @Override
    public void merge(final long left, final long right) {
        include(left, Memory.getLong(right), Memory.getLong(right + LOW_OFFSET), Memory.getLong(right + HIGH_OFFSET));
    }

    @Override
    public Double result(final long accumulator) {
        final long low = Memory.getLong(accumulator + LOW_OFFSET);
        final long high = Memory.getLong(accumulator + HIGH_OFFSET);
        final boolean fitsLong = high == low >> SIGN_SHIFT;
        final double sum = fitsLong ? low : high * LOW_WORDS + 2.0 * (low >>> 1);
        return sum / Memory.getLong(accumulator);
    }

    @Override
    public boolean subtractable() {
        return true;
    }

    @Override
    public void subtract(final long left, final long right) {
        final long low = Memory.getLong(right + LOW_OFFSET);
        final long carry = low == 0 ? 1 : 0;
        include(left, -Memory.getLong(right), -low, ~Memory.getLong(right + HIGH_OFFSET) + carry);
    }

    @Override
    public Class<?> resultType() {
        return Double.class;
    }

    private static void include(final long accumulator, final long count, final long low, final long high) {
        final long held = Memory.getLong(accumulator + LOW_OFFSET);
        final long sum = held + low;
        final int carry = Long.compareUnsigned(sum, held) < 0 ? 1 : 0;
        Memory.putLong(accumulator, Memory.getLong(accumulator) + count);
        Memory.putLong(accumulator + LOW_OFFSET, sum);
        Memory.putLong(accumulator + HIGH_OFFSET, Memory.getLong(accumulator + HIGH_OFFSET) + high + carry);
    }
}
