// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import java.util.Arrays;

/**
 * Ordinals of the keys that have records in open windows, in the order in which they became active. A sweep visits each once,
 * over as many turns as it takes, and keeps those that are still active; nothing is added meanwhile.
 *
 * <p><b>Threading.</b> Stage thread.
 * <p><b>Allocation.</b> When there are more keys than ever before.
 */
final class ActiveKeys {
    private int[] ordinals = new int[16];
    private int count;
    private int readIndex;
    private int writeIndex;

    void add(final int ordinal) {
        if (count == ordinals.length) {
            ordinals = Arrays.copyOf(ordinals, count * 2);
        }
        ordinals[count++] = ordinal;
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
