// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.chain.LooksAhead;
import io.ringbus.chain.Operator;
import io.ringbus.chain.Output;
import io.ringbus.chain.Queryable;
import io.ringbus.chain.Specialiser;
import io.ringbus.function.KeySelector;
import io.ringbus.slot.Memory;
import io.ringbus.slot.SlotLayout;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import io.ringbus.state.CellLayout;
import io.ringbus.windows.aggregate.Aggregate;
import java.util.List;
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
 * <p>With {@link Early}, windows that are not told yet tell what they hold, with every so manieth of their records or by the
 * clock. The first costs time in proportion to the slices of a window for each record.
 *
 * <p>This class is the path of a record. {@link LiveSlices} knows what the cells hold, {@link FiringSchedule} what is told
 * when, and {@link WindowFiring} tells it.
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
public final class SlicedWindowOperator<K, T, R, O> implements Operator<T, O>, LooksAhead<T>, Queryable {
    private final String name;
    private final KeySelector<T, K> keySelector;
    private final Slices slices;
    private final Aggregate<T, R> aggregate;
    private final Unplaced<T> unplaced;
    private final boolean wantsUnplaced;
    private final CurrentState<K> state;
    private final LiveSlices<K> live;
    private final FiringSchedule schedule;
    private final Firing<O> firing;
    private final boolean tellsEarly;
    private final @Nullable EarlyKeys earlyKeys;
    private final OpenWindows<K, T, R, O> open;

    /** Newest watermark seen: a window whose last time it has reached is told. */
    private long watermarkNs = SlotLayout.NO_TIME;

    /** The slice of the last record, none of whose windows are told: its times, and its place in a cell. */
    private long sliceStartNs = Long.MAX_VALUE;

    private long sliceLastNs = Long.MIN_VALUE;
    private long slice;
    private long wordOffset;
    private long bit;
    private long accumulatorOffset;

    /** Opens the state and is ready for the first record; {@code specialiser} clones what the operator is made of. */
    @SuppressWarnings("unchecked") // a clone of the template has its type arguments
    public SlicedWindowOperator(
            final SlicedWindow<K, T, R, O> window,
            final StateOpener<K> opener,
            final Unplaced<T> unplaced,
            final Specialiser specialiser) {
        this.name = window.name();
        this.keySelector = window.key();
        this.slices = window.slices();
        this.aggregate = window.aggregate();
        this.unplaced = unplaced;
        this.wantsUnplaced = window.latenessNs() > 0 || unplaced.wantsRecords();
        this.live = new LiveSlices<>(window, opener);
        this.state = live.state();
        this.tellsEarly = window.early() != null;
        this.earlyKeys = live.early();
        this.schedule = new FiringSchedule(window.slices(), window.latenessNs());
        this.open = new OpenWindows<>(window, live);
        this.firing = specialiser.create(Firing.class, WindowFiring.class, window, live, schedule, specialiser);
    }

    @Override
    public void process(final T record, final long timestampNs, final Output<O> output) {
        Entry entry = Entry.OPEN;
        if (timestampNs < sliceStartNs || timestampNs > sliceLastNs) {
            entry = enterSlice(timestampNs); // the record stays behind: an argument of a call goes to the heap
        }
        if (entry != Entry.OPEN) { // asked of every record: among the few that enter a slice, rare would not show
            dealWith(entry, wantsUnplaced ? record : null, timestampNs, output);
            return;
        }
        final long cell = state.get().cell(keySelector.keyOf(record));
        aggregate.add(record, timestampNs, cell + accumulatorOffset);
        if ((Memory.getLong(cell + wordOffset) & bit) == 0) {
            live.touch(cell, slice);
        }
        if (tellsEarly) {
            tellEarly(cell, slice, output);
        }
    }

    /** None whose windows are told at once, early or again, and none of a window that ends before all that are waited for. */
    @Override
    public boolean mayWait(final long timestampNs) {
        return !tellsEarly && timestampNs > schedule.beforeNextNs();
    }

    @Override
    public long hintOf(final T record) {
        return state.get().hintOf(keySelector.keyOf(record));
    }

    @Override
    public long readPlace(final long hint) {
        return state.get().readPlace(hint);
    }

    @Override
    public boolean onWatermark(final long watermarkNs, final Output<O> output) {
        this.watermarkNs = watermarkNs;
        return watermarkNs < schedule.dueNs() || fire(output);
    }

