// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

import io.ringbus.codec.AddressCodec;
import io.ringbus.slot.Memory;
import java.util.function.ToDoubleFunction;

/**
 * The whole record with the smallest or largest value of a number: the value (double) followed by a {@link KeptRecord}.
 * Values compare as in {@link Double#compare}: NaN is above all others, so it is the last choice of a smallest and the first
 * of a largest.
 */
record ExtremeRecord<T>(AddressCodec<T> codec, ToDoubleFunction<? super T> field, boolean largest, Ties ties)
        implements Aggregate<T, T> {
    private static final int KEPT_OFFSET = Double.BYTES;

    @Override
    public int accumulatorBytes() {
        return KEPT_OFFSET + KeptRecord.bytes(codec);
    }

    @Override
    public void add(final T record, final long timestampNs, final long accumulator) {
        final double value = field.applyAsDouble(record);
        if (replaces(value, timestampNs, accumulator)) {
            KeptRecord.put(codec, record, timestampNs, accumulator + KEPT_OFFSET);
            Memory.putDouble(accumulator, value);
        }
    }

    @Override
    public void merge(final long left, final long right) {
        final long kept = right + KEPT_OFFSET;
        if (KeptRecord.isPresent(kept) && replaces(Memory.getDouble(right), KeptRecord.timestampNs(kept), left)) {
            KeptRecord.copy(kept, left + KEPT_OFFSET);
            Memory.putDouble(left, Memory.getDouble(right));
        }
    }

    @Override
    public T result(final long accumulator) {
        return KeptRecord.get(codec, accumulator + KEPT_OFFSET);
    }

    private boolean replaces(final double value, final long timestampNs, final long accumulator) {
        if (!KeptRecord.isPresent(accumulator + KEPT_OFFSET)) {
            return true;
        }
        final int order = Double.compare(value, Memory.getDouble(accumulator));
        if (order != 0) {
            return largest == order > 0;
        }
        final long heldNs = KeptRecord.timestampNs(accumulator + KEPT_OFFSET);
        return ties == Ties.KEEP_FIRST ? timestampNs < heldNs : timestampNs >= heldNs;
    }
}
