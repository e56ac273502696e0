// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

import io.ringbus.slot.Memory;
import java.util.function.ToLongFunction;

/** Smallest or largest value of a whole number: a long that is 1 once there was a record, followed by the value (long). */
record LongExtremum<T>(ToLongFunction<? super T> field, boolean largest) implements Aggregate<T, Long> {
    private static final int VALUE_OFFSET = Long.BYTES;

    @Override
    public int accumulatorBytes() {
        return VALUE_OFFSET + Long.BYTES;
    }

    @Override
    public void add(final T record, final long timestampNs, final long accumulator) {
        include(accumulator, field.applyAsLong(record));
    }

    @Override
    public void merge(final long left, final long right) {
        if (Memory.getLong(right) != 0) {
            include(left, Memory.getLong(right + VALUE_OFFSET));
        }
    }

    @Override
    public Long result(final long accumulator) {
        return Memory.getLong(accumulator + VALUE_OFFSET);
    }

    @Override
    public Class<?> resultType() {
        return Long.class;
    }

    private void include(final long accumulator, final long value) {
        if (Memory.getLong(accumulator) == 0) {
            Memory.putLong(accumulator, 1);
            Memory.putLong(accumulator + VALUE_OFFSET, value);
        } else {
            final long held = Memory.getLong(accumulator + VALUE_OFFSET);
            Memory.putLong(accumulator + VALUE_OFFSET, largest ? Math.max(held, value) : Math.min(held, value));
        }
    }
}
