// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.chain.Output;
import io.ringbus.chain.Specialiser;
import io.ringbus.slot.Memory;
import io.ringbus.state.CellLayout;
import io.ringbus.state.KeyedState;
import io.ringbus.windows.aggregate.Aggregate;

/**
 * Tells windows: visits the active keys window by window, merges the slices of each, emits the result and frees what no later
 * window needs. A template, so that its aggregate and its shape are known to the compiler.
 *
 * <p><b>Threading.</b> Stage thread.
 * <p><b>Progress.</b> Visits at most a portion of keys per call, and stops when the output is full.
 */
final class WindowFiring<K, T, R, O> implements Firing<O> {
    /** Keys whose bytes are fetched together: some 8 lines each, a quarter of a first-level cache. */
    private static final int AHEAD = 16;

    private final Slices slices;
    private final Aggregate<T, R> aggregate;
    private final WindowShape<K, R, O> shape;
    private final boolean keepsTold;
    private final long earlyRecords;
    private final int portion;
    private final CurrentState<K> state;
    private final LiveSlices<K> live;
    private final FiringSchedule schedule;
    private final WindowSummary summary;
    private final MergedSlices merged;

    @SuppressWarnings("UnusedVariable") // written so that what makes it is done
    private long touched;

    WindowFiring(
            final SlicedWindow<K, T, R, O> window,
            final LiveSlices<K> live,
            final FiringSchedule schedule,
            final Specialiser specialiser) {
        this.slices = window.slices();
        this.aggregate = ConstantAggregate.of(window.aggregate(), specialiser);
        this.shape = window.shape();
        this.keepsTold = window.latenessNs() > 0;
        this.earlyRecords = window.early() == null ? 0 : window.early().everyRecords();
        this.portion = window.portion();
        this.state = live.state();
        this.live = live;
        this.schedule = schedule;
        this.summary = WindowSummary.choose(slices, aggregate, live, specialiser);
        this.merged = new MergedSlices(slices, aggregate, live);
    }

    @Override
    public boolean fire(final long watermarkNs, final Output<O> output) {
        final ActiveKeys active = live.active();
        int budget = portion;
        while (schedule.isFiring(watermarkNs)) {
            final long window = schedule.nextWindow();
            summary.begin(window);
            live.sumUp(window + slices.windowSlices());
            for (int ahead = 0; active.hasNext(); ahead--) {
                if (budget-- == 0 || output.isFull()) {
                    return false;
                }
                if (ahead == 0) {
                    ahead = touchAhead(active);
                }
                tell(active.next(), window, output);
            }
            endSweep(window + slices.slideSlices());
        }
        if (live.any() && schedule.isFreeing(watermarkNs)) {
            final long until = Math.min(slices.firstOpenWindow(schedule.closedNs(watermarkNs)), live.end());
            while (active.hasNext()) {
                if (budget-- == 0) {
                    return false;
                }
                final int ordinal = active.next();
                live.free(state.get().cellAt(ordinal), live.oldest(), until, ordinal);
            }
            endSweep(slices.firstOpenWindow(watermarkNs));
        }
        return true;
    }

    @Override
    public void tellAgain(final long cell, final long slice, final long watermarkNs, final Output<O> output) {
        final int ordinal = Memory.getInt(cell + CellLayout.ORDINAL_OFFSET);
        final long lastWindow = slices.lastWindowOf(slice);
        final long firstOpen = Math.min(slices.firstOpenWindow(schedule.closedNs(watermarkNs)), lastWindow);
        for (long window = Math.max(slices.firstWindowOf(slice), firstOpen);
                window <= lastWindow && slices.windowLastNs(window) <= watermarkNs;
                window += slices.slideSlices()) {
            final long first = live.firstLive(cell, window, untilOf(window));
            merged.begin(window);
            output.emit(result(merged.of(cell, first), window, ordinal), slices.windowLastNs(window));
        }
    }

