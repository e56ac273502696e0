// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.chain.Specialiser;
import io.ringbus.windows.aggregate.Aggregate;

/**
 * What a window comes to, from the slices in a key's cell and from what is kept beside them so that not all of them need be
 * merged. {@link #choose} picks the way: few overlaps are merged, an aggregate that can subtract has a running total, and all
 * others are summed up by blocks.
 *
 * <p>Whatever is kept is good for one window only, the next, and says so in its first word, the <i>mark</i>. A record that
 * falls among slices which are summed up already wipes the mark, and so do wider cells; where the mark is not that of the
 * window being told, what is kept is made anew from the slices.
 *
 * <p><b>Threading.</b> Stage thread.
 * <p><b>Allocation.</b> None.
 */
interface WindowSummary {
    /** Below so many overlaps, merging all slices costs less than summing up by blocks (measured: below some 18). */
    int BLOCK_OVERLAPS_MIN = 16;

    /** Below so many overlaps, merging all slices costs less than a running total. */
    int TOTAL_OVERLAPS_MIN = 4;

    /** Gets ready to tell {@code window} to any number of keys; the cells stay as they are meanwhile. */
    void begin(long window);

    /**
     * Reads a word of each cache line that {@link #of} and {@link #pass} will need of this cell, and answers something made of
     * them. Calls for several cells in a row wait for memory together, which the calls that need the bytes would do one by one.
     */
    long touch(long cell);

    /** Address of the window's accumulator, good until the next call; {@code first} is its first live slice. */
    long of(long cell, long first);

    /** The window of this key was told: gets what is kept ready for the next one, before slices are freed. */
    void pass(long cell);

    /** Gives back what was taken for it. */
    void close();

    /** Bytes that are kept in each cell, a multiple of 8. */
    static int keptBytes(final SlicedWindow<?, ?, ?, ?> window) {
        final Aggregate<?, ?> aggregate = window.aggregate();
        if (isMerged(window.slices(), aggregate)) {
            return 0;
        }
        return aggregate.subtractable()
                ? RunningTotal.keptBytes(aggregate.accumulatorBytes())
                : Blocks.of(window.slices(), aggregate.accumulatorBytes()).keptBytes();
    }

    /** The way for these windows, as a clone of its own. */
    static WindowSummary choose(
            final Slices slices,
            final Aggregate<?, ?> aggregate,
            final LiveSlices<?> live,
            final Specialiser specialiser) {
        final Class<?> template = isMerged(slices, aggregate)
                ? MergedSlices.class
                : aggregate.subtractable() ? RunningTotal.class : BlockSummary.class;
        return specialiser.create(WindowSummary.class, template, slices, aggregate, live);
    }

    private static boolean isMerged(final Slices slices, final Aggregate<?, ?> aggregate) {
        final int overlapsMin = aggregate.subtractable() ? TOTAL_OVERLAPS_MIN : BLOCK_OVERLAPS_MIN;
        return slices.windowSlices() / slices.slideSlices() < overlapsMin
                || slices.windowSlices() > Slices.MARGIN / 2; // block arithmetic goes beyond the window's end
    }

    /** The mark of what is kept for {@code window}; never 0, which is no mark. */
    static long markOf(final long window) {
        return window ^ Long.MIN_VALUE; // no slice has the number MIN_VALUE
    }
}
