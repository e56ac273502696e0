// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.chain.Operator;
import io.ringbus.chain.Output;
import io.ringbus.chain.Queryable;
import io.ringbus.environment.Clock;
import io.ringbus.function.KeySelector;
import io.ringbus.slot.Memory;
import io.ringbus.slot.Slab;
import io.ringbus.slot.SlotLayout;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import io.ringbus.state.CellImage;
import io.ringbus.state.CellLayout;
import io.ringbus.state.KeyedState;
import io.ringbus.windows.policy.Eviction;
import io.ringbus.windows.policy.Trigger;
import io.ringbus.windows.policy.WindowRule.Keeping;
import java.util.List;

/**
 * Windows over policies, per key: count, delta, punctuation, time beside these, and policies of users. For each record, in
 * the order of arrival: the triggers are asked; if one fires that leaves its record out, the window is told; the oldest
 * records leave; the record enters; if a trigger fires that takes its record in, the window is told. A template.
 *
 * <p>A window is told only if a record has entered it since it was told last. At the end of input, what has not been told is
 * told.
 *
 * <p><b>Layout.</b> A cell:
 * <pre>
 *   byte   0                          8              16                    16 + policies
 *          +--------------------------+--------------+---------------------+------------------------+
 *          | records since last told  | listed       | states of policies  | {@link WindowContents} |
 *          +--------------------------+--------------+---------------------+------------------------+
 * </pre>
 * "Listed" is the number under which a key is listed to be looked at when windows are told by the clock, 0 when it is not.
 *
 * <p><b>Ordering.</b> Results come out at the record that causes them, with its timestamp: so they are as much in time for
 * windows further down as the record itself was. At the end of input keys are told in the order in which they came first, with
 * the newest time of all records, or one just behind the watermark where that has passed it.
 * <p><b>Allocation.</b> None per record of a known key once its buffer has grown; what {@link WindowContents} says beside.
 * <p><b>Progress.</b> The end of input, and the clock where a policy goes by it, visit the keys in portions, and stop when
 * the output is full.
 * <p><b>Failure.</b> When a policy or a codec throws, or the bound is reached, the policies have not seen the record and it is
 * not in the window. The same holds when a window cannot be told and the record will be tried again; if it will not, the
 * window is given up with it, and the policies go on behind it.
 *
 * @param <K> key
 * @param <T> record read
 * @param <O> record emitted
 */
public final class PolicyWindowOperator<K, T, O> implements Operator<T, O>, Queryable {
    private static final int LISTED_OFFSET = Long.BYTES;
    private static final int POLICIES_OFFSET = LISTED_OFFSET + Long.BYTES;

    private final KeySelector<T, K> keySelector;
    private final Trigger<T> exclusive;
    private final Trigger<T> inclusive;
    private final Eviction<T> eviction;
    private final boolean evicting;
    private final boolean tumbling;
    private final boolean retried;
    private final int portion;
    private final int inclusiveOffset;
    private final int evictionOffset;
    private final int contentsOffset;
    private final WindowContents<K, T, O> contents;
    private final KeyedState<K> state;
    private final CellImage image;
    private final boolean byClock;
    private final boolean byArrival;
    private final Clock clock;
    private final ClockTrigger clockTrigger;

    /** Keys with records that the clock may have to tell. */
    private final ActiveKeys listed = new ActiveKeys();

    /** The policies' states as they were before the record. */
    private final Slab before;

    /** Whether the window is being told, and with how many records gone for the one that fired and is in it, if any is. */
    private boolean telling;

    private boolean entered;
    private long gone;

    private long newestNs = SlotLayout.NO_TIME;
    private long watermarkNs = SlotLayout.NO_TIME;
    private int nextOrdinal;

