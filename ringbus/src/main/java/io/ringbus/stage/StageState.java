// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stage;

import io.ringbus.environment.Clock;
import io.ringbus.snapshot.ChunkBuffers;
import io.ringbus.snapshot.Freeze;
import io.ringbus.snapshot.Inheritance;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import io.ringbus.snapshot.Stateful;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What of one stage goes into snapshots, from its barrier until the last of it is handed over. Small things are copied at the
 * barrier; keyed state is frozen there and written in portions between the stage's turns.
 *
 * <p>A barrier comes too seldom for the compiler, and finds nothing of its own in the caches: each small step of it takes
 * microseconds. So what can be made before, is, by the thread that asks for the checkpoint.
 *
 * <p><b>Threading.</b> Stage thread, except {@link #expect} and {@link #giveUp}: any.
 */
final class StageState {
    private static final int PORTIONS_BEHIND = 8;
    private static final int SHARES = 16; // of a portion

    private final String stage;
    private final Map<String, Stateful> states;
    private Part[] parts = {};
    private final @Nullable BarrierListener listener;
    private final int portionBytes;
    private final Clock clock;
    private final ChunkBuffers buffers = new ChunkBuffers(Freeze.CHUNK_BYTES);
    private volatile @Nullable Freeze expected;
    private volatile long givenUp = Freeze.NONE;
    private @Nullable Freeze freeze;
    private @Nullable StateWriter saved;
    private long alignmentNs;
    private long freezeNs;
    private long longestPortionNs;

    /** What of the states goes into a snapshot under its name. */
    private record Part(String name, Stateful state) {}

    StageState(
            final String stage,
            final Map<String, Stateful> states,
            final @Nullable BarrierListener listener,
            final int portionBytes,
            final Clock clock) {
        this.stage = stage;
        this.states = states;
        this.listener = listener;
        this.portionBytes = portionBytes;
        this.clock = clock;
    }

    /** The snapshot of the next checkpoint builds on that of {@code parentId}, unless that is {@link Freeze#NONE}. */
    void expect(final long checkpointId, final long parentId) {
        expected = listener == null ? null : begun(listener, checkpointId, parentId);
    }

    /** Checkpoints up to this one have been given up or are complete: what is not handed over is not wanted any more. */
    void giveUp(final long checkpointId) {
        givenUp = checkpointId;
    }

    Map<String, Stateful> states() {
        return states;
    }

    /** Takes over a saved state, before anything is opened. */
    void restore(final Inheritance from) throws Exception {
        final Map<String, List<StateReader>> parts = from.parts();
        if (from.isExact() && !parts.keySet().equals(states.keySet())) {
            throw new IllegalStateException("stage '" + stage + "': the snapshot holds " + only(parts.keySet(), states)
                    + ", which the pipeline lacks, and lacks " + only(states.keySet(), parts)
                    + ": start the pipeline that wrote it, or begin without a snapshot");
        }
        for (final Map.Entry<String, List<StateReader>> part : parts.entrySet()) {
            final Stateful state = Objects.requireNonNull(states.get(part.getKey()));
            for (final StateReader saved : part.getValue()) {
                state.restore(saved);
            }
        }
    }

    private static Collection<String> only(final Collection<String> names, final Map<String, ?> without) {
        final Map<String, Object> rest = new LinkedHashMap<>();
        names.forEach(name -> rest.put(name, name));
        rest.keySet().removeAll(without.keySet());
        return rest.keySet();
    }

    /** The barriers of a checkpoint have come: from here on, the stage may change what it has. */
    void freeze(final long checkpointId, final long waitedNs) throws Exception {
        drop(); // an older checkpoint that was not complete is not going to be
        if (listener == null) {
            return;
        }
        final Freeze told = expected;
        final Freeze mine =
                told != null && told.checkpointId() == checkpointId ? told : begun(listener, checkpointId, Freeze.NONE);
        freeze = mine;
        final long begunNs = clock.nanoTime();
        saved = saveTo(mine.atBarrier());
        alignmentNs = waitedNs;
        freezeNs = clock.nanoTime() - begunNs;
        longestPortionNs = 0;
    }

    private Freeze begun(final BarrierListener taker, final long checkpointId, final long parentId) {
        return new Freeze(checkpointId, parentId, buffers, chunk -> taker.chunk(stage, checkpointId, chunk));
    }

    private StateWriter saveTo(final StateWriter out) throws Exception {
        boolean whole = false;
        try {
            if (parts.length != states.size()) {
                final List<Part> all = new ArrayList<>();
                states.forEach((name, state) -> all.add(new Part(name, state)));
                parts = all.toArray(parts);
            }
            for (final Part part : parts) {
                out.part(part.name, part.state);
            }
            whole = true;
        } finally {
            if (!whole) {
                out.close();
            }
        }
        return out;
    }

    /**
     * Writes on what is frozen, and hands all over with the last; answers whether there was anything to do.
     *
     * <p>A stage whose turn was short of {@code workMax} gets the share of a portion that its turn was of the longest, and a
     * sixteenth at least: the next record waits for no more than a turn's time. One that is behind its input writes several
     * portions: its records wait in their rings anyway, and the sooner all is written, the fewer cells must be copied aside,
     * which costs several times as much.
     */
    int write(final int work, final int workMax) {
        final Freeze running = freeze;
        final StateWriter state = saved;
        if (running == null || state == null || listener == null) {
            return 0;
        }
        if (running.checkpointId() <= givenUp) {
            drop();
            return 1;
        }
        final long begunNs = clock.nanoTime();
        final boolean wrote = running.write(bytes(work, workMax));
        longestPortionNs = Math.max(longestPortionNs, clock.nanoTime() - begunNs);
        if (!running.isWritten()) {
            return wrote ? 1 : 0;
        }
        freeze = null;
        saved = null;
        listener.timed(stage, running.checkpointId(), new BarrierTimes(alignmentNs, freezeNs, longestPortionNs));
        listener.saved(stage, running.checkpointId(), state);
        return 1;
    }

    private long bytes(final int work, final int workMax) {
        return work >= workMax
                ? (long) PORTIONS_BEHIND * portionBytes
                : Math.max(portionBytes / SHARES, (long) portionBytes * work / workMax);
    }

    /** Whether something frozen is not handed over yet. */
    boolean isWriting() {
        return freeze != null;
    }

    /** Whether checkpoints are taken, down to a last one at the end. */
    boolean concludes() {
        return listener != null && listener.concludes();
    }

    /** Nothing follows: hands the last state over. Answers whether a last checkpoint will hold it. */
    boolean end() throws Exception {
        if (listener == null) {
            return false;
        }
        listener.ended(stage, saveTo(new StateWriter()));
        return listener.concludes();
    }

    /** Lets go of what is frozen and not handed over. Before the operators are closed. */
    void close() {
        drop();
        buffers.close();
    }

    private void drop() {
        if (freeze != null) {
            freeze.abandon();
            freeze = null;
        }
        if (saved != null) {
            saved.close();
            saved = null;
        }
    }
}
