// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.slot.Memory;
import io.ringbus.slot.Slab;
import io.ringbus.windows.aggregate.Aggregate;

/**
 * Tells windows of any aggregate with a bounded number of merges, however many of them overlap. A template.
 *
 * <p>A window [w, e) is the <i>suffix</i> of the block that w lies in, the <i>middle</i>, which is the whole blocks behind it,
 * and the <i>prefix</i> of the block that e lies in. Each slide
 * <ol>
 *   <li>merges the new slices into the prefix; at a block's end the prefix becomes that block's total, and part of the
 *       middle, and begins again;
 *   <li>answers suffix, middle and prefix merged;
 *   <li>makes one suffix of the block that comes next, from its end towards its beginning: when w gets there, all are made.
 * </ol>
 * When w enters a block, the middle is merged anew from the totals, of which there are at most eight.
 *
 * <p>In place i of the suffixes lies the i-th suffix of a block, or of every other block the i-th from its end: then the
 * place of the suffix that a window has used up is just the one that the next block's new suffix needs. So an eighth of the
 * window's slices is kept besides the slices themselves. Which slices a block has depends on their numbers alone, so all keys
 * share the arithmetic, which is done once per window.
 *
 * <p>Slices are only ever merged, so nothing drifts, and a NaN leaves with its slice.
 *
 * <p><b>Layout.</b> {@link Blocks}.
 * <p><b>Source.</b> Suffixes made ahead, so that no slide pays for all of them, as in DABA of Tangwongsan, Hirzel and
 * Schneider, <i>In-order sliding-window aggregation in worst-case constant time</i>, VLDB Journal 2021; blocks of fixed
 * bounds as in van Herk, <i>A fast algorithm for local minimum and maximum filters on rectangular and octagonal kernels</i>,
 * Pattern Recognition Letters 1992, and Gil and Werman, <i>Computing 2-D min, median, and max filters</i>, PAMI 1993.
 */
final class BlockSummary implements WindowSummary {
    /** A window of fewer live slices is merged rather than made ready. */
    private static final int LIVE_MIN = 4;

    private final Slices slices;
    private final Aggregate<?, ?> aggregate;
    private final LiveSlices<?> live;
    private final Blocks blocks;
    private final Slab scratch;

    /** What is the same for all keys: the window, its end, the block it starts in, and how far into it. */
    private SliceCells cells;

    private long window;
    private long end;
    private long block;
    private int position;

    /** The slice behind that block, and the one behind the last whole block. */
    private long blockEnd;

    private long wholeEnd;

    /** What is kept was made ready for the window of the key being told. */
    private boolean ready;

    BlockSummary(final Slices slices, final Aggregate<?, ?> aggregate, final LiveSlices<?> live) {
        this.slices = slices;
        this.aggregate = aggregate;
        this.live = live;
        this.blocks = Blocks.of(slices, aggregate.accumulatorBytes());
        this.scratch = new Slab(aggregate.accumulatorBytes(), Long.BYTES);
        this.cells = live.cells();
    }

    @Override
    public void begin(final long told) {
        cells = live.cells();
        window = told;
        end = told + slices.windowSlices();
        final long slide = Math.floorDiv(told - slices.anchor(), slices.slideSlices());
        block = Math.floorDiv(slide, (long) blocks.blockSlides());
        position = (int) (slide - block * blocks.blockSlides());
        blockEnd = told + (blocks.blockSlides() - position) * slices.slideSlices();
        wholeEnd = end - (end - blockEnd) % blocks.blockSlices();
    }

    @Override
    public long touch(final long cell) {
        final long kept = cell + cells.keptOffset();
        final int ahead = blocks.blockSlides() - 1 - position;
        return SliceCells.touchLines(kept, blocks.totalsOffset())
                ^ SliceCells.touchLines(suffix(kept, block, position), cells.accumulatorBytes())
                ^ cells.touch(cell, blockEnd + ahead * slices.slideSlices())
                ^ cells.touch(cell, window)
                ^ cells.touch(cell, end - slices.slideSlices());
    }

