// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.ticks;

import io.ringbus.slot.Memory;

/**
 * Count, sum, least and greatest in 32 bytes of native memory, for the contenders without an engine.
 *
 * <p><b>Layout.</b> Four longs; all zero means empty.
 */
final class Summaries {
    static final int BYTES = 32;
    private static final int SUM_OFFSET = 8;
    private static final int MIN_OFFSET = 16;
    private static final int MAX_OFFSET = 24;

    private Summaries() {}

    static void add(final long row, final long amount) {
        final long count = Memory.getLong(row);
        Memory.putLong(row, count + 1);
        Memory.putLong(row + SUM_OFFSET, Memory.getLong(row + SUM_OFFSET) + amount);
        if (count == 0 || amount < Memory.getLong(row + MIN_OFFSET)) {
            Memory.putLong(row + MIN_OFFSET, amount);
        }
        if (count == 0 || amount > Memory.getLong(row + MAX_OFFSET)) {
            Memory.putLong(row + MAX_OFFSET, amount);
        }
    }

    /** The row's share in the checksum; the row is empty afterwards. */
    static long take(final long row, final int symbol) {
        final long count = Memory.getLong(row);
        if (count == 0) {
            return 0;
        }
        final long share = TickJob.share(
                symbol,
                count,
                Memory.getLong(row + SUM_OFFSET),
                Memory.getLong(row + MIN_OFFSET),
                Memory.getLong(row + MAX_OFFSET));
        Memory.clear(row, BYTES);
        return share;
    }
}
