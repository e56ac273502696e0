// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers.coordinator;

import io.ringbus.barriers.FencedException;
import io.ringbus.barriers.SnapshotHeader;
import io.ringbus.barriers.SnapshotStore;
import io.ringbus.environment.Clock;
import io.ringbus.snapshot.StateWriter;
import io.ringbus.stage.BarrierListener;
import io.ringbus.stage.BarrierTimes;
import io.ringbus.stage.Stage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Takes checkpoints of running stages: begins barriers, writes what the stages save, makes the whole durable, and tells the
 * sinks that they may show what they held back.
 *
 * <p>One checkpoint at a time. One that fails or takes too long is given up, and the pipeline never notices; what it wrote is
 * deleted. A stage that has ended takes part in every later checkpoint with its last state.
 *
 * <p>When all stages have ended, or the sources rest, a last checkpoint is taken and the stages are released. One that fails is
 * tried again a few times, as it may be the disk that is full; then the stages are abandoned, and the pipeline fails.
 *
 * <p><b>Threading.</b> {@link #doWork}, {@link #attach} and {@link #close} by one thread, which user code never sees, for an
 * interrupt would close the files; {@link #saved}, {@link #ended}, {@link #request} and {@link #conclude} by any.
 * <p><b>Durability.</b> A checkpoint is told complete only once it survives a power cut.
 * <p><b>Lifetime.</b> Closes the store, which it owns.
 */
public final class CheckpointCoordinator implements BarrierListener, AutoCloseable {
    private static final long NONE = 0;
    private static final int LAST_ATTEMPTS = 5;
    private static final long LAST_RETRY_NS = 200_000_000;

    private final SnapshotStore store;
    private final CheckpointSettings settings;
    private final long fingerprint;
    private final Clock clock;
    private final CheckpointListener listener;
    private final Queue<Saved> arrived = new ConcurrentLinkedQueue<>();
    private final Queue<Timed> timed = new ConcurrentLinkedQueue<>();
    private final Map<String, StateWriter> endStates = new HashMap<>();
    private final Set<String> endedInNewest = new HashSet<>();
    private final SnapshotChain chain;
    private final StateBlocks blocks = new StateBlocks();
    private final List<CheckpointParticipant> participants = new ArrayList<>();
    private volatile List<Stage> stages = List.of();
    private volatile Runnable bell = () -> {};
    private final Queue<SavepointRequest> savepoints = new ConcurrentLinkedQueue<>();
    private volatile boolean requested;
    private volatile boolean concluding;
    private boolean isLast;
    private int lastFailures;
    private boolean concluded;
    private volatile boolean stopped;
    private long lastId;
    private @Nullable Attempt attempt;
    private @Nullable SavepointRequest savepoint; // what the attempt is for, if it is no checkpoint
    private long begunNs;
    private long endedNs;

    /** What a checkpoint took of a stage. */
    private record Timed(long checkpointId, BarrierTimes times) {}

    /** What a stage handed over; {@code checkpointId} NONE for its last state. */
    private record Saved(String stage, long checkpointId, boolean isChunk, StateWriter state) {}

    public CheckpointCoordinator(
            final SnapshotStore store,
            final CheckpointSettings settings,
            final long fingerprint,
            final Clock clock,
            final CheckpointListener listener) {
        this.store = store;
        this.settings = settings;
        this.fingerprint = fingerprint;
        this.clock = clock;
        this.listener = listener;
        this.chain = new SnapshotChain(settings.incrementsMax());
        this.lastId = store.newestId();
        this.begunNs = clock.nanoTime();
        this.endedNs = begunNs;
    }

    /** The stages to take checkpoints of. Before the first {@link #doWork}. */
    public void attach(final List<Stage> running) {
        stages = List.copyOf(running);
    }

    /** Lets {@code participant} take part in all checkpoints. Before the first {@link #doWork}. */
    public void join(final CheckpointParticipant participant) {
        participants.add(participant);
    }

    /** Is run, by any thread, when there is something to do before {@link #restNs()} is over. Before the first request. */
    public void wakeBy(final Runnable ring) {
        bell = ring;
    }

    /** Begins a checkpoint as soon as none is under way. */
    public void request() {
        requested = true;
        bell.run();
    }

    /**
     * Takes a snapshot into a store of its own as soon as no checkpoint is under way. Sinks show nothing on its account, and it
     * is no checkpoint to go on from by itself. {@code target} is called by the coordinator's thread, which closes the store.
     */
    public CompletableFuture<Long> savepoint(final Callable<? extends SnapshotStore> target) {
        final SavepointRequest request = new SavepointRequest(target);
        savepoints.add(request);
        bell.run();
        // ORDER: added, then looked; pairs with close(), which does it the other way
        if (stopped && savepoints.remove(request)) {
            request.failed(tooLate());
        }
        return request.done();
    }

    @Override
    public boolean concludes() {
        return true;
    }

    @Override
    public void conclude() {
        concluding = true;
        bell.run();
    }

    @Override
    public void chunk(final String stage, final long checkpointId, final StateWriter chunk) {
        arrived.add(new Saved(stage, checkpointId, true, chunk));
    }

    @Override
    public void timed(final String stage, final long checkpointId, final BarrierTimes times) {
        timed.add(new Timed(checkpointId, times));
    }

    @Override
    public void saved(final String stage, final long checkpointId, final StateWriter state) {
        arrived.add(new Saved(stage, checkpointId, false, state));
    }

    @Override
    public void ended(final String stage, final StateWriter state) {
        arrived.add(new Saved(stage, NONE, false, state));
        bell.run();
    }

    /** Takes the next step, if there is one; answers how much was done. May wait for the disk, for nothing else. */
    public int doWork() {
        if (stopped) {
            return 0;
        }
        int work = 0;
        Saved next = arrived.poll();
        while (next != null) {
            take(next);
            work++;
            next = arrived.poll();
        }
        if (concluded) {
            return work;
        }
        final Attempt running = attempt;
        if (running == null) {
            return work + (isDue() || isLastDue() ? begin() : 0);
        }
        if (endStates.keySet().containsAll(running.missing())) {
            complete(running);
            return work + 1;
        }
        if (clock.nanoTime() - begunNs >= settings.timeoutNs()) {
            giveUp(
                    running.checkpointId(),
                    new TimeoutException("checkpoint " + running.checkpointId() + ": not complete after "
                            + settings.timeoutNs() + " ns, stages missing=" + running.missing()
                            + ": they are held up, or raise ringbus.checkpoint.timeout"));
            return work + 1;
        }
        return work;
    }

    /**
     * How long, after a step that did nothing, the next has nothing to do either unless {@link #wakeBy the bell} rings; 0 while
     * a checkpoint is under way or the last one is due: stages do not ring, as that would be a system call of theirs.
     */
    public long restNs() {
        if (attempt != null || concluding || haveAllEnded()) {
            return 0;
        }
        final long nowNs = clock.nanoTime();
        final long pausedNs = settings.pauseNs() - (nowNs - endedNs);
        return settings.intervalNs() == 0
                ? requested ? pausedNs : Long.MAX_VALUE
                : Math.max(pausedNs, requested ? 0 : settings.intervalNs() - (nowNs - begunNs));
    }

    private void take(final Saved saved) {
        if (saved.checkpointId == NONE) {
            endStates.put(saved.stage, saved.state);
            return;
        }
        final Attempt running = attempt;
        try (StateWriter state = saved.state) {
            if (running == null || running.checkpointId() != saved.checkpointId) {
                return; // of one that was given up
            }
            if (saved.isChunk) {
                running.chunk(saved.stage, state);
            } else {
                running.saved(saved.stage, state);
            }
        } catch (final IOException | RuntimeException failed) {
            giveUp(saved.checkpointId, failed);
        }
    }

    private boolean isDue() {
        if (stages.isEmpty() || concluding || haveAllEnded()) {
            return false; // there is one more, the last
        }
        final long nowNs = clock.nanoTime();
        final boolean periodic = settings.intervalNs() > 0 && nowNs - begunNs >= settings.intervalNs();
        return !savepoints.isEmpty() || (nowNs - endedNs >= settings.pauseNs() && (requested || periodic));
    }

    private boolean haveAllEnded() {
        return endStates.size() == stages.size();
    }

    private boolean isLastDue() {
        return !stages.isEmpty()
                && (concluding || haveAllEnded())
                && (lastFailures == 0 || clock.nanoTime() - endedNs >= LAST_RETRY_NS);
    }

    private int begin() {
        isLast = concluding || haveAllEnded();
        final SavepointRequest byHand = isLast ? null : savepoints.poll();
        savepoint = byHand;
        requested = requested && byHand != null;
        begunNs = clock.nanoTime();
        lastId++;
        final long id = lastId;
        final long parentId = byHand != null ? SnapshotChain.NONE : chain.parentId();
        try {
            final SnapshotStore target = byHand != null ? byHand.open() : store;
            attempt = new Attempt(
                    id,
                    parentId,
                    target.begin(new SnapshotHeader(
                            id,
                            parentId == SnapshotChain.NONE ? OptionalLong.empty() : OptionalLong.of(parentId),
                            clock.epochNs(),
                            fingerprint)),
                    blocks,
                    stages.stream().map(Stage::name).collect(Collectors.toSet()));
        } catch (final IOException | RuntimeException refused) {
            giveUp(id, refused);
            return 1;
        }
        participants.forEach(CheckpointParticipant::begun);
        // A barrier may come to a stage before the request does, so all must know what it stands for.
        stages.forEach(stage -> stage.expect(id, parentId));
        stages.forEach(stage -> stage.request(id));
        return 1;
    }

    private void complete(final Attempt whole) {
        final long id = whole.checkpointId();
        final BarrierTimes longest = longest(id);
        final Set<String> ended = Set.copyOf(whole.missing());
        try {
            for (final String stage : ended) {
                whole.ended(stage, Objects.requireNonNull(endStates.get(stage)), endedInNewest.contains(stage));
            }
            whole.commit(participants);
        } catch (final IOException | RuntimeException failed) {
            giveUp(id, failed);
            return;
        }
        final SavepointRequest byHand = savepoint;
        if (byHand != null) {
            attempt = null;
            savepoint = null;
            endedNs = clock.nanoTime();
            byHand.taken(id);
            return;
        }
        endedInNewest.clear();
        endedInNewest.addAll(ended);
        chain.completed(id, whole.parentId(), whole.bytes());
        attempt = null;
        endedNs = clock.nanoTime();
        stages.forEach(stage -> stage.complete(id));
        if (isLast) {
            concluded = true;
            stages.forEach(Stage::release);
        }
        listener.completed(new CompletedCheckpoint(id, whole.bytes(), endedNs - begunNs, longest));
        try {
            store.retain(settings.retained());
            for (final CheckpointParticipant participant : participants) {
                participant.retained(store);
            }
        } catch (final IOException | RuntimeException later) { // the next checkpoint tries again
            listener.failed(id, later);
        }
    }

    /** Of all stages that handed over; each said it before it did. */
    private BarrierTimes longest(final long id) {
        BarrierTimes longest = BarrierTimes.NONE;
        for (Timed next = timed.poll(); next != null; next = timed.poll()) {
            longest = next.checkpointId == id ? longest.max(next.times) : longest; // else of one that was given up
        }
        return longest;
    }

    private void giveUp(final long id, final Throwable cause) {
        if (attempt != null) {
            attempt.abort();
        }
        attempt = null;
        endedNs = clock.nanoTime();
        stages.forEach(stage -> stage.giveUp(id));
        final SavepointRequest byHand = savepoint;
        if (byHand != null) {
            savepoint = null;
            byHand.failed(cause);
            return;
        }
        listener.failed(id, cause);
        lastFailures += isLast ? 1 : 0;
        if (lastFailures == LAST_ATTEMPTS || cause instanceof FencedException) {
            abandon(cause);
        }
    }

    /** No further checkpoint is possible: lets the pipeline fail rather than wait for one at its end. */
    public void abandon(final Throwable cause) {
        concluded = true;
        stages.forEach(stage -> stage.abandon(cause));
    }

    private static IllegalStateException tooLate() {
        return new IllegalStateException("savepoint: the pipeline ended before it was taken: ask while it runs");
    }

    /** Gives up what is under way. After the last stage has ended. */
    @Override
    public void close() throws IOException {
        if (stopped) {
            return;
        }
        stopped = true;
        try {
            if (attempt != null) {
                attempt.abort();
            }
        } finally {
            if (savepoint != null) {
                savepoint.failed(tooLate());
            }
            SavepointRequest waiting = savepoints.poll();
            while (waiting != null) {
                waiting.failed(tooLate());
                waiting = savepoints.poll();
            }
            arrived.forEach(saved -> saved.state.close());
            endStates.values().forEach(StateWriter::close);
            blocks.close();
            store.close();
        }
    }
}