    @Override
    public long of(final long cell, final long first) {
        final long kept = cell + cells.keptOffset();
        final boolean known = Memory.getLong(kept) == WindowSummary.markOf(window);
        ready = false;
        Memory.putLong(kept, 0); // until pass: user code may throw in between
        final long merged = scratch.address();
        if (known) {
            include(cell, kept);
        } else if (hasFew(cell, first)) {
            Memory.clear(merged, scratch.bytes());
            merge(merged, cell, first, end);
            return merged;
        } else {
            makeReady(cell, kept);
        }
        Memory.copy(suffix(kept, block, position), merged, scratch.bytes());
        aggregate.merge(merged, kept + blocks.middleOffset());
        aggregate.merge(merged, kept + blocks.prefixOffset());
        ready = true;
        return merged;
    }

    @Override
    public void pass(final long cell) {
        if (ready) {
            final long kept = cell + cells.keptOffset();
            makeSuffix(cell, kept, block + 1, blockEnd, blocks.blockSlides() - 1 - position);
            Memory.putLong(kept, WindowSummary.markOf(window + slices.slideSlices()));
        }
    }

    @Override
    public void close() {
        scratch.close();
    }

    /** Takes in the slices that the window has beyond the one before. */
    private void include(final long cell, final long kept) {
        final long from = end - slices.slideSlices();
        final long prefix = kept + blocks.prefixOffset();
        final long middle = kept + blocks.middleOffset();
        if (wholeEnd > from) {
            merge(prefix, cell, from, wholeEnd);
            Memory.copy(prefix, kept + blocks.totalOffset(lastWhole()), scratch.bytes());
            aggregate.merge(middle, prefix);
            Memory.clear(prefix, scratch.bytes());
            merge(prefix, cell, wholeEnd, end);
        } else {
            merge(prefix, cell, from, end);
        }
        if (position == 0) {
            Memory.clear(middle, scratch.bytes());
            for (long whole = block + 1; whole <= lastWhole(); whole++) {
                aggregate.merge(middle, kept + blocks.totalOffset(whole));
            }
        }
    }

    /** Makes everything from the slices. */
    private void makeReady(final long cell, final long kept) {
        Memory.clear(kept, blocks.keptBytes());
        merge(kept + blocks.prefixOffset(), cell, wholeEnd, end);
        long from = blockEnd;
        for (long whole = block + 1; whole <= lastWhole(); whole++) {
            merge(kept + blocks.totalOffset(whole), cell, from, from + blocks.blockSlices());
            aggregate.merge(kept + blocks.middleOffset(), kept + blocks.totalOffset(whole));
            from += blocks.blockSlices();
        }
        for (int made = blocks.blockSlides() - 1; made >= position; made--) {
            makeSuffix(cell, kept, block, blockEnd - blocks.blockSlices(), made);
        }
        for (int made = 1; made <= position; made++) {
            makeSuffix(cell, kept, block + 1, blockEnd, blocks.blockSlides() - made);
        }
    }

    /** Makes a suffix of a block that starts at slice {@code start}, from the slices of one slide and the suffix behind. */
    private void makeSuffix(final long cell, final long kept, final long of, final long start, final int at) {
        final long made = suffix(kept, of, at);
        final long from = start + at * slices.slideSlices();
        Memory.clear(made, scratch.bytes());
        merge(made, cell, from, from + slices.slideSlices());
        if (at + 1 < blocks.blockSlides()) {
            aggregate.merge(made, suffix(kept, of, at + 1));
        }
    }

    private long suffix(final long kept, final long of, final int at) {
        return kept + blocks.suffixOffset((of & 1) == 0 ? at : blocks.blockSlides() - 1 - at);
    }

    private long lastWhole() {
        return block + (wholeEnd - blockEnd) / blocks.blockSlices();
    }

    private boolean hasFew(final long cell, final long first) {
        final long until = Math.min(end, live.end());
        long slice = first;
        int count = 0;
        while (slice < until && count < LIVE_MIN) {
            slice = cells.nextLive(cell, slice + 1, until);
            count++;
        }
        return count < LIVE_MIN;
    }

    /** Merges the live slices of [from, to). */
    private void merge(final long into, final long cell, final long from, final long to) {
        final long until = Math.min(to, live.end());
        long slice = live.firstLive(cell, from, until);
        while (slice < until) {
            aggregate.merge(into, cell + cells.accumulatorOffset(slice));
            slice = cells.nextLive(cell, slice + 1, until);
        }
    }
}
