// SPDX-License-Identifier: Apache-2.0
package io.ringbus.state;

import io.ringbus.slot.Memory;
import io.ringbus.slot.Slab;
import org.agrona.UnsafeApi;
import org.jspecify.annotations.Nullable;

/**
 * Finds cells by keys that are longs: open addressing off heap, probed linearly, at most half full. Small keys, as
 * identifiers that were given out one after the other are, are found by position instead, in a table beside it: one load and
 * no hash, which took a third off a windowed job.
 *
 * <p><b>Layout.</b> An entry is {@code key | address}, two longs; an address of 0 marks an empty entry, so every long is
 * good for a key. Removing shifts later entries back: there are no tombstones, and probes do not grow with age.
 * <p>The table of small keys has an address for each key from 0 on, 0 where there is none. It repeats what the other table
 * holds of these keys, and grows with the largest of them to at most 512 KiB.
 * <p><b>Threading.</b> Single writer.
 * <p><b>Allocation.</b> None but for growing.
 */
final class LongLocator implements AutoCloseable {
    /** Bytes of one entry. */
    static final int ENTRY_BYTES = 2 * Long.BYTES;

    private static final int ENTRY_SHIFT = 4;
    private static final int ADDRESS_OFFSET = Long.BYTES;
    private static final int LARGEST_BITS = 31;

    // Where a closed locator points, so that a late call finds nothing instead of freed memory. Never freed.
    private static final long NOWHERE = emptyEntry();

    private static final int SMALL_KEYS_MIN = 64;
    private static final int SMALL_KEYS_MAX = 1 << 16;
    private static final int SMALL_SHIFT = 3;

    private @Nullable Slab smallTable;
    private long smallBase = NOWHERE;
    /** The bits that a small key has not: one instruction tests a key for them. */
    private long largeBits = -1;

    private long smallKeys;

    private Slab table;
    private long base;
    private int mask;
    private int shift;
    private int size;

    LongLocator(final long expectedKeys) {
        adopt(LocatorSizing.tableBits(expectedKeys));
    }

    private void adopt(final int bits) {
        table = new Slab((long) ENTRY_BYTES << bits, Long.BYTES);
        base = table.address();
        mask = (1 << bits) - 1;
        shift = Long.SIZE - bits;
    }

    /** Address of the key's cell, or 0. */
    long find(final long key) {
        return isSmall(key) ? Memory.getLong(smallBase + (key << SMALL_SHIFT)) : findHashed(key, 0);
    }

    /** Address of the key's cell, or {@code absent}. */
    long findOr(final long key, final long absent) {
        if (isSmall(key)) {
            final long address = Memory.getLong(smallBase + (key << SMALL_SHIFT));
            return address != 0 ? address : absent;
        }
        return findHashed(key, absent);
    }

    /** Reads the entry that {@link #find} looks at first. */
    long readPlace(final long key) {
        return Memory.getLong(isSmall(key) ? smallBase + (key << SMALL_SHIFT) : entry(home(key)) + ADDRESS_OFFSET);
    }

    /** Whether the key has a place in the table of small keys, as 0 always has; negative ones never have. */
    private boolean isSmall(final long key) {
        return (key & largeBits) == 0;
    }

    /** For a key that is not 0, as none is that is not small: it is in no empty entry. */
    private long findHashed(final long key, final long absent) {
        final long start = base;
        final int last = mask;
        int index = (int) (mix(key) >>> shift) & last;
        while (true) {
            final long entry = start + ((long) index << ENTRY_SHIFT);
            if (Memory.getLong(entry) == key) {
                return Memory.getLong(entry + ADDRESS_OFFSET);
            }
            if (Memory.getLong(entry + ADDRESS_OFFSET) == 0) {
                return absent;
            }
            index = (index + 1) & last;
        }
    }

    /** Makes sure that the next {@link #put} has room. */
    void reserve() {
        if (2L * (size + 1) > mask + 1L) {
            grow();
        }
    }

