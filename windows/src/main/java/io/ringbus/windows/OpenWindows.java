// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.slot.Memory;
import io.ringbus.slot.Slab;
import io.ringbus.windows.aggregate.Aggregate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Says what the windows of a key that are still open come to, without telling them. From the newest window back, each holds
 * what the one behind it holds and some older slices, so that a key costs a merge per slice, and not per slice and window;
 * only a window that ends before the newest record of the key is merged by itself.
 *
 * <p><b>Threading.</b> Stage thread, between two turns.
 * <p><b>Allocation.</b> For each question.
 */
final class OpenWindows<K, T, R, O> {
    private final Slices slices;
    private final Aggregate<T, R> aggregate;
    private final WindowShape<K, R, O> shape;
    private final LiveSlices<K> live;

    OpenWindows(final SlicedWindow<K, T, R, O> window, final LiveSlices<K> live) {
        this.slices = window.slices();
        this.aggregate = window.aggregate();
        this.shape = window.shape();
        this.live = live;
    }

    /** The results of the windows that {@code watermarkNs} has not closed, oldest first. */
    List<O> of(final K key, final long watermarkNs) {
        final long cell = live.any() ? live.state().get().peek(key) : 0;
        final long oldest = cell == 0 ? live.end() : live.firstLive(cell, Long.MIN_VALUE, Long.MAX_VALUE);
        if (cell == 0 || oldest >= live.end()) {
            return List.of();
        }
        long newest = live.end() - 1;
        while (!isLive(cell, newest)) {
            newest--;
        }
        final long first = Math.max(slices.firstWindowOf(oldest), slices.firstOpenWindow(watermarkNs));
        final List<O> newestFirst = new ArrayList<>();
        long summedFrom = newest + 1;
        try (Sum sum = new Sum(cell)) {
            for (long window = slices.lastWindowOf(newest); window >= first; window -= slices.slideSlices()) {
                if (window + slices.windowSlices() > newest) {
                    sum.addOlder(window, summedFrom);
                    summedFrom = Math.max(window, oldest);
                    newestFirst.add(result(key, window, sum.address()));
                } else {
                    try (Sum alone = new Sum(cell)) {
                        alone.addOlder(window, window + slices.windowSlices());
                        if (!alone.isEmpty()) {
                            newestFirst.add(result(key, window, alone.address()));
                        }
                    }
                }
            }
        }
        Collections.reverse(newestFirst);
        return newestFirst;
    }

    private O result(final K key, final long window, final long accumulator) {
        return shape.early(key, slices.startNs(window), slices.windowEndNs(window), aggregate.result(accumulator));
    }

    private boolean isLive(final long cell, final long slice) {
        final SliceCells cells = live.cells();
        return (Memory.getLong(cell + cells.wordOffset(slice)) & cells.bit(slice)) != 0;
    }

    /** Slices of a cell, merged; the older ones are added before the others, for the order counts. */
    private final class Sum implements AutoCloseable {
        private final long cell;
        private Slab merged = new Slab(aggregate.accumulatorBytes(), Long.BYTES);
        private Slab spare = new Slab(aggregate.accumulatorBytes(), Long.BYTES);
        private boolean empty = true;

        Sum(final long cell) {
            this.cell = cell;
        }

        void addOlder(final long from, final long until) {
            for (long slice = until - 1; slice >= Math.max(from, live.oldest()); slice--) {
                if (isLive(cell, slice)) {
                    Memory.copy(cell + live.cells().accumulatorOffset(slice), spare.address(), spare.bytes());
                    if (!empty) {
                        aggregate.merge(spare.address(), merged.address());
                    }
                    final Slab older = spare;
                    spare = merged;
                    merged = older;
                    empty = false;
                }
            }
        }

        boolean isEmpty() {
            return empty;
        }

        long address() {
            return merged.address();
        }

        @Override
        public void close() {
            merged.close();
            spare.close();
        }
    }
}