    @Override
    public long watermarkDueNs() {
        return schedule.dueNs();
    }

    @Override
    public boolean takesWhileBusy(final long timestampNs) {
        return timestampNs > watermarkNs && live.hasRoom(slices.sliceOf(timestampNs));
    }

    @Override
    public long timerNs() {
        return earlyKeys == null ? NO_TIMER : earlyKeys.timerNs();
    }

    @Override
    public void onTimer(final long nowNs, final Output<O> output) {
        if (earlyKeys != null) {
            firing.tellEarly(earlyKeys, watermarkNs, output);
        }
    }

    /** The cells, and what cannot be told from them: the watermark, and between which slices they live. */
    @Override
    public void save(final StateWriter out) {
        out.putString(definition());
        out.putLong(watermarkNs);
        unplaced.save(out);
        live.save(out);
    }

    @Override
    public void restore(final StateReader in) {
        final String saved = in.getString();
        if (!saved.equals(definition())) {
            throw new IllegalStateException("window '" + name + "': definition=" + definition()
                    + ", but the snapshot has " + saved
                    + ": start the pipeline that wrote it, or begin without a snapshot");
        }
        watermarkNs = Math.max(watermarkNs, in.getLong());
        unplaced.restore(in);
        if (in.isShare()) {
            live.restoreShare(in);
        } else {
            live.restore(in);
        }
        schedule.expectFrom(slices.firstOpenWindow(watermarkNs), live);
    }

    @Override
    public boolean takesShares() {
        return true;
    }

    /** What the numbers of slices and the bytes of accumulators depend on. */
    private String definition() {
        return slices + ", accumulator " + aggregate.accumulatorBytes() + " B, kept "
                + live.cells().keptBytes() + " B";
    }

    /** The results of the windows of the key that are still open, oldest first. */
    @Override
    @SuppressWarnings("unchecked") // another key's class is found nowhere, or refused by its state
    public List<?> query(final Object key) {
        return open.of((K) key, watermarkNs);
    }

    @Override
    public void close() {
        live.close();
        firing.close();
    }

    private boolean fire(final Output<O> output) {
        forgetSlice(); // its windows may be told now
        return firing.fire(watermarkNs, output);
    }

    private void forgetSlice() {
        sliceLastNs = Long.MIN_VALUE;
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
        final long closedNs = schedule.closedNs(watermarkNs);
        if (slices.windowLastNs(lastWindow) <= closedNs) {
            return Entry.LATE;
        }
        forgetSlice(); // it may get another place
        live.makeRoom(entered);
        schedule.expectToFree(live.oldest());
        final long firstWindow = Math.max(slices.firstWindowOf(entered), firstWindowAfter(closedNs, lastWindow));
        schedule.expect(Math.max(firstWindow, firstWindowAfter(watermarkNs, lastWindow)), watermarkNs);
        if (slices.windowLastNs(firstWindow) <= watermarkNs) {
            return Entry.TOLD;
        }
        final SliceCells cells = live.cells();
        slice = entered;
        wordOffset = cells.wordOffset(entered);
        bit = live.isSummedUp(entered) ? 0 : cells.bit(entered); // 0 is never set: each record is noted
        accumulatorOffset = cells.accumulatorOffset(entered);
        sliceStartNs = slices.startNs(entered);
        sliceLastNs = slices.lastNs(entered);
        return Entry.OPEN;
    }

    /** The first window that ends after {@code timeNs}, but none after {@code lastWindow}. */
    private long firstWindowAfter(final long timeNs, final long lastWindow) {
        return Math.min(slices.firstOpenWindow(timeNs), lastWindow);
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

    /** Adds a record and tells its open windows again that were told without it. */
    private void addLate(final T record, final long timestampNs, final Output<O> output) {
        final long entered = slices.sliceOf(timestampNs);
        final long cell = state.get().cell(keySelector.keyOf(record));
        aggregate.add(record, timestampNs, cell + live.cells().accumulatorOffset(entered));
        live.touch(cell, entered);
        firing.tellAgain(cell, entered, watermarkNs, output);
        if (tellsEarly) {
            tellEarly(cell, entered, output);
        }
    }

    private void tellEarly(final long cell, final long entered, final Output<O> output) {
        if (earlyKeys != null) {
            earlyKeys.note(Memory.getInt(cell + CellLayout.ORDINAL_OFFSET));
        }
        firing.tellEarly(cell, entered, watermarkNs, output);
    }
}
