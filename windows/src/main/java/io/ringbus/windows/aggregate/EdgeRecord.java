// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

import io.ringbus.codec.AddressCodec;
import io.ringbus.slot.Memory;

/**
 * The first or the last record in event time, whole: its time (long, ns), then a {@link HeldValue}. Among equal times the order
 * of arrival decides.
 */
record EdgeRecord<T>(AddressCodec<T> codec, boolean last) implements Aggregate<T, T> {
    private static final int HELD_OFFSET = Long.BYTES;

    @Override
    public int accumulatorBytes() {
        return HELD_OFFSET + HeldValue.bytes(codec);
    }

    @Override
    public void add(final T record, final long timestampNs, final long accumulator) {
        if (replaces(timestampNs, accumulator)) {
            HeldValue.put(codec, record, accumulator + HELD_OFFSET);
            Memory.putLong(accumulator, timestampNs);
        }
    }

    @Override
    public void merge(final long left, final long right) {
        if (HeldValue.isPresent(right + HELD_OFFSET) && replaces(Memory.getLong(right), left)) {
            HeldValue.copy(codec, right + HELD_OFFSET, left + HELD_OFFSET);
            Memory.putLong(left, Memory.getLong(right));
        }
    }

    @Override
    public T result(final long accumulator) {
        return HeldValue.get(codec, accumulator + HELD_OFFSET);
    }

    private boolean replaces(final long timestampNs, final long accumulator) {
        if (!HeldValue.isPresent(accumulator + HELD_OFFSET)) {
            return true;
        }
        final long heldNs = Memory.getLong(accumulator);
        return last ? timestampNs >= heldNs : timestampNs < heldNs;
    }
}
