// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.chain.Operator;
import io.ringbus.chain.Output;
import io.ringbus.function.KeySelector;
import io.ringbus.slot.Memory;
import io.ringbus.slot.Slab;
import io.ringbus.slot.SlotLayout;
import io.ringbus.state.CellLayout;
import io.ringbus.state.KeyedState;
import io.ringbus.windows.aggregate.Aggregate;
import java.util.Arrays;

/**
 * Aligned time windows, tumbling or sliding, per key: each record is added to exactly one slice of its key's cell, and a
 * window that the watermark closes is merged from its slices.
 *
 * <p>Where a record's slice lies in a cell is the same for all keys and remembered, so that a run of records of one slice costs
 * two compares each, not a division.
 *
 * <p><b>Layout.</b> {@link SliceCells}.
 * <p><b>Ordering.</b> Windows are emitted in order of their end; those of one end in the order in which their keys became
 * active. A key is active while it has records in open windows.
 * <p><b>Allocation.</b> None per record of a known key.
 * <p><b>Progress.</b> Firing visits the active keys in portions, and stops when the output is full; stretches of time
 * without records cost nothing, however long they are.
 * <p><b>Failure.</b> A record without a timestamp is refused. One so far ahead of the oldest open slice that more than
 * {@code ringbus.window.slices.max} would be open is refused, too; neither changes anything.
 *
 * @param <K> key
 * @param <T> record read
 * @param <R> result of the aggregate
 * @param <O> record emitted
 */
public final class SlicedWindowOperator<K, T, R, O> implements Operator<T, O> {
    private final String name;
    private final KeySelector<T, K> keySelector;
    private final Slices slices;
    private final Aggregate<T, R> aggregate;
    private final WindowShape<K, R, O> shape;
    private final int slicesMax;
    private final int portion;
    private final StateOpener<K> opener;
    private final Unplaced<T> unplaced;
    private final Slab scratch;

    /** Newest watermark seen; a window whose last time it has reached is closed. */
    private long watermarkNs = SlotLayout.NO_TIME;

    /** The slice of the last record, which is open: its times, and its place in a cell. */
    private long sliceStartNs = Long.MAX_VALUE;

    private long sliceLastNs = Long.MIN_VALUE;
    private long slice;
    private long wordOffset;
    private long bit;
    private long accumulatorOffset;

    private KeyedState<K> state;
    private SliceCells cells;

    /** Keys that have each place live; all live slices lie in [oldestSlice, newestSlice]. */
    private int[] keysLive;

    private boolean anySlice;
    private long oldestSlice;
    private long newestSlice;

    /** The first window that may hold records and has not fired, and the watermark that it waits for. */
    private long nextWindow;

    private long nextFireNs = Long.MAX_VALUE;

    /** Ordinals of the active keys. While a window fires, those before readIndex have been visited. */
    private int[] active = new int[16];

    private int activeCount;
    private int readIndex;
    private int writeIndex;

    /** Opens the state and is ready for the first record. */
    public SlicedWindowOperator(
            final SlicedWindow<K, T, R, O> window, final StateOpener<K> opener, final Unplaced<T> unplaced) {
        this.name = window.name();
        this.keySelector = window.key();
        this.slices = window.slices();
        this.aggregate = window.aggregate();
        this.shape = window.shape();
        this.slicesMax = window.slicesMax();
        this.portion = window.portion();
        this.opener = opener;
        this.unplaced = unplaced;
        this.cells = SliceCells.forSlices(slices.windowSlices() + 1, aggregate.accumulatorBytes());
        this.keysLive = new int[cells.capacity()];
        this.state = opener.open(cells.valueBytes());
        this.scratch = new Slab(aggregate.accumulatorBytes(), Long.BYTES);
    }

    @Override
    public void process(final T record, final long timestampNs, final Output<O> output) {
        if ((timestampNs < sliceStartNs || timestampNs > sliceLastNs) && !enterSlice(record, timestampNs)) {
            return;
        }
        final long cell = state.cell(keySelector.keyOf(record));
        aggregate.add(record, timestampNs, cell + accumulatorOffset);
        final long word = Memory.getLong(cell + wordOffset);
        if ((word & bit) == 0) {
            markLive(cell);
        }
    }

    @Override
    public boolean onWatermark(final long watermarkNs, final Output<O> output) {
        this.watermarkNs = watermarkNs;
        return watermarkNs < nextFireNs || fireDue(output);
    }

    @Override
    public void close() {
        state.close();
        scratch.close();
    }

    /** Makes the record's slice the current one; false when the record enters no window. */
    private boolean enterSlice(final T record, final long timestampNs) {
        if (timestampNs == SlotLayout.NO_TIME) {
            throw new IllegalArgumentException("window '" + name
                    + "': record has no timestamp: assign event time to the stream before a time window");
        }
        final long entered = slices.sliceOf(timestampNs);
        if (slices.inGap(entered)) {
            unplaced.inGap(record, timestampNs);
            return false;
        }
        if (slices.windowLastNs(slices.lastWindowOf(entered)) <= watermarkNs) {
            unplaced.late(record, timestampNs);
            return false;
        }
        final long oldest = anySlice ? Math.min(oldestSlice, entered) : entered;
        final long newest = anySlice ? Math.max(newestSlice, entered) : entered;
        if (newest - oldest >= cells.capacity()) {
            widen(newest - oldest + 1);
        }
        openFrom(entered);
        anySlice = true;
        oldestSlice = oldest;
        newestSlice = newest;
        slice = entered;
        wordOffset = cells.wordOffset(entered);
        bit = cells.bit(entered);
        accumulatorOffset = cells.accumulatorOffset(entered);
        sliceStartNs = slices.startNs(entered);
        sliceLastNs = slices.lastNs(entered);
        return true;
    }

