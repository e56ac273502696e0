// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.chain.Operator;
import io.ringbus.chain.Output;
import io.ringbus.chain.Queryable;
import io.ringbus.function.KeySelector;
import io.ringbus.slot.Memory;
import io.ringbus.slot.Slab;
import io.ringbus.slot.SlotLayout;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import io.ringbus.state.CellLayout;
import io.ringbus.state.KeyedState;
import io.ringbus.windows.aggregate.Aggregate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Session windows per key: a record reaches from its time to its gap later, and records that overlap or touch are one
 * session. Nearly every record adds to the newest session of its key, and moves its end: a few compares, and no timer.
 *
 * <p>Any other record is settled aside: what it and the sessions that it joins come to is made in a buffer of the operator's,
 * and put into the cell when nothing can fail any more. So a record that is refused, or at which user code fails, leaves
 * everything as it was.
 *
 * <p>A record right at a session's end touches it. So a session is told, and closed, when the watermark has reached its end
 * and not its last time, as a window of time would be; and the watermark behind is one nanosecond lower, for what is told
 * carries the last time. Were it otherwise, it would depend on the order of records of one time what the sessions are.
 *
 * <p>A session has one timer, set when it begins. When its time comes and the session has grown meanwhile, it is set to the
 * session's end of then, otherwise the session is told. So a session costs a timer and, while it lasts, one look per gap.
 * That a session has been told or is closed follows from its last time and the watermark alone; closed ones are forgotten when
 * their key has the next record that begins or joins sessions.
 *
 * <p>A record is late when the session that it would make is closed and it touches none that is not. Within the allowed
 * lateness, a record whose session has been told already tells it again at once.
 *
 * <p>With {@link Early}, sessions that are not told yet tell what they hold, with every so manieth of their records or by the
 * clock; one that is joined from others does so if it has reached a further multiple than each of them.
 *
 * <p><b>Layout.</b> {@link SessionCells}.
 * <p><b>Ordering.</b> Sessions are emitted in order of their end; those of one end in the order in which their keys were first
 * seen.
 * <p><b>Allocation.</b> None per record of a known key.
 * <p><b>Progress.</b> Firing looks at sessions in portions, and stops when the output is full; keys without a due timer are
 * not visited, and stretches of time without records cost nothing, however long they are.
 * <p><b>Failure.</b> A record without a timestamp is refused, one with a gap below 1, and one that would be its key's open
 * session beyond {@code ringbus.window.sessions.max}.
 *
 * @param <K> key
 * @param <T> record read
 * @param <R> result of the aggregate
 * @param <O> record emitted
 */
public final class SessionWindowOperator<K, T, R, O> implements Operator<T, O>, Queryable {
    /** Stands for the accumulator of a record that enters no session. */
    private static final long LATE = 0;

    private final String name;
    private final KeySelector<T, K> keySelector;
    private final ToLongFunction<? super T> gap;
    private final Aggregate<T, R> aggregate;
    private final WindowShape<K, R, O> shape;
    private final long latenessNs;
    private final int sessionsMax;
    private final int portion;
    private final int sessionBytes;
    private final Unplaced<T> unplaced;
    private final boolean wantsUnplaced;
    private final ForgottenSessions<K> forgotten;
    private final boolean tellsEarly;
    private final EarlySessions<K, R, O> early;
    private final Slab scratch;
    private final TimerHeap timers = new TimerHeap();
    private final SessionStore<K> store;
    private final CurrentState<K> state;

    /** One less than the newest watermark: a session whose last time it has reached is told. */
    private long watermarkNs = SlotLayout.NO_TIME;

    /** The time of the first timer. */
    private long dueNs = Long.MAX_VALUE;

    /** The session that is being made in the scratch buffer: its cell, the ages that become part of it, and its times. */
    private long madeCell;

    private int madeFrom;
    private int madeUntil;
    private long madeStartNs;
    private long madeLastNs;

