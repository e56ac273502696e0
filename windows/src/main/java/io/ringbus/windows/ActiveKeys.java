// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.slot.Memory;
import io.ringbus.state.KeyedState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Ordinals of the keys that have records in open windows, in the order in which they became active. A sweep visits each once,
 * over as many turns as it takes, and keeps those that are still active; nothing is added meanwhile.
 *
 * <p>Each activation has a number, which its owner keeps in the key's cell: so the order comes back with the cells.
 *
 * <p><b>Threading.</b> Stage thread.
 * <p><b>Allocation.</b> When there are more keys than ever before.
 */
final class ActiveKeys {
    private int[] ordinals = new int[16];
    private int count;
    private int readIndex;
    private int writeIndex;
    private long activations;

    /** Adds a key and answers the number of its activation: above all before, and never 0. */
    long add(final int ordinal) {
        if (count == ordinals.length) {
            ordinals = Arrays.copyOf(ordinals, count * 2);
        }
        ordinals[count++] = ordinal;
        return ++activations;
    }

    /** Adds the keys of a restored state, by the activation that each cell has at {@code numberOffset}; 0 for none. */
    void restore(final KeyedState<?> state, final int numberOffset) {
        final long[] numbers = new long[state.ordinals()];
        int active = 0;
        for (int ordinal = 0; ordinal < numbers.length; ordinal++) {
            final long number = numberAt(state, ordinal, numberOffset);
            if (number != 0) {
                numbers[active++] = number;
            }
        }
        Arrays.sort(numbers, 0, active);
        ordinals = new int[Math.max(ordinals.length, active)];
        for (int ordinal = 0; ordinal < numbers.length; ordinal++) {
            final long number = numberAt(state, ordinal, numberOffset);
            if (number != 0) {
                ordinals[Arrays.binarySearch(numbers, 0, active, number)] = ordinal;
            }
        }
        count = active;
        activations = active == 0 ? 0 : numbers[active - 1];
    }

    /**
     * The same for a state whose keys come from several instances: of two with the same number, the one with the lower ordinal
     * goes first, and all get new numbers.
     */
    void restoreShares(final KeyedState<?> state, final int numberOffset) {
        final List<long[]> found = new ArrayList<>(); // number and ordinal
        for (int ordinal = 0; ordinal < state.ordinals(); ordinal++) {
            final long number = numberAt(state, ordinal, numberOffset);
            if (number != 0) {
                found.add(new long[] {number, ordinal});
            }
        }
        found.sort(Comparator.comparingLong(each -> each[0])); // which leaves equals in their order
        count = 0;
        activations = 0;
        for (final long[] each : found) {
            final int ordinal = (int) each[1];
            Memory.putLong(state.cellAt(ordinal) + numberOffset, add(ordinal));
        }
    }

    private static long numberAt(final KeyedState<?> state, final int ordinal, final int numberOffset) {
        final long cell = state.cellAt(ordinal);
        return cell == 0 ? 0 : Memory.getLong(cell + numberOffset);
    }

    /** Whether the sweep has more keys to visit. */
    boolean hasNext() {
        return readIndex < count;
    }

    /** The next key of the sweep. It is forgotten unless {@link #keep} follows. */
    int next() {
        return ordinals[readIndex++];
    }

    /** The key that the sweep visits after {@code ahead} others. */
    int peek(final int ahead) {
        return ordinals[readIndex + ahead];
    }

    /** How many keys the sweep still visits. */
    int remaining() {
        return count - readIndex;
    }

    /** Keeps the key just visited. */
    void keep(final int ordinal) {
        ordinals[writeIndex++] = ordinal;
    }

    /** Ends a sweep that has visited all keys. */
    void endSweep() {
        count = writeIndex;
        readIndex = 0;
        writeIndex = 0;
    }

    int count() {
        return count;
    }

    int at(final int index) {
        return ordinals[index];
    }
}
