// SPDX-License-Identifier: Apache-2.0
package io.ringbus.state;

import java.util.Arrays;

/**
 * Which ordinals were written since the newest barrier, and which between the two newest, so that a snapshot which builds on
 * the one before looks at these cells alone.
 *
 * <p><b>Layout.</b> Two sets of a bit for each ordinal; at a barrier they change places.
 * <p><b>Threading.</b> Stage thread.
 * <p><b>Allocation.</b> When there are more ordinals than ever before.
 */
final class WrittenOrdinals {
    private static final int WORD_BITS = 6;

    private long[] since = new long[1];
    private long[] frozen = new long[1];

    /** Makes room for an ordinal that has not been {@link #add added} before. */
    void reserve(final int ordinal) {
        final int word = ordinal >>> WORD_BITS;
        if (word >= since.length) {
            since = Arrays.copyOf(since, 2 * word);
            frozen = Arrays.copyOf(frozen, 2 * word);
        }
    }

    /** The cell of this ordinal is written, or goes. */
    void add(final int ordinal) {
        since[ordinal >>> WORD_BITS] |= 1L << ordinal;
    }

    /** A barrier has come. What was frozen at the one before has been {@link #forget forgotten}. */
    void freeze() {
        final long[] empty = frozen;
        frozen = since;
        since = empty;
    }

    /** Whether it was written before the newest barrier, or the first ordinal behind a stretch without; forgets what it passes. */
    int next(final int ordinal) {
        final int word = ordinal >>> WORD_BITS;
        final long rest = frozen[word] >>> ordinal;
        if (rest != 0) {
            return ordinal + Long.numberOfTrailingZeros(rest);
        }
        frozen[word] = 0;
        return (word + 1) << WORD_BITS;
    }

    /** Forgets the frozen ordinals in {@code [from, bound)} and those that share a word with them. */
    void forget(final int from, final int bound) {
        if (bound > 0) {
            final int last = (bound - 1) >>> WORD_BITS;
            Arrays.fill(frozen, Math.min(from >>> WORD_BITS, last), last + 1, 0);
        }
    }
}
