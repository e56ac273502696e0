// SPDX-License-Identifier: Apache-2.0
package io.ringbus.state;

import static io.ringbus.state.LongLookup.ADDRESS_OFFSET;
import static io.ringbus.state.LongLookup.ENTRY_BYTES;
import static io.ringbus.state.LongLookup.ENTRY_SHIFT;
import static io.ringbus.state.LongLookup.NOWHERE;
import static io.ringbus.state.LongLookup.NOWHERE_SHIFT;
import static io.ringbus.state.LongLookup.SMALL_SHIFT;

import io.ringbus.slot.Memory;
import io.ringbus.slot.Slab;
import org.jspecify.annotations.Nullable;

/**
 * Finds cells by keys that are longs: open addressing off heap, probed linearly, at most half full. Small keys, as
 * identifiers that were given out one after the other are, are found by position instead, in a table beside it: one load and
 * no hash, which took a third off a windowed job. Records ask its {@link LongLookup}.
 *
 * <p><b>Layout.</b> An entry is {@code key | address}, two longs; an address of 0 marks an empty entry, so every long is
 * good for a key. Removing shifts later entries back: there are no tombstones, and probes do not grow with age. Behind the last
 * place that a key may have as its own lie {@value #BEYOND} entries, so that hardly any run goes on at the beginning of the
 * table, and one that stays empty, at which a look-up stops: it needs to know neither the end nor the length.
 * <p>The table of small keys has an address for each key from 0 on, 0 where there is none. It repeats what the other table
 * holds of these keys, and grows with the largest of them to at most 512 KiB.
 * <p><b>Threading.</b> Single writer.
 * <p><b>Allocation.</b> None but for growing.
 */
final class LongLocator implements AutoCloseable {
    private static final int BEYOND = 64;
    private static final int LARGEST_BITS = 31;

    private static final int SMALL_KEYS_MIN = 64;
    private static final int SMALL_KEYS_MAX = 1 << 16;

    private final LongLookup lookup = new LongLookup();
    private boolean shown = true;

    private @Nullable Slab smallTable;
    private long smallBase = NOWHERE;
    /** The bits that a small key has not: one instruction tests a key for them. */
    private long largeBits = -1;

    private long smallKeys;

    private Slab table;
    private long base;
    private long end;
    private int bits;
    private int size;

    LongLocator(final long expectedKeys) {
        adopt(LocatorSizing.tableBits(expectedKeys));
    }

    private void adopt(final int newBits) {
        final long entries = (1L << newBits) + BEYOND;
        table = new Slab((entries + 1) * ENTRY_BYTES, Long.BYTES);
        base = table.address();
        end = base + entries * ENTRY_BYTES;
        bits = newBits;
        showIfShown();
    }

    /** What records ask. */
    LongLookup lookup() {
        return lookup;
    }

    /** Shows records all cells, or none, until this is called again. */
    void show(final boolean all) {
        shown = all;
        showIfShown();
    }

    private void showIfShown() {
        if (shown) {
            lookup.show(smallBase, largeBits, base, Long.SIZE - bits);
        } else {
            lookup.hide();
        }
    }

    /** Address of the key's cell, or 0. */
    long find(final long key) {
        return isSmall(key) ? Memory.getLong(smallBase + (key << SMALL_SHIFT)) : addressAt(entryOf(key));
    }

    /** Whether the key has a place in the table of small keys, as 0 always has; negative ones never have. */
    private boolean isSmall(final long key) {
        return (key & largeBits) == 0;
    }

    /** Makes sure that the next {@link #put} has room. */
    void reserve() {
        if (2L * (size + 1) > 1L << bits) {
            grow();
        }
    }

    /** Adds a key that is absent, for which {@link #reserve()} was called, or gives a key that is there another address. */
    void put(final long key, final long address) {
        final long entry = entryOf(key);
        if (addressAt(entry) == 0) {
            size++;
        }
        write(entry, key, address);
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
            Memory.putLong(smallBase + (small << SMALL_SHIFT), addressAt(entryOf(small)));
        }
        showIfShown();
    }

    /** Forgets a key that is present. */
    void remove(final long key) {
        if (isSmall(key)) {
            Memory.putLong(smallBase + (key << SMALL_SHIFT), 0);
        }
        long hole = entryOf(key);
        long entry = next(hole);
        while (addressAt(entry) != 0) {
            final long moving = Memory.getLong(entry);
            // An entry may fill the hole when its home lies at or before the hole on the way round the table.
            if (distance(home(moving), entry) >= distance(hole, entry)) {
                write(hole, moving, addressAt(entry));
                hole = entry;
            }
            entry = next(entry);
        }
        write(hole, 0, 0);
        size--;
    }

    private void grow() {
        final Slab old = table;
        final long oldEnd = end;
        if (bits == LARGEST_BITS) {
            throw new IllegalStateException(
                    "locator: keys=" + size + ", more than a table can index: raise parallelism");
        }
        adopt(bits + 1);
        for (long entry = old.address(); entry < oldEnd; entry += ENTRY_BYTES) {
            final long address = addressAt(entry);
            if (address != 0) {
                final long key = Memory.getLong(entry);
                write(entryOf(key), key, address);
            }
        }
        old.close();
    }

    /** The key's entry, or the empty one where it belongs. */
    private long entryOf(final long key) {
        long entry = home(key);
        while (addressAt(entry) != 0 && Memory.getLong(entry) != key) {
            entry = next(entry);
        }
        return entry;
    }

    private long home(final long key) {
        return base + (LongLookup.mix(key) >>> (Long.SIZE - bits) << ENTRY_SHIFT);
    }

    private long next(final long entry) {
        final long following = entry + ENTRY_BYTES;
        return following == end ? base : following;
    }

    /** Bytes from one entry to another, on the way round the table. */
    private long distance(final long from, final long to) {
        return to >= from ? to - from : to - from + end - base;
    }

    private static long addressAt(final long entry) {
        return Memory.getLong(entry + ADDRESS_OFFSET);
    }

    private static void write(final long entry, final long key, final long address) {
        Memory.putLong(entry, key);
        Memory.putLong(entry + ADDRESS_OFFSET, address);
    }

    /** A late call finds nothing instead of freed memory. */
    @Override
    public void close() {
        base = NOWHERE;
        end = base + 2 * ENTRY_BYTES;
        bits = Long.SIZE - NOWHERE_SHIFT;
        size = 0;
        smallBase = NOWHERE;
        largeBits = -1;
        smallKeys = 0;
        showIfShown();
        if (smallTable != null) {
            smallTable.close();
        }
        table.close();
    }
}
