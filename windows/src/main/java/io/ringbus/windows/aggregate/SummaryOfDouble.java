// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

import io.ringbus.slot.Memory;
import java.util.function.ToDoubleFunction;

/**
 * Count, sum, minimum and maximum of a number, which is read once per record. NaN is contagious.
 *
 * <pre>
 *   byte   0       8     16    24
 *          +-------+-----+-----+-------------------------+
 *          | count | min | max | {@link CompensatedSum}  |   min and max as {@link Extrema} keeps them
 *          +-------+-----+-----+-------------------------+
 * </pre>
 */
record SummaryOfDouble<T>(ToDoubleFunction<? super T> field) implements Aggregate<T, DoubleSummary> {
    private static final int MIN_OFFSET = Long.BYTES;
    private static final int MAX_OFFSET = MIN_OFFSET + Double.BYTES;
    private static final int SUM_OFFSET = MAX_OFFSET + Double.BYTES;

    @Override
    public int accumulatorBytes() {
        return SUM_OFFSET + CompensatedSum.BYTES;
    }

    @Override
    public void add(final T record, final long timestampNs, final long accumulator) {
        final double value = field.applyAsDouble(record);
        include(accumulator, 1, value, value);
        CompensatedSum.add(accumulator + SUM_OFFSET, value);
    }

    @Override
    public void merge(final long left, final long right) {
        include(
                left,
                Memory.getLong(right),
                Extrema.leastDouble(right + MIN_OFFSET),
                Extrema.greatestDouble(right + MAX_OFFSET));
        CompensatedSum.merge(left + SUM_OFFSET, right + SUM_OFFSET);
    }

    @Override
    public DoubleSummary result(final long accumulator) {
        return new DoubleSummary(
                Memory.getLong(accumulator),
                CompensatedSum.value(accumulator + SUM_OFFSET),
                Extrema.leastDouble(accumulator + MIN_OFFSET),
                Extrema.greatestDouble(accumulator + MAX_OFFSET));
    }

    @Override
    public Class<?> resultType() {
        return DoubleSummary.class;
    }

    private static void include(final long accumulator, final long count, final double min, final double max) {
        Memory.putLong(accumulator, Memory.getLong(accumulator) + count);
        Extrema.lower(accumulator + MIN_OFFSET, min);
        Extrema.raise(accumulator + MAX_OFFSET, max);
    }
}
