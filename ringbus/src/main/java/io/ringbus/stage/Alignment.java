// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stage;

import io.ringbus.chain.Sink;
import io.ringbus.environment.Clock;
import io.ringbus.ring.Outlet;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Aligns the barriers of one stage: each way in is held from its barrier on until all others have delivered theirs; then the
 * state is frozen, the barrier goes on, and all are released. So the state that is saved is the one after exactly the records
 * before the barrier.
 *
 * <p>Where at least once is enough, no way in is held: what comes behind a barrier before the others have come is in the
 * state, and comes again after a recovery.
 *
 * <p>A way in that has ended delivers no barrier and is not waited for. A newer checkpoint takes the place of one whose
 * barriers have not all come.
 *
 * <p>The head of a loop does not wait for the barrier on its ways back, which it would have to send first: {@link LoopLog}
 * notes what comes before it there.
 *
 * <p>A sink is told that a checkpoint is complete before it is asked to save for the next one, and never of one that does
 * not hold all that it has saved: so what it has saved is what it may show.
 *
 * <p><b>Threading.</b> Stage thread, except {@link #request} and {@link #complete}: any.
 * <p><b>Source.</b> Carbone et al., <i>Lightweight Asynchronous Snapshots for Distributed Dataflows</i>, 2015, algorithm 1.
 */
final class Alignment {
    private static final long NONE = 0;

    private final Feed[] feeds;
    private final @Nullable LoopPart loop;
    private final boolean holding;

    /** The checkpoint whose barrier came last, for each way in. */
    private final long[] came;

    private final Outlet<?>[] outlets;
    private final StageState state;
    private final List<Sink<?>> sinks;
    private final Clock clock;
    private volatile long requested = NONE;
    private long begun = NONE;
    private volatile long completed = NONE;
    private long committed = NONE;
    private long savedFor = NONE;
    private long aligning = NONE;
    private long alignedFromNs;
    private boolean ended;

    /** {@code feeds} are the ways in that barriers come by; not those from the end of {@code loop}. */
    Alignment(
            final Feed[] feeds,
            final @Nullable LoopPart loop,
            final boolean holding,
            final Outlet<?>[] outlets,
            final StageState state,
            final List<Sink<?>> sinks,
            final Clock clock) {
        this.feeds = feeds.clone(); // the stage puts them into another order every turn
        this.loop = loop;
        this.holding = holding;
        this.came = new long[feeds.length];
        this.outlets = outlets;
        this.state = state;
        this.sinks = sinks;
        this.clock = clock;
    }

    /** Asks for a barrier behind what the stage's own sources and ingresses have delivered. */
    void request(final long checkpointId) {
        requested = checkpointId;
    }

    /** A checkpoint is complete: the sinks may show what they accepted before it. */
    void complete(final long checkpointId) {
        completed = checkpointId;
    }

    /** Tells sinks that checkpoints will be taken, before anything else. */
    void prepare() {
        if (state.concludes()) {
            for (final Sink<?> sink : sinks) {
                sink.checkpointed();
            }
        }
    }

    /** Begins a turn: commits what has become complete, and holds the ways in at which a barrier begins. */
    void beginTurn() throws Exception {
        commit();
        final long wanted = requested;
        if (wanted != begun && !isComingToRest()) {
            begun = wanted;
            for (final Feed feed : feeds) {
                if (feed.startsBarriers() && !feed.isEnded()) {
                    feed.hold(wanted);
                }
            }
        }
    }

    /** Tells the sinks of a checkpoint that has become complete. Once the stage has ended, one that holds its end. */
    void commit() throws Exception {
        final long complete = completed;
        if (complete != committed && !(ended && complete <= savedFor)) {
            committed = complete;
            for (final Sink<?> sink : sinks) {
                sink.commit(complete);
            }
        }
    }

    /** The last checkpoint begins behind what ingresses had accepted. */
    private boolean isComingToRest() {
        for (final Feed feed : feeds) {
            if (feed.isComingToRest()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether the stage has to take no more before it has frozen its state. Ways in that are not held, a loop's back among
     * them, could keep it held for good else.
     */
    boolean isDue() {
        return (loop != null || !holding) && due() != NONE;
    }

    /** Freezes the state if all barriers have come; for when nothing holds the stage. */
    int settle() throws Exception {
        final long newest = due();
        if (newest == NONE) {
            return 0;
        }
        commit(); // whatever was complete before this barrier began
        savedFor = newest;
        state.freeze(newest, clock.nanoTime() - alignedFromNs);
        for (final Outlet<?> outlet : outlets) {
            outlet.barrier(newest);
        }
        for (final Feed feed : feeds) {
            feed.release();
        }
        Arrays.fill(came, NONE);
        return 1;
    }

    /** The checkpoint whose barriers have all come. */
    private long due() {
        if (loop != null && loop.isReplaying()) {
            return NONE; // what is not replayed yet would be in no snapshot
        }
        final long newest = loop != null && loop.isHead() && isFed() ? begunHere() : newest();
        if (newest != NONE && newest != aligning) {
            aligning = newest;
            alignedFromNs = clock.nanoTime();
        }
        return newest != NONE && haveAllCome(newest) ? newest : NONE;
    }

    /** Nothing comes into the loop any more. */
    private boolean isFed() {
        for (final Feed feed : feeds) {
            if (!feed.isEnded()) {
                return false;
            }
        }
        return true;
    }

    /** While a loop still turns, barriers begin at its head. */
    private long begunHere() {
        return begun > savedFor ? begun : NONE;
    }

    private long newest() {
        long newest = NONE;
        for (int i = 0; i < feeds.length; i++) {
            if (feeds[i].heldFor() != NONE) {
                came[i] = feeds[i].heldFor();
                if (!holding) {
                    feeds[i].release();
                }
            }
            newest = Math.max(newest, came[i]);
        }
        return newest;
    }

    private boolean haveAllCome(final long newest) {
        boolean all = true;
        for (int i = 0; i < feeds.length; i++) {
            if (came[i] != newest && !feeds[i].isEnded()) {
                all = false;
                if (feeds[i].heldFor() != NONE) {
                    feeds[i].release(); // for a checkpoint that a newer one has taken the place of
                }
            }
        }
        return all;
    }

    /** Nothing follows: hands the last state over. Answers whether sinks wait until a checkpoint holds it. */
    boolean end() throws Exception {
        commit();
        ended = true;
        return state.end() && !sinks.isEmpty();
    }
}
