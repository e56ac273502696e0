// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.keys;

import io.ringbus.bench.harness.Contender;
import io.ringbus.slot.Memory;
import io.ringbus.slot.Slab;

/**
 * The job as one loop over an off-heap table with open addressing, key and sum side by side, half full at most, and a list of
 * the rows in use: one line of memory for an event, which is as good as it gets when keys are any numbers. It has room for as
 * many keys as the pipeline plans for when nothing is set: with a thousand keys in 2048 rows it would take three times as long.
 */
public final class KeyedTable implements Contender {
    private static final int ROWS_MIN = 1 << 15;
    private static final int ROW_BYTES = 16;
    private static final int SUM_OFFSET = 8;
    private static final int LINE_BYTES = 64;
    private static final long SCATTER = 0xD6E8FEB86659FD93L;

    private final int keys = KeyJob.keys();
    private final int rows = Math.max(ROWS_MIN, Integer.highestOneBit(2 * keys - 1) << 1);
    private final Slab table = new Slab((long) rows * ROW_BYTES, LINE_BYTES);
    private final int[] used = new int[keys];
    private int usedRows;
    private long shiftNs = -KeyJob.roundNs(keys);
    private long windowEndNs = KeyJob.roundNs(keys);
    private long checksum;

    @Override
    public long eventsPerRound() {
        return KeyJob.events(keys);
    }

    @Override
    public long round() {
        checksum = 0;
        shiftNs += KeyJob.roundNs(keys);
        lap(table.address(), shiftNs, KeyJob.events(keys));
        return checksum;
    }

    private void lap(final long rowsAddress, final long shift, final int events) {
        long windowEnd = windowEndNs;
        for (int number = 0; number < events; number++) {
            final long hash = KeyJob.hash(number);
            final long timeNs = shift + number * KeyJob.NS_PER_EVENT;
            if (timeNs >= windowEnd) {
                fire(rowsAddress);
                windowEnd += KeyJob.roundNs(keys);
            }
            add(rowsAddress, KeyJob.key(hash, keys), KeyJob.amount(hash));
        }
        windowEndNs = windowEnd;
    }

    /** A sum of 0 marks a row that is not in use, for amounts are positive; a key of 0 needs no mark of its own then. */
    private void add(final long rowsAddress, final long key, final long amount) {
        int row = (int) ((key * SCATTER) >>> Integer.SIZE) & (rows - 1);
        while (true) {
            final long address = rowsAddress + (long) row * ROW_BYTES;
            final long sum = Memory.getLong(address + SUM_OFFSET);
            if (sum == 0) {
                Memory.putLong(address, key);
                used[usedRows++] = row;
            } else if (Memory.getLong(address) != key) {
                row = (row + 1) & (rows - 1);
                continue;
            }
            Memory.putLong(address + SUM_OFFSET, sum + amount);
            return;
        }
    }

    private void fire(final long rowsAddress) {
        for (int index = 0; index < usedRows; index++) {
            final long address = rowsAddress + (long) used[index] * ROW_BYTES;
            checksum += KeyJob.share(Memory.getLong(address), Memory.getLong(address + SUM_OFFSET));
            Memory.putLong(address + SUM_OFFSET, 0);
        }
        usedRows = 0;
    }

    @Override
    public void close() {
        table.close();
    }
}
