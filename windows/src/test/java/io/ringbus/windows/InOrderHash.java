// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.slot.Memory;
import io.ringbus.windows.aggregate.Aggregate;
import java.util.List;

/** A hash of the ids in their order: associative, not commutative; shows what is lost, doubled or out of order. */
record InOrderHash() implements Aggregate<Trade, Long> {
    private static final long FACTOR = 1_000_003;

    static long of(final List<Trade> trades) {
        long hash = 0;
        for (final Trade trade : trades) {
            hash = hash * FACTOR + trade.id() + 1;
        }
        return hash;
    }

    @Override
    public int accumulatorBytes() {
        return 2 * Long.BYTES;
    }

    @Override
    public void add(final Trade record, final long timestampNs, final long accumulator) {
        append(accumulator, FACTOR, record.id() + 1);
    }

    @Override
    public void merge(final long left, final long right) {
        if (Memory.getLong(right) != 0) {
            append(left, Memory.getLong(right), Memory.getLong(right + Long.BYTES));
        }
    }

    /** The first word is the factor to the power of the number of records, or 0 for none; the second is the hash. */
    private static void append(final long accumulator, final long power, final long hash) {
        final long held = Memory.getLong(accumulator);
        Memory.putLong(accumulator, held == 0 ? power : held * power);
        Memory.putLong(accumulator + Long.BYTES, Memory.getLong(accumulator + Long.BYTES) * power + hash);
    }

    @Override
    public Long result(final long accumulator) {
        return Memory.getLong(accumulator + Long.BYTES);
    }
}
