// SPDX-License-Identifier: Apache-2.0
package io.ringbus.state;

import java.util.Arrays;

/**
 * Numbers the cells of one state densely from 0, and knows where each lies.
 *
 * <p><b>Threading.</b> Single writer.
 * <p><b>Allocation.</b> Only when more cells are present than ever before.
 */
final class Ordinals {
    private static final int SMALLEST = 16;

    private long[] addresses = new long[SMALLEST];
    private int[] released = new int[SMALLEST];
    private int releasedCount;
    private int bound;

    /** Gives the cell at {@code address} an ordinal: the one released last, else the next. */
    int add(final long address) {
        final int ordinal;
        if (releasedCount > 0) {
            ordinal = released[--releasedCount];
        } else {
            if (bound == addresses.length) {
                addresses = Arrays.copyOf(addresses, 2 * bound);
            }
            ordinal = bound++;
        }
        addresses[ordinal] = address;
        return ordinal;
    }

    /** Gives the cell at {@code address} this ordinal, which is not in use. {@link #settle} is due afterwards. */
    void place(final int ordinal, final long address) {
        if (ordinal >= addresses.length) {
            addresses = Arrays.copyOf(addresses, Math.max(2 * addresses.length, ordinal + 1));
        }
        addresses[ordinal] = address;
        bound = Math.max(bound, ordinal + 1);
    }

    /** Finds out which ordinals are left over, after cells were placed; the least is given away first. */
    void settle() {
        releasedCount = 0;
        for (int ordinal = bound - 1; ordinal >= 0; ordinal--) {
            if (addresses[ordinal] == 0) {
                release(ordinal);
            }
        }
    }

    void release(final int ordinal) {
        addresses[ordinal] = 0;
        if (releasedCount == released.length) {
            released = Arrays.copyOf(released, 2 * releasedCount);
        }
        released[releasedCount++] = ordinal;
    }

    void move(final int ordinal, final long address) {
        addresses[ordinal] = address;
    }

    /** Address of the cell, or 0 when the ordinal is not in use. */
    long address(final int ordinal) {
        return addresses[ordinal];
    }

    int bound() {
        return bound;
    }

    int size() {
        return bound - releasedCount;
    }

    void clear() {
        addresses = new long[SMALLEST];
        releasedCount = 0;
        bound = 0;
    }
}