    /** Opens the state and is ready for the first record; closes {@code contents} in the end. */
    public PolicyWindowOperator(
            final PolicyWindow<K, T> window,
            final WindowContents<K, T, O> contents,
            final StateOpener<K> opener,
            final Clock clock) {
        this.keySelector = window.key();
        this.exclusive = window.rule().exclusive();
        this.inclusive = window.rule().inclusive();
        this.eviction = window.rule().eviction();
        this.evicting = window.rule().keeping() == Keeping.UNTIL_EVICTED;
        this.tumbling = window.rule().keeping() == Keeping.UNTIL_TOLD;
        this.retried = window.retried();
        this.portion = window.portion();
        this.inclusiveOffset = POLICIES_OFFSET + exclusive.stateBytes();
        this.evictionOffset = inclusiveOffset + inclusive.stateBytes();
        this.contentsOffset = evictionOffset + eviction.stateBytes();
        this.contents = contents;
        this.state = opener.open(contentsOffset + contents.bytes());
        this.image = new PolicyCellImage(contentsOffset, contents);
        this.byClock = !window.rule().periodsNs().isEmpty();
        this.byArrival = eviction.byArrival();
        this.clock = clock;
        this.clockTrigger = new ClockTrigger(clock, window.rule().periodsNs());
        this.before = new Slab(contentsOffset, Long.BYTES);
    }

    @Override
    public void process(final T record, final long timestampNs, final Output<O> output) throws Exception {
        final long cell = state.cell(keySelector.keyOf(record));
        newestNs = Math.max(newestNs, timestampNs);
        copyPolicies(cell, before.address());
        boolean done = false;
        try {
            final boolean firesBefore = exclusive.fires(record, timestampNs, cell + POLICIES_OFFSET);
            final boolean firesAfter = inclusive.fires(record, timestampNs, cell + inclusiveOffset);
            if (firesBefore) {
                tell(cell, timestampNs, output);
            }
            final long at = cell + contentsOffset;
            if (firesAfter && retried) {
                contents.beforeAdd(at);
            }
            final long arrivalNs = byArrival ? clock.epochNs() : 0;
            long leaving = 0;
            if (evicting) {
                leaving = eviction.evicts(contents.kept(at), record, timestampNs, cell + evictionOffset);
            }
            if (byArrival) {
                leaving = Math.max(leaving, leavingAt(arrivalNs, cell));
            }
            contents.add(record, timestampNs, arrivalNs, at, leaving);
            Memory.putLong(cell, Memory.getLong(cell) + 1);
            if (byClock) {
                list(cell);
            }
            if (firesAfter) {
                tellWithRecord(cell, leaving, timestampNs, output);
            }
            done = true;
        } finally {
            if (!done) {
                undo(cell);
            }
        }
    }

    /** Tells what has not been told, once nothing follows. */
    @Override
    public boolean onWatermark(final long newWatermarkNs, final Output<O> output) throws Exception {
        if (newWatermarkNs != Long.MAX_VALUE) {
            watermarkNs = newWatermarkNs;
            return true;
        }
        int budget = portion;
        while (nextOrdinal < state.ordinals()) {
            if (budget-- == 0 || output.isFull()) {
                return false;
            }
            final long cell = state.cellAt(nextOrdinal);
            if (cell != 0 && Memory.getLong(cell) != 0) {
                tell(cell, nowhereLateNs(), output);
            }
            nextOrdinal++;
        }
        return true;
    }

    @Override
    public long timerNs() {
        return clockTrigger.timerNs();
    }

    /** Tells what records have entered since it was told last, in the order in which the first of them came. */
    @Override
    public void onTimer(final long nowNs, final Output<O> output) throws Exception {
        final long arrivedNs = byArrival ? clock.epochNs() : 0;
        int budget = portion;
        while (listed.hasNext()) {
            if (budget-- == 0 || output.isFull()) {
                return; // due already: the next turn goes on
            }
            final long cell = state.cellAt(listed.next());
            Memory.putLong(cell + LISTED_OFFSET, 0);
            if (byArrival) {
                contents.drop(cell + contentsOffset, leavingAt(arrivedNs, cell));
            }
            tell(cell, nowhereLateNs(), output);
        }
        listed.endSweep();
        clockTrigger.reset();
    }

