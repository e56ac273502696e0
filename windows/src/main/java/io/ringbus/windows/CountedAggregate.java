// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.slot.Memory;
import io.ringbus.windows.aggregate.Aggregate;

/** An aggregate with the number of its records (a long) before its accumulator. */
record CountedAggregate<T, R>(Aggregate<T, R> aggregate) implements Aggregate<T, R> {
    private static final int ACCUMULATOR_OFFSET = Long.BYTES;

    /** How many records are summarised at {@code accumulator}. */
    static long records(final long accumulator) {
        return Memory.getLong(accumulator);
    }

    @Override
    public int accumulatorBytes() {
        return ACCUMULATOR_OFFSET + aggregate.accumulatorBytes();
    }

    @Override
    public void add(final T record, final long timestampNs, final long accumulator) {
        aggregate.add(record, timestampNs, accumulator + ACCUMULATOR_OFFSET);
        Memory.putLong(accumulator, records(accumulator) + 1);
    }

    @Override
    public void merge(final long left, final long right) {
        aggregate.merge(left + ACCUMULATOR_OFFSET, right + ACCUMULATOR_OFFSET);
        Memory.putLong(left, records(left) + records(right));
    }

    @Override
    public R result(final long accumulator) {
        return aggregate.result(accumulator + ACCUMULATOR_OFFSET);
    }

    @Override
    public boolean subtractable() {
        return aggregate.subtractable();
    }

    @Override
    public void subtract(final long left, final long right) {
        aggregate.subtract(left + ACCUMULATOR_OFFSET, right + ACCUMULATOR_OFFSET);
        Memory.putLong(left, records(left) - records(right));
    }

    @Override
    public Class<?> resultType() {
        return aggregate.resultType();
    }
}
