// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.slot.Memory;
import io.ringbus.slot.Slab;
import io.ringbus.windows.aggregate.Aggregate;

/** Merges all live slices of a window whenever it is told: nothing is kept. A template. */
final class MergedSlices implements WindowSummary {
    private final Slices slices;
    private final Aggregate<?, ?> aggregate;
    private final LiveSlices<?> live;
    private final Slab scratch;
    private long window;
    private long until;

    MergedSlices(final Slices slices, final Aggregate<?, ?> aggregate, final LiveSlices<?> live) {
        this.slices = slices;
        this.aggregate = aggregate;
        this.live = live;
        this.scratch = new Slab(aggregate.accumulatorBytes(), Long.BYTES);
    }

    @Override
    public void begin(final long told) {
        window = told;
        until = Math.min(told + slices.windowSlices(), live.end());
    }

    @Override
    public long touch(final long cell) {
        return Memory.getLong(cell) ^ live.cells().touch(cell, window);
    }

    /** The only live slice itself, or all of them merged. */
    @Override
    public long of(final long cell, final long first) {
        final SliceCells cells = live.cells();
        long next = cells.nextLive(cell, first + 1, until);
        if (next >= until) {
            return cell + cells.accumulatorOffset(first);
        }
        final long merged = scratch.address();
        Memory.copy(cell + cells.accumulatorOffset(first), merged, scratch.bytes());
        while (next < until) {
            aggregate.merge(merged, cell + cells.accumulatorOffset(next));
            next = cells.nextLive(cell, next + 1, until);
        }
        return merged;
    }

    @Override
    public void pass(final long cell) {}

    @Override
    public void close() {
        scratch.close();
    }
}