    /** Opens the state and is ready for the first record. */
    public SessionWindowOperator(
            final SessionWindow<K, T, R, O> window, final StateOpener<K> opener, final Unplaced<T> unplaced) {
        this.name = window.name();
        this.keySelector = window.key();
        this.gap = window.gapNs();
        this.aggregate = window.aggregate();
        this.shape = window.shape();
        this.latenessNs = window.latenessNs();
        this.sessionsMax = window.sessionsMax();
        this.portion = window.portion();
        this.unplaced = unplaced;
        this.wantsUnplaced = unplaced.wantsRecords();
        this.forgotten = window.forgotten();
        this.tellsEarly = window.early() != null;
        this.store = new SessionStore<>(name, opener, aggregate.accumulatorBytes());
        this.sessionBytes = store.cells().sessionBytes();
        this.state = store.state();
        this.early = new EarlySessions<>(window, state);
        this.scratch = new Slab(aggregate.accumulatorBytes(), Long.BYTES);
    }

    @Override
    public void process(final T record, final long timestampNs, final Output<O> output) {
        final long reachNs = reachNs(timestampNs, gap.applyAsLong(record));
        final long cell = state.get().cell(keySelector.keyOf(record));
        final long newest = cell
                + SessionCells.PLACES_OFFSET
                + (long) Memory.getInt(cell + SessionCells.NEWEST_OFFSET) * sessionBytes;
        final long lastNs = SessionCells.lastNs(newest);
        final boolean inNewest = timestampNs >= SessionCells.startNs(newest)
                && timestampNs - 1 <= lastNs
                && lastNs > watermarkNs
                && SessionCells.count(cell) > 0;
        final long accumulator = inNewest
                ? newest + SessionCells.ACCUMULATOR_OFFSET
                : begin(cell, timestampNs, reachNs); // without the record: an argument of a call goes to the heap
        if (accumulator == LATE) {
            unplaced.late(wantsUnplaced ? record : null, timestampNs);
            return;
        }
        aggregate.add(record, timestampNs, accumulator); // in one place: where it is rare, it may not be inlined
        if (!inNewest) {
            settle(output);
            return;
        }
        if (reachNs > lastNs) {
            Memory.putLong(newest + SessionCells.LAST_OFFSET, reachNs);
        }
        if (tellsEarly) {
            early.tell(cell, newest, output);
        }
    }

    @Override
    public long timerNs() {
        return early.timerNs();
    }

    @Override
    public void onTimer(final long nowNs, final Output<O> output) {
        early.tellAll(store.cells(), watermarkNs, output);
    }

    @Override
    public boolean onWatermark(final long watermarkNs, final Output<O> output) {
        this.watermarkNs = watermarkBehindNs(watermarkNs);
        return this.watermarkNs < dueNs || fireDue(output);
    }

    /** A session has grown up once no record can come right at its end, which its result does not reach. */
    @Override
    public long watermarkBehindNs(final long watermarkNs) {
        return watermarkNs == Long.MAX_VALUE ? watermarkNs : Math.max(SlotLayout.NO_TIME + 1, watermarkNs) - 1;
    }

    @Override
    public long watermarkDueNs() {
        return Math.max(dueNs, dueNs + 1); // the end of time stays what it is
    }

    /** What cannot touch a session that is still to be told, or is closed to it. */
    @Override
    public boolean takesWhileBusy(final long timestampNs) {
        return latenessNs == 0 ? timestampNs > watermarkNs : timestampNs - 1 > watermarkNs;
    }

    /** The cells, how wide they are, and the watermark. Timers are told from these. */
    @Override
    public void save(final StateWriter out) {
        out.putLong(watermarkNs);
        unplaced.save(out);
        store.save(out);
        early.save(out);
    }

    @Override
    public void restore(final StateReader in) {
        watermarkNs = Math.max(watermarkNs, in.getLong());
        unplaced.restore(in);
        final int known = state.get().ordinals();
        final IntUnaryOperator ordinals = store.restore(in);
        final KeyedState<K> restored = state.get();
        for (int ordinal = known; ordinal < restored.ordinals(); ordinal++) {
            final long cell = restored.cellAt(ordinal);
            for (int age = cell == 0 ? 0 : SessionCells.count(cell); age > 0; age--) {
                final long timerNs = SessionCells.timerNs(store.cells().session(cell, age - 1));
                if (timerNs > watermarkNs) { // the others have been told
                    timers.add(timerNs, ordinal);
                }
            }
        }
        dueNs = timers.firstNs();
        early.restore(in, ordinals);
    }

