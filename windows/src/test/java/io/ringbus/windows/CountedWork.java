// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.slot.Memory;
import io.ringbus.windows.aggregate.Aggregate;

/** Counts records, and how often it was asked to merge or to subtract. */
final class CountedWork implements Aggregate<Trade, Long> {
    private final boolean subtractable;
    private long count;

    CountedWork(final boolean subtractable) {
        this.subtractable = subtractable;
    }

    /** Merges and subtractions so far. */
    long count() {
        return count;
    }

    @Override
    public int accumulatorBytes() {
        return Long.BYTES;
    }

    @Override
    public void add(final Trade record, final long timestampNs, final long accumulator) {
        Memory.putLong(accumulator, Memory.getLong(accumulator) + 1);
    }

    @Override
    public void merge(final long left, final long right) {
        count++;
        Memory.putLong(left, Memory.getLong(left) + Memory.getLong(right));
    }

    @Override
    public boolean subtractable() {
        return subtractable;
    }

    @Override
    public void subtract(final long left, final long right) {
        count++;
        Memory.putLong(left, Memory.getLong(left) - Memory.getLong(right));
    }

    @Override
    public Long result(final long accumulator) {
        return Memory.getLong(accumulator);
    }
}
