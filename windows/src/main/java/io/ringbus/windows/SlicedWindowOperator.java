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
import org.jspecify.annotations.Nullable;

/**
 * Aligned time windows, tumbling or sliding, per key: each record is added to exactly one slice of its key's cell, and a
 * window that the watermark closes is merged from its slices.
 *
 * <p>Where a record's slice lies in a cell is the same for all keys and remembered, so that a run of records of one slice costs
 * two compares each, not a division.
 *
 * <p>With an allowed lateness, slices are kept until it has passed, and a record that comes late fires the windows that have
 * been told already at once again, with the whole updated result.
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
    private final long latenessNs;
    private final int slicesMax;
    private final int portion;
    private final StateOpener<K> opener;
    private final Unplaced<T> unplaced;
    private final boolean wantsUnplaced;
    private final Slab scratch;

    /** Newest watermark seen: a window whose last time it has reached is told. */
    private long watermarkNs = SlotLayout.NO_TIME;

    /** The slice of the last record, none of whose windows are told: its times, and its place in a cell. */
    private long sliceStartNs = Long.MAX_VALUE;

    private long sliceLastNs = Long.MIN_VALUE;
    private long slice;
    private long wordOffset;
    private long bit;
    private long accumulatorOffset;

    private final CurrentState<K> state;
    private SliceCells cells;
    private ActiveKeys active = new ActiveKeys();

    /** Keys that have each place live; all live slices lie in [oldestSlice, newestSlice]. */
    private int[] keysLive;

    private boolean anySlice;
    private long oldestSlice;
    private long newestSlice;

    /** The first window that holds records and is not told yet, if there is one, and the watermark that it waits for. */
    private boolean anyWindow;

    private long nextWindow;

    private long nextFireNs = Long.MAX_VALUE;

    /** The watermark that the oldest slice waits for to be freed, where that is not when its last window fires. */
    private long nextFreeNs = Long.MAX_VALUE;

    /** The smaller of the two. */
    private long nextDueNs = Long.MAX_VALUE;

    /** Opens the state and is ready for the first record. */
    public SlicedWindowOperator(
            final SlicedWindow<K, T, R, O> window, final StateOpener<K> opener, final Unplaced<T> unplaced) {
        this.name = window.name();
        this.keySelector = window.key();
        this.slices = window.slices();
        this.aggregate = window.aggregate();
        this.shape = window.shape();
        this.latenessNs = window.latenessNs();
        this.slicesMax = window.slicesMax();
        this.portion = window.portion();
        this.opener = opener;
        this.unplaced = unplaced;
        this.wantsUnplaced = window.latenessNs() > 0 || unplaced.wantsRecords();
        this.cells = SliceCells.forSlices(window.slicesOpen() + 1, aggregate.accumulatorBytes());
        this.keysLive = new int[cells.capacity()];
        this.state = CurrentState.of(opener.open(cells.valueBytes()));
        this.scratch = new Slab(aggregate.accumulatorBytes(), Long.BYTES);
    }

    @Override
    public void process(final T record, final long timestampNs, final Output<O> output) {
        if (timestampNs < sliceStartNs || timestampNs > sliceLastNs) {
            final Entry entry =
                    enterSlice(timestampNs); // the record stays behind: an argument of a call goes to the heap
            if (entry != Entry.OPEN) {
                dealWith(entry, wantsUnplaced ? record : null, timestampNs, output);
                return;
            }
        }
        final long cell = state.get().cell(keySelector.keyOf(record));
        aggregate.add(record, timestampNs, cell + accumulatorOffset);
        if ((Memory.getLong(cell + wordOffset) & bit) == 0) {
            markLive(cell, slice);
        }
    }

    @Override
    public boolean onWatermark(final long watermarkNs, final Output<O> output) {
        this.watermarkNs = watermarkNs;
        return watermarkNs < nextDueNs || doDue(output);
    }

    @Override
    public long watermarkDueNs() {
        return nextDueNs;
    }

    @Override
    public boolean takesWhileBusy(final long timestampNs) {
        final long entered = slices.sliceOf(timestampNs);
        return timestampNs > watermarkNs && entered >= oldestSlice && entered - oldestSlice < cells.capacity();
    }

    @Override
    public void close() {
        state.get().close();
        scratch.close();
    }

    /** Makes the slice of a record of this time the current one, if all its windows are open and untold. */
    private Entry enterSlice(final long timestampNs) {
        if (timestampNs == SlotLayout.NO_TIME) {
            throw new IllegalArgumentException("window '" + name
                    + "': record has no timestamp: assign event time to the stream before a time window");
        }
        final long entered = slices.sliceOf(timestampNs);
        if (slices.inGap(entered)) {
            return Entry.IN_GAP;
        }
        final long lastWindow = slices.lastWindowOf(entered);
        if (slices.windowLastNs(lastWindow) <= closedNs()) {
            return Entry.LATE;
        }
        makeRoom(entered);
        final long firstWindow = Math.max(slices.firstWindowOf(entered), firstWindowAfter(closedNs(), lastWindow));
        expectToFire(Math.max(firstWindow, firstWindowAfter(watermarkNs, lastWindow)));
        if (slices.windowLastNs(firstWindow) <= watermarkNs) {
            return Entry.TOLD;
        }
        slice = entered;
        wordOffset = cells.wordOffset(entered);
        bit = cells.bit(entered);
        accumulatorOffset = cells.accumulatorOffset(entered);
        sliceStartNs = slices.startNs(entered);
        sliceLastNs = slices.lastNs(entered);
        return Entry.OPEN;
    }

    private void dealWith(final Entry entry, final @Nullable T record, final long timestampNs, final Output<O> output) {
        if (entry == Entry.IN_GAP) {
            unplaced.inGap(record, timestampNs);
        } else if (entry == Entry.LATE) {
            unplaced.late(record, timestampNs);
        } else if (record != null) { // told windows take records only within a lateness, and then records are wanted
            addLate(record, timestampNs, output);
        }
    }

    /** The last time that is closed: a window with no later time takes no record any more. */
    private long closedNs() {
        if (watermarkNs == Long.MAX_VALUE || watermarkNs == SlotLayout.NO_TIME) {
            return watermarkNs;
        }
        return Math.max(watermarkNs, SlotLayout.NO_TIME + latenessNs) - latenessNs;
    }

    /** The first window that ends after {@code timeNs}, but none after {@code lastWindow}. */
    private long firstWindowAfter(final long timeNs, final long lastWindow) {
        return Math.min(slices.firstOpenWindow(timeNs), lastWindow);
    }

    /** Widens the range of slices that may be live, and the cells when they are too narrow for it. */
    private void makeRoom(final long entered) {
        final long oldest = anySlice ? Math.min(oldestSlice, entered) : entered;
        final long newest = anySlice ? Math.max(newestSlice, entered) : entered;
        if (newest - oldest >= cells.capacity()) {
            widen(newest - oldest + 1);
        }
        anySlice = true;
        oldestSlice = oldest;
        newestSlice = newest;
        scheduleFree();
    }

    /** Sees to it that {@code window} fires, unless it is told already. */
    private void expectToFire(final long window) {
        final long fireNs = slices.windowLastNs(window);
        if (fireNs > watermarkNs && (!anyWindow || window < nextWindow)) {
            anyWindow = true;
            nextWindow = window;
            nextFireNs = fireNs;
            nextDueNs = Math.min(nextDueNs, fireNs);
        }
    }

    private void scheduleFree() {
        if (latenessNs > 0) {
            final long lastNs = slices.windowLastNs(slices.lastWindowOf(oldestSlice));
            nextFreeNs = lastNs > Long.MAX_VALUE - latenessNs ? Long.MAX_VALUE : lastNs + latenessNs;
        }
        nextDueNs = Math.min(nextFireNs, nextFreeNs);
    }

    /** Adds a record and tells its open windows again that were told without it. */
    private void addLate(final T record, final long timestampNs, final Output<O> output) {
        final long entered = slices.sliceOf(timestampNs);
        final long cell = state.get().cell(keySelector.keyOf(record));
        aggregate.add(record, timestampNs, cell + cells.accumulatorOffset(entered));
        if (cells.nextLive(cell, entered, entered + 1) != entered) {
            markLive(cell, entered);
        }
        final int ordinal = Memory.getInt(cell + CellLayout.ORDINAL_OFFSET);
        final long lastWindow = slices.lastWindowOf(entered);
        final long firstWindow = Math.max(slices.firstWindowOf(entered), firstWindowAfter(closedNs(), lastWindow));
        for (long window = firstWindow;
                window <= lastWindow && slices.windowLastNs(window) <= watermarkNs;
                window += slices.slideSlices()) {
            final long first = firstLive(cell, window);
            output.emit(told(cell, first, window, ordinal), slices.windowLastNs(window));
        }
    }

    /** Notes that the key has records in {@code live}. */
    private void markLive(final long cell, final long live) {
        if (cells.isEmpty(cell)) {
            active.add(Memory.getInt(cell + CellLayout.ORDINAL_OFFSET));
        }
        cells.markLive(cell, live);
        keysLive[cells.place(live)]++;
    }

    /** Fires and frees what is due, at most one portion of keys; true when nothing is left. */
    private boolean doDue(final Output<O> output) {
        sliceLastNs = Long.MIN_VALUE; // windows of the current slice may be told: look it up again
        int budget = portion;
        while (anyWindow && nextFireNs <= watermarkNs) {
            while (active.hasNext()) {
                if (budget-- == 0 || output.isFull()) {
                    return false;
                }
                fire(active.next(), output);
            }
            endSweep(nextWindow + slices.slideSlices());
        }
        if (anySlice && nextFreeNs <= watermarkNs) {
            final long until = Math.min(slices.firstOpenWindow(closedNs()), newestSlice + 1);
            while (active.hasNext()) {
                if (budget-- == 0) {
                    return false;
                }
                final int ordinal = active.next();
                free(state.get().cellAt(ordinal), oldestSlice, until, ordinal);
            }
            endSweep(slices.firstOpenWindow(watermarkNs));
        }
        return true;
    }

    /** Tells the window of one key, unless it is empty. The key's state is settled before anything is emitted. */
    private void fire(final int ordinal, final Output<O> output) {
        final long cell = state.get().cellAt(ordinal);
        final long first = firstLive(cell, nextWindow);
        if (first >= untilOf(nextWindow)) {
            active.keep(ordinal);
            return;
        }
        final O emitted;
        try {
            emitted = told(cell, first, nextWindow, ordinal);
        } finally {
            final long freed = Math.min(slices.windowSlices(), slices.slideSlices());
            final long until = latenessNs > 0 ? first : Math.min(nextWindow + freed, newestSlice + 1);
            free(cell, first, until, ordinal);
        }
        output.emit(emitted, nextFireNs);
    }

    /** What is emitted of a window whose first live slice is {@code first}. */
    private O told(final long cell, final long first, final long window, final int ordinal) {
        final R value = aggregate.result(summary(cell, first, untilOf(window)));
        return shape.shape(state.get().keyAt(ordinal), slices.startNs(window), slices.windowEndNs(window), value);
    }

    private long firstLive(final long cell, final long window) {
        return cells.nextLive(cell, Math.max(window, oldestSlice), untilOf(window));
    }

    private long untilOf(final long window) {
        return Math.min(window + slices.windowSlices(), newestSlice + 1);
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

    /** Frees the live slices of a key in [from, until), and keeps the key active if it has others. */
    private void free(final long cell, final long from, final long until, final int ordinal) {
        long done = cells.nextLive(cell, from, until);
        while (done < until) {
            cells.release(cell, done);
            keysLive[cells.place(done)]--;
            done = cells.nextLive(cell, done + 1, until);
        }
        if (!cells.isEmpty(cell)) {
            active.keep(ordinal);
        }
    }

    /** Goes on to the first window at or after {@code window} that holds a live slice. */
    private void endSweep(final long window) {
        active.endSweep();
        oldestSlice = firstLiveOfAll(oldestSlice);
        anySlice = oldestSlice <= newestSlice;
        nextFireNs = Long.MAX_VALUE;
        nextFreeNs = Long.MAX_VALUE;
        nextDueNs = Long.MAX_VALUE;
        final long waiting = firstLiveOfAll(Math.max(window, oldestSlice));
        anyWindow = waiting <= newestSlice;
        if (anyWindow) {
            nextWindow = Math.max(window, slices.firstWindowOf(waiting));
            nextFireNs = slices.windowLastNs(nextWindow);
        }
        if (anySlice) {
            scheduleFree();
        }
    }

    private long firstLiveOfAll(final long from) {
        long live = from;
        while (live <= newestSlice && keysLive[cells.place(live)] == 0) {
            live++;
        }
        return live;
    }

    /** Moves all active keys into cells with room for {@code needed} slices. */
    private void widen(final long needed) {
        if (needed > slicesMax) {
            throw new IllegalStateException("window '" + name + "': open slices=" + needed
                    + " > ringbus.window.slices.max=" + slicesMax
                    + ": the record is too far from the oldest open window; check its timestamp, or raise the setting");
        }
        final SliceCells wide = SliceCells.forSlices(needed, aggregate.accumulatorBytes());
        final ActiveKeys wideActive = new ActiveKeys();
        final int[] wideKeysLive = new int[wide.capacity()];
        final KeyedState<K> target = opener.open(wide.valueBytes());
        boolean copied = false;
        try {
            for (int index = 0; index < active.count(); index++) {
                final long from = state.get().cellAt(active.at(index));
                final long to = target.cell(state.get().keyAt(active.at(index)));
                wideActive.add(Memory.getInt(to + CellLayout.ORDINAL_OFFSET));
                cells.copy(from, oldestSlice, newestSlice + 1, to, wide, wideKeysLive);
            }
            copied = true;
        } finally {
            if (!copied) {
                target.close();
            }
        }
        state.get().close();
        sliceLastNs = Long.MIN_VALUE; // the current slice has another place now
        state.replace(target);
        cells = wide;
        active = wideActive;
        keysLive = wideKeysLive;
    }
}