    @Override
    public boolean takesShares() {
        return true;
    }

    /** The results of the key's sessions that are still open, oldest first. */
    @Override
    @SuppressWarnings("unchecked") // another key's class is found nowhere, or refused by its state
    public List<?> query(final Object key) {
        final List<O> results = new ArrayList<>();
        final long cell = state.get().peek((K) key);
        for (int age = cell == 0 ? -1 : SessionCells.count(cell) - 1; age >= 0; age--) {
            final long session = store.cells().session(cell, age);
            if (SessionCells.lastNs(session) > watermarkNs) {
                results.add(early.of(
                        session + SessionCells.ACCUMULATOR_OFFSET,
                        SessionCells.startNs(session),
                        SessionCells.lastNs(session),
                        Memory.getInt(cell + CellLayout.ORDINAL_OFFSET)));
            }
        }
        return results;
    }

    @Override
    public void close() {
        state.get().close();
        scratch.close();
    }

    /** The last time that a record holds by itself; saturates. */
    private long reachNs(final long timestampNs, final long gapNs) {
        if (gapNs < 1) {
            throw refusedGap(gapNs);
        }
        final long lastNs = timestampNs + (gapNs - 1);
        return lastNs < timestampNs ? Long.MAX_VALUE : lastNs;
    }

    /**
     * Begins the session that holds a record and all that it touches, and answers the address where the record is to be
     * added; {@link #LATE} when the session would be closed. Nothing that matters is changed.
     */
    private long begin(final long cell, final long timestampNs, final long reachNs) {
        if (timestampNs == SlotLayout.NO_TIME) {
            throw new IllegalArgumentException("window '" + name
                    + "': record has no timestamp: assign event time to the stream before a session window");
        }
        final long closedNs = closedNs();
        forget(cell, Math.min(closedNs, dueNs - 1)); // not those that are closed, but still to be told
        final int from = store.cells().ageUpTo(cell, reachNs);
        final int until = store.cells().ageBefore(cell, from, Math.max(timestampNs - 1, closedNs + 1));
        madeCell = cell;
        madeFrom = from;
        madeUntil = until;
        madeStartNs = timestampNs;
        madeLastNs = reachNs;
        if (from < until) {
            final long oldest = store.cells().session(cell, until - 1);
            madeStartNs = Math.min(timestampNs, SessionCells.startNs(oldest));
            madeLastNs = Math.max(reachNs, SessionCells.lastNs(store.cells().session(cell, from)));
            Memory.copy(oldest + SessionCells.ACCUMULATOR_OFFSET, scratch.address(), scratch.bytes());
        } else if (reachNs <= closedNs) {
            return LATE;
        } else if (store.cells().ageBefore(cell, 0, closedNs + 1) >= sessionsMax) {
            throw tooManySessions(cell);
        } else {
            Memory.clear(scratch.address(), scratch.bytes());
        }
        return scratch.address();
    }

    private void forget(final long cell, final long untilNs) {
        final int remaining = store.cells().ageBefore(cell, 0, untilNs == Long.MAX_VALUE ? untilNs : untilNs + 1);
        for (int age = SessionCells.count(cell) - 1; age >= remaining; age--) {
            final long session = store.cells().session(cell, age);
            final K key = state.get().keyAt(Memory.getInt(cell + CellLayout.ORDINAL_OFFSET));
            forgotten.pass(key, SessionCells.startNs(session), SessionCells.lastNs(session));
        }
        store.cells().forget(cell, untilNs);
    }