    /** What the window of the key holds, told or not; without what has left it by the clock meanwhile. */
    @Override
    @SuppressWarnings("unchecked") // another key's class is found nowhere, or refused by its state
    public List<?> query(final Object key) throws Exception {
        final ResultsOfWindow<O> answer = new ResultsOfWindow<>();
        final long cell = state.peek((K) key);
        if (cell != 0) {
            final long at = cell + contentsOffset;
            final long leaving = byArrival ? leavingAt(clock.epochNs(), cell) : 0;
            if (leaving < contents.size(at)) {
                contents.answer((K) key, at, leaving, nowhereLateNs(), answer);
            }
        }
        return answer.records();
    }

    private void list(final long cell) {
        if (Memory.getLong(cell + LISTED_OFFSET) != 0) {
            return;
        }
        Memory.putLong(cell + LISTED_OFFSET, listed.add(Memory.getInt(cell + CellLayout.ORDINAL_OFFSET)));
        clockTrigger.set();
    }

    private long leavingAt(final long nowNs, final long cell) {
        return eviction.evictsAt(contents.kept(cell + contentsOffset), nowNs, cell + evictionOffset);
    }

    /** Only the last watermark makes windows. */
    @Override
    public long watermarkDueNs() {
        return Long.MAX_VALUE;
    }

    /** The cells with their records, two times that hold for all keys, and when the clock is to tell. */
    @Override
    public void save(final StateWriter out) {
        out.putLong(newestNs);
        out.putLong(watermarkNs);
        clockTrigger.save(out);
        state.save(out, image);
    }

    /** What was to be told by the clock while nobody was there is told at once. */
    @Override
    public void restore(final StateReader in) {
        newestNs = Math.max(newestNs, in.getLong());
        watermarkNs = Math.max(watermarkNs, in.getLong());
        clockTrigger.restore(in);
        state.restore(in, image);
        if (in.isShare()) {
            listed.restoreShares(state, LISTED_OFFSET);
        } else {
            listed.restore(state, LISTED_OFFSET);
        }
    }

    @Override
    public boolean takesShares() {
        return true;
    }

    @Override
    public void close() {
        state.close();
        contents.close();
        before.close();
    }

    /** A time that is not late further down: no watermark beyond the one before the last has got there. */
    private long nowhereLateNs() {
        return watermarkNs == SlotLayout.NO_TIME ? newestNs : Math.max(newestNs, watermarkNs + 1);
    }

    private void tellWithRecord(final long cell, final long leaving, final long timestampNs, final Output<O> output)
            throws Exception {
        entered = true;
        gone = leaving;
        tell(cell, timestampNs, output);
        entered = false;
    }

    private void tell(final long cell, final long timestampNs, final Output<O> output) throws Exception {
        final long at = cell + contentsOffset;
        if (Memory.getLong(cell) == 0 || contents.size(at) == 0) {
            return;
        }
        telling = true;
        contents.tell(state.keyAt(Memory.getInt(cell + CellLayout.ORDINAL_OFFSET)), at, timestampNs, output);
        telling = false;
        Memory.putLong(cell, 0);
        if (tumbling) {
            contents.clear(at);
        }
    }

    private void copyPolicies(final long cell, final long to) {
        for (int offset = POLICIES_OFFSET; offset < contentsOffset; offset += Long.BYTES) {
            Memory.putLong(to + offset, Memory.getLong(cell + offset));
        }
    }

    private void undo(final long cell) {
        if (telling && !retried) {
            contents.clear(cell + contentsOffset);
            Memory.putLong(cell, 0);
        } else {
            for (int offset = POLICIES_OFFSET; offset < contentsOffset; offset += Long.BYTES) {
                Memory.putLong(cell + offset, Memory.getLong(before.address() + offset));
            }
            if (entered) {
                contents.undoAdd(cell + contentsOffset, gone);
                Memory.putLong(cell, Memory.getLong(cell) - 1);
            }
        }
        telling = false;
        entered = false;
    }
}
