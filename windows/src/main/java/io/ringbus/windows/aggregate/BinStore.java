// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

import io.ringbus.slot.Memory;

/**
 * Counts per index inside an accumulator, for the highest indices seen and as many below as there are bins; what is lower is
 * counted at the lowest of them.
 *
 * <pre>
 *   byte   0              4             8
 *          +--------------+-------------+------------------------------------+
 *          | lowest (int) | width (int) | counts (long), index i at i mod bins |
 *          +--------------+-------------+------------------------------------+
 * </pre>
 *
 * A width of 0 means that there are no counts. Places outside of the width are zero. What a store holds depends on what was
 * counted, not on the order or on how it was merged: whatever the way, the window ends at the highest index, and all below
 * it has been moved up to its lower end.
 *
 * @param bins a power of two
 */
record BinStore(int bins) {
    private static final int WIDTH_OFFSET = Integer.BYTES;
    private static final int COUNTS_OFFSET = Long.BYTES;

    int bytes() {
        return COUNTS_OFFSET + bins * Long.BYTES;
    }

    int lowest(final long at) {
        return Memory.getInt(at);
    }

    int width(final long at) {
        return Memory.getInt(at + WIDTH_OFFSET);
    }

    /** Count at an index within the width. */
    long count(final long at, final int index) {
        return Memory.getLong(place(at, index));
    }

    void add(final long at, final int index, final long count) {
        final int lowest = lowest(at);
        if (index >= lowest && index - lowest < width(at)) {
            plus(place(at, index), count);
        } else {
            plus(place(at, widen(at, index)), count);
        }
    }

    /** Adds from the highest index down, so that the window moves once. */
    void merge(final long left, final long right) {
        final int lowest = lowest(right);
        for (int index = lowest + width(right) - 1; index >= lowest; index--) {
            final long count = count(right, index);
            if (count != 0) {
                add(left, index, count);
            }
        }
    }

    /** Makes the window reach as far towards {@code index} as it may, and returns where that is counted now. */
    private int widen(final long at, final int index) {
        final int width = width(at);
        final int lowest = lowest(at);
        final int highest = width == 0 ? index : Math.max(index, lowest + width - 1);
        final int wanted = width == 0 ? index : Math.min(index, lowest);
        final int newLowest = Math.max(wanted, highest - bins + 1);
        if (width != 0 && newLowest > lowest) {
            moveUp(at, lowest, Math.min(newLowest, lowest + width), newLowest);
        }
        Memory.putInt(at, newLowest);
        Memory.putInt(at + WIDTH_OFFSET, highest - newLowest + 1);
        return Math.max(index, newLowest);
    }

    /** Moves the counts of [from, until) to {@code target}. */
    private void moveUp(final long at, final int from, final int until, final int target) {
        long moved = 0;
        for (int index = from; index < until; index++) {
            moved += count(at, index);
            Memory.putLong(place(at, index), 0);
        }
        plus(place(at, target), moved);
    }

    private long place(final long at, final int index) {
        return at + COUNTS_OFFSET + (long) (index & (bins - 1)) * Long.BYTES;
    }

    private static void plus(final long address, final long value) {
        Memory.putLong(address, Memory.getLong(address) + value);
    }
}