    /** Puts the session that was begun into its cell, and tells it if its time has come. */
    private void settle(final Output<O> output) {
        long timerNs = SlotLayout.NO_TIME;
        long recordsBefore = 0;
        for (int age = madeUntil - 1; age >= madeFrom; age--) {
            final long joined = store.cells().session(madeCell, age);
            timerNs = Math.max(timerNs, SessionCells.timerNs(joined));
            recordsBefore = Math.max(recordsBefore, early.records(joined + SessionCells.ACCUMULATOR_OFFSET));
            if (age < madeUntil - 1) {
                aggregate.merge(scratch.address(), joined + SessionCells.ACCUMULATOR_OFFSET);
            }
        }
        final int ordinal = Memory.getInt(madeCell + CellLayout.ORDINAL_OFFSET);
        early.note(ordinal);
        if (madeLastNs <= watermarkNs) {
            final O emitted = told(scratch.address(), madeStartNs, madeLastNs, ordinal);
            put(ordinal, timerNs);
            output.emit(emitted, madeLastNs);
            return;
        }
        final @Nullable O soFar = early.reaches(recordsBefore, scratch.address())
                ? early.of(scratch.address(), madeStartNs, madeLastNs, ordinal)
                : null;
        if (timerNs > watermarkNs) {
            put(ordinal, timerNs); // the timer has not come yet and will see to the rest
        } else {
            put(ordinal, madeLastNs);
            timers.add(madeLastNs, ordinal);
            dueNs = timers.firstNs();
        }
        if (soFar != null) {
            output.emit(soFar, madeLastNs);
        }
    }

    private void put(final int ordinal, final long timerNs) {
        if (madeFrom == madeUntil
                && SessionCells.count(madeCell) == store.cells().capacity()) {
            store.widen();
        }
        final long cell = state.get().cellAt(ordinal);
        final long session = madeFrom == madeUntil
                ? store.cells().insert(cell, madeFrom)
                : store.cells().join(cell, madeFrom, madeUntil);
        Memory.putLong(session + SessionCells.START_OFFSET, madeStartNs);
        Memory.putLong(session + SessionCells.LAST_OFFSET, madeLastNs);
        Memory.putLong(session + SessionCells.TIMER_OFFSET, timerNs);
        Memory.copy(scratch.address(), session + SessionCells.ACCUMULATOR_OFFSET, scratch.bytes());
    }

    /** Tells the sessions that are due, looking at no more than one portion; true when nothing is left. */
    private boolean fireDue(final Output<O> output) {
        for (int looks = 0; !timers.isEmpty() && dueNs <= watermarkNs; looks++) {
            if (looks == portion || output.isFull()) {
                return false;
            }
            fire(dueNs, timers.firstOrdinal(), output);
        }
        return true;
    }

    private void fire(final long timerNs, final int ordinal, final Output<O> output) {
        final long session = store.cells().withTimer(state.get().cellAt(ordinal), timerNs);
        if (session != 0 && SessionCells.lastNs(session) > timerNs) { // it has grown since
            final long lastNs = SessionCells.lastNs(session);
            Memory.putLong(session + SessionCells.TIMER_OFFSET, lastNs);
            timers.postponeFirst(lastNs);
            dueNs = timers.firstNs();
            return;
        }
        timers.removeFirst();
        dueNs = timers.firstNs();
        if (session != 0) { // otherwise it has joined one whose timer counts
            final long accumulator = session + SessionCells.ACCUMULATOR_OFFSET;
            output.emit(told(accumulator, SessionCells.startNs(session), timerNs, ordinal), timerNs);
        }
    }

    /** What is emitted of a session. */
    private O told(final long accumulator, final long startNs, final long lastNs, final int ordinal) {
        final long endNs = SessionCells.endNs(lastNs);
        return shape.shape(state.get().keyAt(ordinal), startNs, endNs, aggregate.result(accumulator));
    }

    /** The last time that is closed: a session with no later time takes no record any more. */
    private long closedNs() {
        return Math.max(watermarkNs, SlotLayout.NO_TIME + latenessNs) - latenessNs;
    }

    private IllegalArgumentException refusedGap(final long gapNs) {
        return new IllegalArgumentException("window '" + name + "': gapNs=" + gapNs
                + " < 1: a session needs a positive gap behind each record; mind the unit of the gap function");
    }

    private IllegalStateException tooManySessions(final long cell) {
        final long oldest = store.cells().session(cell, sessionsMax - 1);
        return new IllegalStateException(
                "window '" + name + "': open sessions=" + (sessionsMax + 1)
                        + " > ringbus.window.sessions.max=" + sessionsMax + " for key '"
                        + state.get().keyAt(Memory.getInt(cell + CellLayout.ORDINAL_OFFSET))
                        + "', the oldest since " + SessionCells.startNs(oldest)
                        + " ns: time does not move on as records do; check timestamps, disorder and lateness, or raise the setting");
    }
}
