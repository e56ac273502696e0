// SPDX-License-Identifier: Apache-2.0
package io.ringbus.state;

import io.ringbus.slot.Memory;
import org.agrona.UnsafeApi;

/**
 * What a record sees of a {@link LongLocator}: its tables, or empty ones while every access has to be looked at before it may
 * change a cell. So a miss is no proof that a key is absent, but one question, with one slow path behind it, is all that a
 * record ever asks. A second question, as whether a cell is frozen, makes the compiler keep the chain's values on the stack
 * from record to record: eight stores, a tenth of what a loop over a million keys can do.
 *
 * <p>A run of entries that goes round the end of the table is followed to the end only; the slow path finds the rest.
 *
 * <p><b>Threading.</b> Stage thread.
 * <p><b>Allocation.</b> None.
 */
final class LongLookup {
    /** Two entries that stay empty. Never freed. */
    static final long NOWHERE = emptyEntries();

    /** Leads to one of the entries of {@link #NOWHERE}, whatever the key. */
    static final int NOWHERE_SHIFT = Long.SIZE - 1;

    static final int ENTRY_SHIFT = 4;
    static final int ENTRY_BYTES = 1 << ENTRY_SHIFT;
    static final int ADDRESS_OFFSET = Long.BYTES;
    static final int SMALL_SHIFT = 3;

    private long smallBase = NOWHERE;
    private long largeBits = -1;
    private long base = NOWHERE;
    private int shift = NOWHERE_SHIFT;
    private int epoch;

    /** Address of the key's cell, or 0, which means that the locator must be asked. */
    long find(final long key) {
        return (key & largeBits) == 0 ? Memory.getLong(smallBase + (key << SMALL_SHIFT)) : findHashed(key);
    }

    /** For a key that is not 0, as none is that is not small: it is in no empty entry. */
    private long findHashed(final long key) {
        long entry = base + (mix(key) >>> shift << ENTRY_SHIFT);
        while (Memory.getLong(entry) != key) {
            if (Memory.getLong(entry + ADDRESS_OFFSET) == 0) {
                return 0;
            }
            entry += ENTRY_BYTES;
        }
        return Memory.getLong(entry + ADDRESS_OFFSET);
    }

    /** Reads the entry that {@link #find} looks at first. */
    long readPlace(final long key) {
        return Memory.getLong(
                (key & largeBits) == 0
                        ? smallBase + (key << SMALL_SHIFT)
                        : base + (mix(key) >>> shift << ENTRY_SHIFT) + ADDRESS_OFFSET);
    }

    /** The epoch that a cell is written in which this look-up has found. */
    int epoch() {
        return epoch;
    }

    void epoch(final int newEpoch) {
        epoch = newEpoch;
    }

    /** Shows these tables from now on. */
    void show(final long newSmallBase, final long newLargeBits, final long newBase, final int newShift) {
        smallBase = newSmallBase;
        largeBits = newLargeBits;
        base = newBase;
        shift = newShift;
    }

    /** Shows nothing from now on. */
    void hide() {
        show(NOWHERE, -1, NOWHERE, NOWHERE_SHIFT);
    }

    /** Two multiplications, so that neither runs, nor strides, nor keys that differ in high bits only make clusters. */
    static long mix(final long key) {
        final long once = key * 0x9E3779B97F4A7C15L;
        return (once ^ (once >>> 32)) * 0xD6E8FEB86659FD93L;
    }

    private static long emptyEntries() {
        final long address = UnsafeApi.allocateMemory(2 * ENTRY_BYTES);
        Memory.clear(address, 2 * ENTRY_BYTES);
        return address;
    }
}
