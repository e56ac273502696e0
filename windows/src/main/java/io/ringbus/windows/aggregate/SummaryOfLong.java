// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

import io.ringbus.slot.Memory;
import java.util.function.ToLongFunction;

/**
 * Count, sum, minimum and maximum of a whole number, which is read once per record.
 *
 * <pre>
 *   byte   0       8     16    24
 *          +-------+-----+-----+-----+
 *          | count | sum | min | max |   min and max as {@link Extrema} keeps them
 *          +-------+-----+-----+-----+
 * </pre>
 */
record SummaryOfLong<T>(ToLongFunction<? super T> field) implements Aggregate<T, LongSummary> {
    private static final int SUM_OFFSET = Long.BYTES;
    private static final int MIN_OFFSET = SUM_OFFSET + Long.BYTES;
    private static final int MAX_OFFSET = MIN_OFFSET + Long.BYTES;

    @Override
    public int accumulatorBytes() {
        return MAX_OFFSET + Long.BYTES;
    }

    @Override
    public void add(final T record, final long timestampNs, final long accumulator) {
        final long value = field.applyAsLong(record);
        include(accumulator, 1, value, value, value);
    }

    @Override
    public void merge(final long left, final long right) {
        include(
                left,
                Memory.getLong(right),
                Memory.getLong(right + SUM_OFFSET),
                Extrema.least(right + MIN_OFFSET),
                Extrema.greatest(right + MAX_OFFSET));
    }

    @Override
    public LongSummary result(final long accumulator) {
        return new LongSummary(
                Memory.getLong(accumulator),
                Memory.getLong(accumulator + SUM_OFFSET),
                Extrema.least(accumulator + MIN_OFFSET),
                Extrema.greatest(accumulator + MAX_OFFSET));
    }

    @Override
    public Class<?> resultType() {
        return LongSummary.class;
    }

    private static void include(
            final long accumulator, final long count, final long sum, final long min, final long max) {
        Memory.putLong(accumulator, Memory.getLong(accumulator) + count);
        Memory.putLong(accumulator + SUM_OFFSET, Memory.getLong(accumulator + SUM_OFFSET) + sum);
        Extrema.lower(accumulator + MIN_OFFSET, min);
        Extrema.raise(accumulator + MAX_OFFSET, max);
    }
}