    /** Adds a key that is absent, for which {@link #reserve()} was called, or gives a key that is there another address. */
    void put(final long key, final long address) {
        final int index = indexOf(key);
        if (addressAt(index) == 0) {
            size++;
        }
        write(index, key, address);
        if (key >= smallKeys && key < SMALL_KEYS_MAX) {
            growSmall(key);
        } else if (isSmall(key)) {
            Memory.putLong(smallBase + (key << SMALL_SHIFT), address);
        }
    }

    /** Makes the table of small keys reach beyond {@code key}, and looks for the new ones in the other table. */
    private void growSmall(final long key) {
        final Slab old = smallTable;
        final long oldKeys = smallKeys;
        smallKeys = Math.max(SMALL_KEYS_MIN, Long.highestOneBit(key) << 1);
        smallTable = new Slab(smallKeys << SMALL_SHIFT, ENTRY_BYTES);
        smallBase = smallTable.address();
        largeBits = -smallKeys;
        if (old != null) {
            Memory.copy(old.address(), smallBase, old.bytes());
            old.close();
        }
        for (long small = oldKeys; small < smallKeys; small++) {
            Memory.putLong(smallBase + (small << SMALL_SHIFT), addressAt(indexOf(small)));
        }
    }

    /** Forgets a key that is present. */
    void remove(final long key) {
        if (isSmall(key)) {
            Memory.putLong(smallBase + (key << SMALL_SHIFT), 0);
        }
        int hole = indexOf(key);
        int index = hole;
        while (true) {
            index = (index + 1) & mask;
            final long address = addressAt(index);
            if (address == 0) {
                break;
            }
            final long moving = Memory.getLong(entry(index));
            // An entry may fill the hole when its home lies at or before the hole on the way round the table.
            if (((index - home(moving)) & mask) >= ((index - hole) & mask)) {
                write(hole, moving, address);
                hole = index;
            }
        }
        write(hole, 0, 0);
        size--;
    }

    private void grow() {
        final Slab old = table;
        final int oldLast = mask;
        final int bits = Integer.bitCount(mask) + 1;
        if (bits > LARGEST_BITS) {
            throw new IllegalStateException(
                    "locator: keys=" + size + ", more than a table can index: raise parallelism");
        }
        adopt(bits);
        for (int index = 0; index <= oldLast; index++) {
            final long entry = old.address() + ((long) index << ENTRY_SHIFT);
            final long address = Memory.getLong(entry + ADDRESS_OFFSET);
            if (address != 0) {
                final long key = Memory.getLong(entry);
                write(indexOf(key), key, address);
            }
        }
        old.close();
    }

    private int indexOf(final long key) {
        int index = home(key);
        while (addressAt(index) != 0 && Memory.getLong(entry(index)) != key) {
            index = (index + 1) & mask;
        }
        return index;
    }

    private int home(final long key) {
        return (int) (mix(key) >>> shift) & mask;
    }

    private long entry(final int index) {
        return base + ((long) index << ENTRY_SHIFT);
    }

    private long addressAt(final int index) {
        return Memory.getLong(entry(index) + ADDRESS_OFFSET);
    }

    private void write(final int index, final long key, final long address) {
        Memory.putLong(entry(index), key);
        Memory.putLong(entry(index) + ADDRESS_OFFSET, address);
    }

    // Two multiplications, so that neither runs, nor strides, nor keys that differ in high bits only make clusters.
    private static long mix(final long key) {
        final long once = key * 0x9E3779B97F4A7C15L;
        return (once ^ (once >>> 32)) * 0xD6E8FEB86659FD93L;
    }

    private static long emptyEntry() {
        final long address = UnsafeApi.allocateMemory(ENTRY_BYTES);
        Memory.clear(address, ENTRY_BYTES);
        return address;
    }

    @Override
    public void close() {
        base = NOWHERE;
        mask = 0;
        size = 0;
        smallBase = NOWHERE;
        largeBits = -1;
        smallKeys = 0;
        if (smallTable != null) {
            smallTable.close();
        }
        table.close();
    }
}
