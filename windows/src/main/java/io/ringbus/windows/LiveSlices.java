// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.slot.Memory;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import io.ringbus.state.CellLayout;
import io.ringbus.state.KeyedState;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The slices that hold records, of all keys of an operator: which keys have some, between which two slices all of them lie,
 * and cells that are wide enough for that.
 *
 * <p><b>Threading.</b> Stage thread.
 * <p><b>Allocation.</b> When cells are widened, and when there are more active keys than ever before.
 * <p><b>Failure.</b> A slice so far from the others that more than {@code ringbus.window.slices.max} would be open is
 * refused; nothing changes then.
 */
final class LiveSlices<K> {
    private final String name;
    private final int slicesMax;
    private final StateOpener<K> opener;
    private final CurrentState<K> state;
    private final @Nullable EarlyKeys early;
    private SliceCells cells;
    private ActiveKeys active = new ActiveKeys();

    /** Keys that have each place live; all live slices lie in [oldest, newest]. */
    private int[] keysLive;

    private boolean any;
    private long oldest;
    private long newest = Long.MIN_VALUE;

    /** The slice behind those that a {@link WindowSummary} may have summed up. */
    private long summedUpEnd = Long.MIN_VALUE;

    LiveSlices(final SlicedWindow<K, ?, ?, ?> window, final StateOpener<K> opener) {
        this.name = window.name();
        this.slicesMax = window.slicesMax();
        this.opener = opener;
        this.early = EarlyKeys.of(window.early());
        this.cells = SliceCells.forSlices(
                window.slicesOpen() + 1, window.aggregate().accumulatorBytes(), WindowSummary.keptBytes(window));
        this.keysLive = new int[cells.capacity()];
        this.state = CurrentState.of(opener.open(cells.valueBytes()));
    }

    /** The state in use, a constant to the compiler. */
    CurrentState<K> state() {
        return state;
    }

    /** The layout in use. */
    SliceCells cells() {
        return cells;
    }

    /** The keys with live slices. */
    ActiveKeys active() {
        return active;
    }

    /** The keys that tell by the clock before the end of their windows, or null. */
    @Nullable
    EarlyKeys early() {
        return early;
    }

    /** Whether any slice may be live. */
    boolean any() {
        return any;
    }

    /** No slice before it is live, if any is. */
    long oldest() {
        return oldest;
    }

    /** No slice at or after it is live. */
    long end() {
        return newest + 1;
    }

    /** Whether {@code entered} may come without an older one or a wider cell: a firing under way does not notice then. */
    boolean hasRoom(final long entered) {
        return any && entered >= oldest && entered - oldest < cells.capacity();
    }

    /** Slices before {@code end} are summed up: whoever adds to one of them calls {@link #touch}. */
    void sumUp(final long end) {
        if (cells.keptBytes() > 0) {
            summedUpEnd = end;
        }
    }

    /** Whether the slice may be part of what is kept beside the slices. */
    boolean isSummedUp(final long slice) {
        return slice < summedUpEnd;
    }

    /** Widens the range of slices that may be live, and the cells when they are too narrow for it. */
    void makeRoom(final long entered) {
        final long first = any ? Math.min(oldest, entered) : entered;
        final long last = any ? Math.max(newest, entered) : entered;
        if (last - first >= cells.capacity()) {
            widen(last - first + 1);
        }
        any = true;
        oldest = first;
        newest = last;
    }

    /** Notes that the key has records in {@code slice}, if it had none, and that what was summed up lacks the last one. */
    void touch(final long cell, final long slice) {
        if (isSummedUp(slice)) {
            Memory.putLong(cell + cells.keptOffset(), 0);
        }
        if (cells.nextLive(cell, slice, slice + 1) == slice) {
            return;
        }
        final long activation = cell + cells.activationOffset();
        if (Memory.getLong(activation) == 0) {
            Memory.putLong(activation, active.add(Memory.getInt(cell + CellLayout.ORDINAL_OFFSET)));
        }
        cells.markLive(cell, slice);
        keysLive[cells.place(slice)]++;
    }

    /** The key's first live slice in [from, until), or something at or above {@code until}. */
    long firstLive(final long cell, final long from, final long until) {
        return cells.nextLive(cell, Math.max(from, oldest), Math.min(until, newest + 1));
    }

    /** Frees the live slices of a key that is being visited in [from, until), and keeps it active if it has others. */
    void free(final long cell, final long from, final long until, final int ordinal) {
        long done = cells.nextLive(cell, from, until);
        while (done < until) {
            cells.release(cell, done);
            keysLive[cells.place(done)]--;
            done = cells.nextLive(cell, done + 1, until);
        }
        if (cells.isEmpty(cell)) {
            Memory.putLong(cell + cells.activationOffset(), 0);
        } else {
            active.keep(ordinal);
        }
    }

