// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stage;

import io.ringbus.chain.Sink;
import io.ringbus.ring.Outlet;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import io.ringbus.snapshot.Stateful;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Aligns the barriers of one stage: each way in is held from its barrier on until all others have delivered theirs; then the
 * state is saved, the barrier goes on, and all are released. So the state that is saved is the one after exactly the records
 * before the barrier.
 *
 * <p>A way in that has ended delivers no barrier and is not waited for. A newer checkpoint takes the place of one whose
 * barriers have not all come.
 *
 * <p>A sink is told that a checkpoint is complete before it is asked to save for the next one, and never of one that does
 * not hold all that it has saved: so what it has saved is what it may show.
 *
 * <p><b>Threading.</b> Stage thread, except {@link #request} and {@link #complete}: any.
 * <p><b>Source.</b> Carbone et al., <i>Lightweight Asynchronous Snapshots for Distributed Dataflows</i>, 2015, algorithm 1.
 */
final class Alignment {
    private static final long NONE = 0;

    private final String stage;
    private final Feed[] feeds;
    private final Outlet<?>[] outlets;
    private final Map<String, Stateful> states;
    private final List<Sink<?>> sinks;
    private final @Nullable BarrierListener listener;
    private volatile long requested = NONE;
    private long begun = NONE;
    private volatile long completed = NONE;
    private long committed = NONE;
    private long savedFor = NONE;
    private boolean ended;

    Alignment(
            final String stage,
            final Feed[] feeds,
            final Outlet<?>[] outlets,
            final Map<String, Stateful> states,
            final List<Sink<?>> sinks,
            final @Nullable BarrierListener listener) {
        this.stage = stage;
        this.feeds = feeds;
        this.outlets = outlets;
        this.states = states;
        this.sinks = sinks;
        this.listener = listener;
    }

    /** Asks for a barrier behind what the stage's own sources and ingresses have delivered. */
    void request(final long checkpointId) {
        requested = checkpointId;
    }

    /** A checkpoint is complete: the sinks may show what they accepted before it. */
    void complete(final long checkpointId) {
        completed = checkpointId;
    }

    /** Takes over a saved state, before anything is opened. */
    void restore(final StateReader saved) throws Exception {
        final Map<String, StateReader> parts = saved.parts();
        if (!parts.keySet().equals(states.keySet())) {
            throw new IllegalStateException("stage '" + stage + "': the snapshot holds " + only(parts.keySet(), states)
                    + ", which the pipeline lacks, and lacks " + only(states.keySet(), parts)
                    + ": start the pipeline that wrote it, or begin without a snapshot");
        }
        for (final Map.Entry<String, StateReader> part : parts.entrySet()) {
            Objects.requireNonNull(states.get(part.getKey())).restore(part.getValue());
        }
    }

    private static Collection<String> only(final Collection<String> names, final Map<String, ?> without) {
        final Map<String, Object> rest = new LinkedHashMap<>();
        names.forEach(name -> rest.put(name, name));
        rest.keySet().removeAll(without.keySet());
        return rest.keySet();
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

    /** Saves the state if all barriers have come; for when nothing holds the stage. */
    int settle() throws Exception {
        final long newest = newest();
        if (newest == NONE || !allHeldFor(newest)) {
            return 0;
        }
        commit(); // whatever was complete before this barrier began
        savedFor = newest;
        final StateWriter state = saved();
        for (final Outlet<?> outlet : outlets) {
            outlet.barrier(newest);
        }
        for (final Feed feed : feeds) {
            feed.release();
        }
        hand(state, newest);
        return 1;
    }

    private long newest() {
        long newest = NONE;
        for (final Feed feed : feeds) {
            newest = Math.max(newest, feed.heldFor());
        }
        return newest;
    }

    private boolean allHeldFor(final long newest) {
        boolean all = true;
        for (final Feed feed : feeds) {
            final long held = feed.heldFor();
            if (held != newest && !feed.isEnded()) {
                all = false;
                if (held != NONE) {
                    feed.release(); // for a checkpoint that a newer one has taken the place of
                }
            }
        }
        return all;
    }

    private void hand(final StateWriter state, final long checkpointId) {
        if (listener == null) {
            state.close();
        } else {
            listener.saved(stage, checkpointId, state);
        }
    }

    /** Nothing follows: hands the last state over. Answers whether sinks wait until a checkpoint holds it. */
    boolean end() throws Exception {
        if (listener == null) {
            return false;
        }
        commit();
        ended = true;
        listener.ended(stage, saved());
        return listener.concludes() && !sinks.isEmpty();
    }

    private StateWriter saved() throws Exception {
        final StateWriter out = new StateWriter();
        boolean saved = false;
        try {
            for (final Map.Entry<String, Stateful> state : states.entrySet()) {
                out.part(state.getKey(), state.getValue());
            }
            saved = true;
        } finally {
            if (!saved) {
                out.close();
            }
        }
        return out;
    }
}
