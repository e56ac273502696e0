// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

import io.ringbus.slot.Memory;

/** How many records: a long. */
record Count<T>() implements Aggregate<T, Long> {
    @Override
    public int accumulatorBytes() {
        return Long.BYTES;
    }

    @Override
    public void add(final T record, final long timestampNs, final long accumulator) {
        Memory.putLong(accumulator, Memory.getLong(accumulator) + 1);
    }

    @Override
    public void merge(final long left, final long right) {
        Memory.putLong(left, Memory.getLong(left) + Memory.getLong(right));
    }

    @Override
    public Long result(final long accumulator) {
        return Memory.getLong(accumulator);
    }

    @Override
    public boolean subtractable() {
        return true;
    }

    @Override
    public void subtract(final long left, final long right) {
        Memory.putLong(left, Memory.getLong(left) - Memory.getLong(right));
    }

    @Override
    public Class<?> resultType() {
        return Long.class;
    }
}
