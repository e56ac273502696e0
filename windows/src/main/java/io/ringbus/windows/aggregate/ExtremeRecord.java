// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

import io.ringbus.codec.AddressCodec;
import io.ringbus.slot.Memory;
import java.util.function.ToDoubleFunction;

/**
 * The whole record with the smallest or largest value of a number: the value (double), the record's time (long, ns), then a
 * {@link HeldValue}. Values compare as in {@link Double#compare}: NaN is above all others, so it is the last choice of a
 * smallest and the first of a largest.
 */
record ExtremeRecord<T>(AddressCodec<T> codec, ToDoubleFunction<? super T> field, boolean largest, Ties ties)
        implements Aggregate<T, T> {
    private static final int TIMESTAMP_OFFSET = Double.BYTES;
    private static final int HELD_OFFSET = TIMESTAMP_OFFSET + Long.BYTES;

    @Override
    public int accumulatorBytes() {
        return HELD_OFFSET + HeldValue.bytes(codec);
    }

    @Override
    public void add(final T record, final long timestampNs, final long accumulator) {
        final double value = field.applyAsDouble(record);
        if (replaces(value, timestampNs, accumulator)) {
            HeldValue.put(codec, record, accumulator + HELD_OFFSET);
            note(accumulator, value, timestampNs);
        }
    }

    @Override
    public void merge(final long left, final long right) {
        final double value = Memory.getDouble(right);
        final long timestampNs = Memory.getLong(right + TIMESTAMP_OFFSET);
        if (HeldValue.isPresent(right + HELD_OFFSET) && replaces(value, timestampNs, left)) {
            HeldValue.copy(codec, right + HELD_OFFSET, left + HELD_OFFSET);
            note(left, value, timestampNs);
        }
    }

    @Override
    public T result(final long accumulator) {
        return HeldValue.get(codec, accumulator + HELD_OFFSET);
    }

    private boolean replaces(final double value, final long timestampNs, final long accumulator) {
        if (!HeldValue.isPresent(accumulator + HELD_OFFSET)) {
            return true;
        }
        final int order = Double.compare(value, Memory.getDouble(accumulator));
        if (order != 0) {
            return largest == order > 0;
        }
        final long heldNs = Memory.getLong(accumulator + TIMESTAMP_OFFSET);
        return ties == Ties.KEEP_FIRST ? timestampNs < heldNs : timestampNs >= heldNs;
    }

    private static void note(final long accumulator, final double value, final long timestampNs) {
        Memory.putDouble(accumulator, value);
        Memory.putLong(accumulator + TIMESTAMP_OFFSET, timestampNs);
    }
}