    /** Ends a sweep over all active keys. */
    void endSweep() {
        active.endSweep();
        oldest = firstLiveOfAll(oldest);
        any = oldest <= newest;
    }

    /** The first slice at or after {@code from} that is live for some key, or {@link #end()}. */
    long firstLiveOfAll(final long from) {
        long live = from;
        while (live <= newest && keysLive[cells.place(live)] == 0) {
            live++;
        }
        return live;
    }

    /** Saves the cells, between which slices they live, and which keys tell early. */
    void save(final StateWriter out) {
        out.putInt(cells.capacity());
        out.putBoolean(any);
        out.putLong(oldest);
        out.putLong(newest);
        out.putLong(summedUpEnd);
        state.get().save(out, cells);
        if (early != null) {
            early.save(out);
        }
    }

    /** Takes cells over that may be wider than those of a new operator, and finds out who is active. */
    void restore(final StateReader in) {
        open(SliceCells.forSlices(in.getInt(), cells.accumulatorBytes(), cells.keptBytes()));
        any = in.getBoolean();
        oldest = in.getLong();
        newest = in.getLong();
        summedUpEnd = in.getLong();
        state.get().restore(in, cells);
        active.restore(state.get(), cells.activationOffset());
        countLive();
        if (early != null) {
            early.restore(in, IntUnaryOperator.identity());
        }
    }

    /** Adds what is of the own keys in the share of one of several instances, whose cells may have another width. */
    void restoreShare(final StateReader in) {
        final SliceCells saved = SliceCells.forSlices(in.getInt(), cells.accumulatorBytes(), cells.keptBytes());
        final boolean savedAny = in.getBoolean();
        final long savedOldest = in.getLong();
        final long savedNewest = in.getLong();
        summedUpEnd = Math.max(summedUpEnd, in.getLong());
        if (savedAny) {
            makeRoom(savedOldest);
            makeRoom(savedNewest);
        }
        try (MovedSlices moved = new MovedSlices(saved, cells, savedOldest, savedNewest + 1)) {
            final SharedOrdinals shared = new SharedOrdinals(moved);
            state.get().restore(in, shared);
            if (early != null) {
                early.restore(in, shared);
            }
        }
        active.restoreShares(state.get(), cells.activationOffset());
        countLive();
    }

    private void countLive() {
        Arrays.fill(keysLive, 0);
        for (int index = 0; index < active.count(); index++) {
            final long cell = state.get().cellAt(active.at(index));
            for (long live = firstLive(cell, oldest, newest + 1);
                    live <= newest;
                    live = cells.nextLive(cell, live + 1, newest + 1)) {
                keysLive[cells.place(live)]++;
            }
        }
    }

    /** Opens a state for other cells than those in use, which no key has yet. */
    private void open(final SliceCells other) {
        if (other.equals(cells)) {
            return;
        }
        final KeyedState<K> opened = opener.open(other.valueBytes());
        state.get().close();
        state.replace(opened);
        cells = other;
        keysLive = new int[other.capacity()];
    }

    void close() {
        state.get().close();
    }

    /** Moves all active keys into cells with room for {@code needed} slices. */
    private void widen(final long needed) {
        if (needed > slicesMax) {
            throw new IllegalStateException("window '" + name + "': open slices=" + needed
                    + " > ringbus.window.slices.max=" + slicesMax
                    + ": the record is too far from the oldest open window; check its timestamp, or raise the setting");
        }
        final SliceCells wide = SliceCells.forSlices(needed, cells.accumulatorBytes(), cells.keptBytes());
        final ActiveKeys wideActive = new ActiveKeys();
        final int[] wideKeysLive = new int[wide.capacity()];
        final int[] wideOrdinals = new int[state.get().ordinals()];
        Arrays.fill(wideOrdinals, -1);
        final KeyedState<K> target = opener.open(wide.valueBytes());
        boolean copied = false;
        try {
            for (int index = 0; index < active.count(); index++) {
                final long from = state.get().cellAt(active.at(index));
                final long to = target.cell(state.get().keyAt(active.at(index)));
                Memory.putLong(
                        to + wide.activationOffset(), wideActive.add(Memory.getInt(to + CellLayout.ORDINAL_OFFSET)));
                wideOrdinals[active.at(index)] = Memory.getInt(to + CellLayout.ORDINAL_OFFSET);
                cells.copy(from, oldest, newest + 1, to, wide, wideKeysLive);
            }
            copied = true;
        } finally {
            if (!copied) {
                target.close();
            }
        }
        state.get().close();
        state.replace(target);
        cells = wide;
        active = wideActive;
        keysLive = wideKeysLive;
        if (early != null) {
            early.renumber(wideOrdinals);
        }
    }
}