    @Override
    public void tellEarly(final long cell, final long slice, final long watermarkNs, final Output<O> output) {
        if (earlyRecords == 0) {
            return;
        }
        final int ordinal = Memory.getInt(cell + CellLayout.ORDINAL_OFFSET);
        final long lastWindow = slices.lastWindowOf(slice);
        long window = Math.max(slices.firstWindowOf(slice), Math.min(slices.firstOpenWindow(watermarkNs), lastWindow));
        long records = records(cell, window, window + slices.windowSlices());
        while (window <= lastWindow) {
            if (records % earlyRecords == 0 && slices.windowLastNs(window) > watermarkNs) {
                emitEarly(cell, window, ordinal, output);
            }
            final long next = window + slices.slideSlices();
            records -= records(cell, window, next);
            records += records(cell, window + slices.windowSlices(), next + slices.windowSlices());
            window = next;
        }
    }

    /** How many records the live slices in [from, until) hold. */
    private long records(final long cell, final long from, final long until) {
        long records = 0;
        long next = live.firstLive(cell, from, until);
        while (next < Math.min(until, live.end())) {
            records += CountedAggregate.records(cell + live.cells().accumulatorOffset(next));
            next = live.firstLive(cell, next + 1, until);
        }
        return records;
    }

    @Override
    public boolean tellEarly(final EarlyKeys keys, final long watermarkNs, final Output<O> output) {
        int budget = portion;
        while (keys.hasNext()) {
            if (budget-- == 0 || output.isFull()) {
                return false;
            }
            final int ordinal = keys.next();
            final long cell = state.get().peekAt(ordinal);
            long window = slices.firstOpenWindow(watermarkNs);
            long first = live.firstLive(cell, window, live.end());
            while (first < live.end()) {
                window = Math.max(window, slices.firstWindowOf(first));
                emitEarly(cell, window, ordinal, output);
                window += slices.slideSlices();
                first = live.firstLive(cell, window, live.end());
            }
        }
        keys.end();
        return true;
    }

    private void emitEarly(final long cell, final long window, final int ordinal, final Output<O> output) {
        merged.begin(window);
        final long accumulator = merged.of(cell, live.firstLive(cell, window, untilOf(window)));
        final R value = aggregate.result(accumulator);
        final K key = state.get().keyAt(ordinal);
        output.emit(
                shape.early(key, slices.startNs(window), slices.windowEndNs(window), value),
                slices.windowLastNs(window));
    }

    @Override
    public void close() {
        summary.close();
        merged.close();
    }

    /** Brings what the next keys need into the cache, all at once; answers how many keys. */
    private int touchAhead(final ActiveKeys active) {
        final int ahead = Math.min(AHEAD, active.remaining());
        final KeyedState<K> keys = state.get();
        for (int index = 0; index < ahead; index++) {
            touched ^= summary.touch(keys.peekAt(active.peek(index)));
        }
        return ahead;
    }

    /** Tells the window of one key, unless it is empty. The key's state is settled before anything is emitted. */
    private void tell(final int ordinal, final long window, final Output<O> output) {
        final KeyedState<K> keys = state.get();
        final long cell = keys.cellAt(ordinal);
        final long first = live.firstLive(cell, window, untilOf(window));
        if (first >= untilOf(window)) {
            live.active().keep(ordinal);
            return;
        }
        final O emitted;
        try {
            emitted = result(summary.of(cell, first), window, ordinal);
            summary.pass(cell);
        } finally {
            final long freed = Math.min(slices.windowSlices(), slices.slideSlices());
            final long until = keepsTold ? first : Math.min(window + freed, live.end());
            live.free(cell, first, until, ordinal);
        }
        output.emit(emitted, slices.windowLastNs(window));
    }

    /** What is emitted of a window whose records are summed up at {@code accumulator}. */
    private O result(final long accumulator, final long window, final int ordinal) {
        final R value = aggregate.result(accumulator);
        return shape.shape(state.get().keyAt(ordinal), slices.startNs(window), slices.windowEndNs(window), value);
    }

    private long untilOf(final long window) {
        return Math.min(window + slices.windowSlices(), live.end());
    }

    /** Goes on to the first window at or after {@code nextWindow} that holds a live slice. */
    private void endSweep(final long nextWindow) {
        live.endSweep();
        schedule.expectFrom(nextWindow, live);
    }
}