    /** Sees to it that the first open window of the slice fires. */
    private void openFrom(final long entered) {
        long window = slices.firstWindowOf(entered);
        if (slices.windowLastNs(window) <= watermarkNs) {
            window = Math.min(slices.firstOpenWindow(watermarkNs), slices.lastWindowOf(entered));
        }
        if (!anySlice || window < nextWindow) {
            nextWindow = window;
            nextFireNs = slices.windowLastNs(window);
        }
    }

    /** Notes that the key has records in the current slice. */
    private void markLive(final long cell) {
        if (cells.isEmpty(cell)) {
            if (activeCount == active.length) {
                active = Arrays.copyOf(active, activeCount * 2);
            }
            active[activeCount++] = Memory.getInt(cell + CellLayout.ORDINAL_OFFSET);
        }
        cells.markLive(cell, slice);
        keysLive[cells.place(slice)]++;
    }

    /** Fires what is due, at most one portion of keys; true when nothing is left. */
    private boolean fireDue(final Output<O> output) {
        sliceLastNs = Long.MIN_VALUE; // the current slice may close: look it up again
        int budget = portion;
        while (anySlice && nextFireNs <= watermarkNs) {
            while (readIndex < activeCount) {
                if (budget-- == 0 || output.isFull()) {
                    return false;
                }
                fire(active[readIndex++], output);
            }
            windowDone();
        }
        return true;
    }

    /** Emits the window of one key, unless it is empty. The key's state is settled before anything is emitted. */
    private void fire(final int ordinal, final Output<O> output) {
        final long cell = state.cellAt(ordinal);
        final long until = Math.min(nextWindow + slices.windowSlices(), newestSlice + 1);
        final long first = cells.nextLive(cell, Math.max(nextWindow, oldestSlice), until);
        if (first >= until) {
            active[writeIndex++] = ordinal;
            return;
        }
        final O emitted;
        try {
            final R value = aggregate.result(summary(cell, first, until));
            emitted = shape.shape(
                    state.keyAt(ordinal), slices.startNs(nextWindow), slices.windowEndNs(nextWindow), value);
        } finally {
            release(cell, first, ordinal);
        }
        output.emit(emitted, nextFireNs);
    }

    /** Address of the window's accumulator: the only live slice itself, or all of them merged. */
    private long summary(final long cell, final long first, final long until) {
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

    /** Frees the slices that no later window holds, and keeps the key active if it has others. */
    private void release(final long cell, final long first, final int ordinal) {
        final long windowSlices = slices.windowSlices();
        final long until = Math.min(nextWindow + Math.min(windowSlices, slices.slideSlices()), newestSlice + 1);
        long done = cells.nextLive(cell, first, until);
        while (done < until) {
            cells.release(cell, done);
            keysLive[cells.place(done)]--;
            done = cells.nextLive(cell, done + 1, until);
        }
        if (!cells.isEmpty(cell)) {
            active[writeIndex++] = ordinal;
        }
    }

    /** Goes on to the next window that holds a live slice. */
    private void windowDone() {
        activeCount = writeIndex;
        readIndex = 0;
        writeIndex = 0;
        while (oldestSlice <= newestSlice && keysLive[cells.place(oldestSlice)] == 0) {
            oldestSlice++;
        }
        anySlice = oldestSlice <= newestSlice;
        if (anySlice) {
            nextWindow = Math.max(nextWindow + slices.slideSlices(), slices.firstWindowOf(oldestSlice));
            nextFireNs = slices.windowLastNs(nextWindow);
        } else {
            nextFireNs = Long.MAX_VALUE;
        }
    }

    /** Moves all active keys into cells with room for {@code needed} slices. */
    private void widen(final long needed) {
        if (needed > slicesMax) {
            throw new IllegalStateException("window '" + name + "': open slices=" + needed
                    + " > ringbus.window.slices.max=" + slicesMax
                    + ": the record is too far from the oldest open window; check its timestamp, or raise the setting");
        }
        final SliceCells wide = SliceCells.forSlices(needed, aggregate.accumulatorBytes());
        final KeyedState<K> target = opener.open(wide.valueBytes());
        final int[] wideActive = new int[active.length];
        final int[] wideKeysLive = new int[wide.capacity()];
        boolean copied = false;
        try {
            for (int index = 0; index < activeCount; index++) {
                final long from = state.cellAt(active[index]);
                final long to = target.cell(state.keyAt(active[index]));
                wideActive[index] = Memory.getInt(to + CellLayout.ORDINAL_OFFSET);
                copySlices(from, to, wide, wideKeysLive);
            }
            copied = true;
        } finally {
            if (!copied) {
                target.close();
            }
        }
        state.close();
        state = target;
        cells = wide;
        active = wideActive;
        keysLive = wideKeysLive;
    }

    private void copySlices(final long from, final long to, final SliceCells wide, final int[] wideKeysLive) {
        final long until = newestSlice + 1;
        for (long live = cells.nextLive(from, oldestSlice, until);
                live < until;
                live = cells.nextLive(from, live + 1, until)) {
            Memory.copy(
                    from + cells.accumulatorOffset(live), to + wide.accumulatorOffset(live), wide.accumulatorBytes());
            wide.markLive(to, live);
            wideKeysLive[wide.place(live)]++;
        }
    }
}
