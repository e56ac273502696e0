// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.slot.Memory;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import io.ringbus.state.CellImage;

/**
 * Byte layout of a window's state cell: when the key became active, what a {@link WindowSummary} keeps, and a circular array
 * of the slices' accumulators in groups, each behind the word that says which of it are live.
 *
 * <pre>
 *   byte   0            8             + keptBytes    + 8
 *          +------------+-------------+--------------+---------------+---------------+-----+-----------+-----+
 *          | activation | kept beside | live bits    | accumulator 0 | accumulator 1 | ... | live bits | ... |
 *          +------------+-------------+--------------+---------------+---------------+-----+-----------+-----+
 *                                     | a group of at most 64 accumulators                 | the next
 * </pre>
 *
 * A record touches its slice and the group's word, which lie in one page of memory most of the time, however wide the cell.
 *
 * <p>A snapshot has of a cell the words, the activation, and what is live. What is kept beside is saved as it is, not made
 * anew: sums of doubles then come to the same, to the last bit.
 *
 * Slice {@code i} has the place {@code i mod capacity}, the same in the cell of every key: an operator computes it once per
 * slice, not per record. All slices that are live at one time lie within {@code capacity} of each other.
 *
 * @param capacity         slices, a power of two
 * @param accumulatorBytes bytes of one accumulator, a multiple of 8
 * @param keptBytes        bytes of what is kept beside the slices, a multiple of 8
 */
record SliceCells(int capacity, int accumulatorBytes, int keptBytes) implements CellImage {
    private static final int CACHE_LINE_BYTES = 64;

    /** The layout with the smallest capacity that holds {@code slices} at a time. */
    static SliceCells forSlices(final long slices, final int accumulatorBytes, final int keptBytes) {
        final long capacity = Math.max(2, Long.highestOneBit(Math.max(1, slices - 1)) << 1);
        final long bytes = (wordsOf(capacity) + 1) * Long.BYTES + keptBytes + capacity * accumulatorBytes;
        if (bytes > 1 << 30) {
            throw new IllegalArgumentException("window: cell bytes = slices * accumulator + kept = " + capacity + " * "
                    + accumulatorBytes + " + " + keptBytes + " = " + bytes + " > " + (1 << 30)
                    + ": choose a slide that shares a larger divisor with the size, or a smaller aggregate");
        }
        return new SliceCells((int) capacity, accumulatorBytes, keptBytes);
    }

    int valueBytes() {
        return groupOffset(words() - 1) + Long.BYTES + Math.min(Long.SIZE, capacity) * accumulatorBytes;
    }

    /** Offset of the number of the key's activation, a long, 0 while it is not active: see {@link ActiveKeys}. */
    int activationOffset() {
        return 0;
    }

    int keptOffset() {
        return Long.BYTES;
    }

    int place(final long slice) {
        return (int) slice & (capacity - 1);
    }

    int wordOffset(final long slice) {
        return groupOffset(place(slice) >>> 6);
    }

    long bit(final long slice) {
        return 1L << place(slice);
    }

    int accumulatorOffset(final long slice) {
        return wordOffset(slice) + Long.BYTES + (place(slice) & (Long.SIZE - 1)) * accumulatorBytes;
    }

    private int groupOffset(final int group) {
        return keptOffset() + keptBytes + group * (Long.BYTES + Long.SIZE * accumulatorBytes);
    }

    private int words() {
        return (int) wordsOf(capacity);
    }

    /** Reads a word of each cache line of the slice's accumulator, and whether it is live. */
    long touch(final long cell, final long slice) {
        return Memory.getLong(cell + wordOffset(slice)) ^ touchLines(cell + accumulatorOffset(slice), accumulatorBytes);
    }

    /** Reads a word of each cache line of {@code bytes} from {@code address} on. */
    static long touchLines(final long address, final int bytes) {
        long read = Memory.getLong(address + bytes - Long.BYTES);
        for (long offset = 0; offset < bytes; offset += CACHE_LINE_BYTES) {
            read ^= Memory.getLong(address + offset);
        }
        return read;
    }

    /** The first live slice at or after {@code from}, or {@code until} when there is none before it. */
    long nextLive(final long cell, final long from, final long until) {
        long slice = from;
        while (slice < until) {
            final int place = place(slice);
            final long bits = Memory.getLong(cell + wordOffset(slice)) >>> place;
            if (bits != 0) {
                return Math.min(until, slice + Long.numberOfTrailingZeros(bits));
            }
            slice += Math.min(Long.SIZE, capacity) - (place & (Long.SIZE - 1));
        }
        return until;
    }

    boolean isEmpty(final long cell) {
        for (int group = 0; group < words(); group++) {
            if (Memory.getLong(cell + groupOffset(group)) != 0) {
                return false;
            }
        }
        return true;
    }

    void markLive(final long cell, final long slice) {
        final long word = cell + wordOffset(slice);
        Memory.putLong(word, Memory.getLong(word) | bit(slice));
    }

    /** Zeroes the slice's accumulator and its bit. */
    void release(final long cell, final long slice) {
        final long word = cell + wordOffset(slice);
        Memory.putLong(word, Memory.getLong(word) & ~bit(slice));
        Memory.clear(cell + accumulatorOffset(slice), accumulatorBytes);
    }

    @Override
    public void write(final long cell, final StateWriter out) {
        for (int group = 0; group < words(); group++) {
            out.putLong(Memory.getLong(cell + groupOffset(group)));
        }
        out.putLong(Memory.getLong(cell + activationOffset()));
        if (keptBytes > 0) {
            out.putBytes(cell + keptOffset(), keptBytes);
        }
        for (int place = nextPlace(cell, 0); place < capacity; place = nextPlace(cell, place + 1)) {
            out.putBytes(cell + accumulatorOffset(place), accumulatorBytes);
        }
    }

    @Override
    public void read(final StateReader in, final long cell) {
        for (int group = 0; group < words(); group++) {
            Memory.putLong(cell + groupOffset(group), in.getLong());
        }
        Memory.putLong(cell + activationOffset(), in.getLong());
        if (keptBytes > 0) {
            in.getBytes(cell + keptOffset(), keptBytes);
        }
        for (int place = nextPlace(cell, 0); place < capacity; place = nextPlace(cell, place + 1)) {
            in.getBytes(cell + accumulatorOffset(place), accumulatorBytes);
        }
    }

    /** The first live place at or after {@code from}: the slice of that number has it. */
    private int nextPlace(final long cell, final int from) {
        return (int) nextLive(cell, from, capacity);
    }

    private static long wordsOf(final long capacity) {
        return (capacity + Long.SIZE - 1) / Long.SIZE;
    }

    /** Copies the live slices of {@code [first, until)} into a cell of another layout, and counts them by place. */
    void copy(
            final long from,
            final long first,
            final long until,
            final long to,
            final SliceCells target,
            final int[] livePerPlace) {
        for (long live = nextLive(from, first, until); live < until; live = nextLive(from, live + 1, until)) {
            Memory.copy(from + accumulatorOffset(live), to + target.accumulatorOffset(live), accumulatorBytes);
            target.markLive(to, live);
            livePerPlace[target.place(live)]++;
        }
    }
}
