// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.slot.Memory;
import io.ringbus.windows.aggregate.Aggregate;

/**
 * Keeps the total of a window, for aggregates that can subtract: each slide merges the slices that it brings and subtracts
 * those that it leaves behind. A template.
 *
 * <p>Subtracting is exact but for what doubles cannot hold: a value of 1e300 among small ones leaves a trace when it is taken
 * out. So a second total is made of merges alone, from a certain slice on; when the window starts at that slice, it holds just
 * the window, replaces the first and begins again, once a window. No trace lasts longer than two windows.
 *
 * <p><b>Layout.</b> In each cell: the mark (long), the total, the fresh one (accumulators).
 */
final class RunningTotal implements WindowSummary {
    private static final int TOTAL_OFFSET = Long.BYTES;

    private final Slices slices;
    private final Aggregate<?, ?> aggregate;
    private final LiveSlices<?> live;

    /** Slides until a slice at the end of a window is at the start of one. */
    private final long freshSlides;

    /** What is the same for all keys: the window, its end, and the slice from which on the fresh total is made. */
    private SliceCells cells;

    private long window;
    private long end;
    private long freshStart;

    RunningTotal(final Slices slices, final Aggregate<?, ?> aggregate, final LiveSlices<?> live) {
        this.slices = slices;
        this.aggregate = aggregate;
        this.live = live;
        this.freshSlides = (slices.windowSlices() + slices.slideSlices() - 1) / slices.slideSlices();
        this.cells = live.cells();
    }

    static int keptBytes(final int accumulatorBytes) {
        return TOTAL_OFFSET + 2 * accumulatorBytes;
    }

    @Override
    public void begin(final long told) {
        cells = live.cells();
        window = told;
        end = told + slices.windowSlices();
        final long slide = Math.floorDiv(told - slices.anchor(), slices.slideSlices());
        freshStart = told + Math.floorMod(-slide, freshSlides) * slices.slideSlices();
    }

    @Override
    public long touch(final long cell) {
        return Memory.getLong(cell)
                ^ SliceCells.touchLines(cell + cells.keptOffset(), cells.keptBytes())
                ^ cells.touch(cell, window)
                ^ cells.touch(cell, end - slices.slideSlices());
    }

    @Override
    public long of(final long cell, final long first) {
        final long mark = cell + cells.keptOffset();
        final long total = mark + TOTAL_OFFSET;
        final long fresh = total + cells.accumulatorBytes();
        final boolean known = Memory.getLong(mark) == WindowSummary.markOf(window);
        Memory.putLong(mark, 0); // until pass: user code may throw in between
        if (!known) {
            Memory.clear(total, 2L * cells.accumulatorBytes());
            merge(total, cell, first);
            if (freshStart != window) {
                merge(fresh, cell, freshStart);
            }
            return total;
        }
        final long brought = end - slices.slideSlices();
        merge(fresh, cell, Math.max(brought, freshStart));
        if (freshStart == window) {
            Memory.copy(fresh, total, cells.accumulatorBytes());
            Memory.clear(fresh, cells.accumulatorBytes());
        } else {
            merge(total, cell, brought);
        }
        return total;
    }

    @Override
    public void pass(final long cell) {
        final long mark = cell + cells.keptOffset();
        final long next = window + slices.slideSlices();
        final long until = Math.min(next, live.end());
        for (long slice = live.firstLive(cell, window, until);
                slice < until;
                slice = cells.nextLive(cell, slice + 1, until)) {
            aggregate.subtract(mark + TOTAL_OFFSET, cell + cells.accumulatorOffset(slice));
        }
        Memory.putLong(mark, WindowSummary.markOf(next));
    }

    @Override
    public void close() {}

    /** Merges the live slices from {@code from} to the end of the window. */
    private void merge(final long into, final long cell, final long from) {
        final long until = Math.min(end, live.end());
        for (long slice = live.firstLive(cell, from, until);
                slice < until;
                slice = cells.nextLive(cell, slice + 1, until)) {
            aggregate.merge(into, cell + cells.accumulatorOffset(slice));
        }
    }
}
