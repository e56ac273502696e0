// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

import io.ringbus.slot.Memory;
import java.util.function.ToDoubleFunction;

/**
 * Open, high, low and close of a price. Open and close go by event time; among equal times by arrival. NaN is contagious in
 * high and low.
 *
 * <pre>
 *   byte   0         8            16            24     32     40    48
 *          +---------+------------+-------------+------+------+-----+-------+
 *          | present | first (ns) | last (ns)   | open | high | low | close |
 *          +---------+------------+-------------+------+------+-----+-------+
 * </pre>
 */
record PriceBar<T>(ToDoubleFunction<? super T> price) implements Aggregate<T, Ohlc> {
    private static final int FIRST_OFFSET = Long.BYTES;
    private static final int LAST_OFFSET = FIRST_OFFSET + Long.BYTES;
    private static final int OPEN_OFFSET = LAST_OFFSET + Long.BYTES;
    private static final int HIGH_OFFSET = OPEN_OFFSET + Double.BYTES;
    private static final int LOW_OFFSET = HIGH_OFFSET + Double.BYTES;
    private static final int CLOSE_OFFSET = LOW_OFFSET + Double.BYTES;
    private static final int ACCUMULATOR_BYTES = CLOSE_OFFSET + Double.BYTES;

    @Override
    public int accumulatorBytes() {
        return ACCUMULATOR_BYTES;
    }

    @Override
    public void add(final T record, final long timestampNs, final long accumulator) {
        final double value = price.applyAsDouble(record);
        if (Memory.getLong(accumulator) == 0) {
            Memory.putLong(accumulator, 1);
            Memory.putDouble(accumulator + HIGH_OFFSET, value);
            Memory.putDouble(accumulator + LOW_OFFSET, value);
            open(accumulator, timestampNs, value);
            close(accumulator, timestampNs, value);
        } else {
            include(accumulator, timestampNs, timestampNs, value, value, value, value);
        }
    }

    @Override
    public void merge(final long left, final long right) {
        if (Memory.getLong(right) == 0) {
            return;
        }
        if (Memory.getLong(left) == 0) {
            Memory.copy(right, left, ACCUMULATOR_BYTES);
            return;
        }
        include(
                left,
                Memory.getLong(right + FIRST_OFFSET),
                Memory.getLong(right + LAST_OFFSET),
                Memory.getDouble(right + OPEN_OFFSET),
                Memory.getDouble(right + HIGH_OFFSET),
                Memory.getDouble(right + LOW_OFFSET),
                Memory.getDouble(right + CLOSE_OFFSET));
    }

    @Override
    public Ohlc result(final long accumulator) {
        return new Ohlc(
                Memory.getDouble(accumulator + OPEN_OFFSET),
                Memory.getDouble(accumulator + HIGH_OFFSET),
                Memory.getDouble(accumulator + LOW_OFFSET),
                Memory.getDouble(accumulator + CLOSE_OFFSET));
    }

    @Override
    public Class<?> resultType() {
        return Ohlc.class;
    }

    private static void include(
            final long accumulator,
            final long firstNs,
            final long lastNs,
            final double open,
            final double high,
            final double low,
            final double close) {
        if (firstNs < Memory.getLong(accumulator + FIRST_OFFSET)) {
            open(accumulator, firstNs, open);
        }
        if (lastNs >= Memory.getLong(accumulator + LAST_OFFSET)) {
            close(accumulator, lastNs, close);
        }
        Memory.putDouble(accumulator + HIGH_OFFSET, Math.max(Memory.getDouble(accumulator + HIGH_OFFSET), high));
        Memory.putDouble(accumulator + LOW_OFFSET, Math.min(Memory.getDouble(accumulator + LOW_OFFSET), low));
    }

    private static void open(final long accumulator, final long firstNs, final double price) {
        Memory.putLong(accumulator + FIRST_OFFSET, firstNs);
        Memory.putDouble(accumulator + OPEN_OFFSET, price);
    }

    private static void close(final long accumulator, final long lastNs, final double price) {
        Memory.putLong(accumulator + LAST_OFFSET, lastNs);
        Memory.putDouble(accumulator + CLOSE_OFFSET, price);
    }
}
