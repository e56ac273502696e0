// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stage;

import io.ringbus.chain.Flow;
import io.ringbus.chain.OperatorFailure;
import io.ringbus.chain.Sink;
import io.ringbus.environment.Environment;
import io.ringbus.ring.Outlet;
import io.ringbus.snapshot.Inheritance;
import io.ringbus.snapshot.Stateful;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thread's work in turns: take records from the feeds, run them through the chain, let the chain fill the outlets.
 *
 * <p>A turn never waits; the runner idles between turns. So several stages can share a thread, and a test can drive a whole
 * topology on one thread in any order that a seed dictates.
 *
 * <p>Of several feeds, the one whose event time lags goes first, and as long as it has more to say and still lags, the
 * others wait: windows then need not stay open for the distance between them. A feed without event time is never waited for.
 *
 * <p>With checkpoints, a stage that has sinks is done only when they have shown what they accepted: see {@link #release()}.
 *
 * <p><b>Threading.</b> Built before start, then confined to one thread at a time; {@link #stop()} and what tells of
 * checkpoints from any.
 * <p><b>Allocation.</b> None in {@link #doWork()}, beyond what the user's functions allocate.
 * <p><b>Failure.</b> {@link #doWork()} throws {@link PipelineException} with stage, operator and position; the stage must
 * then be closed.
 */
public final class Stage {
    private final String name;
    private final Feed[] waysIn;
    private final Feed[] feeds; // of these, all but those from the end of a loop
    private final @Nullable LoopPart loop;
    private final Links links;
    private final Outlet<?>[] outlets;
    private final Flow flow;
    private final Environment environment;
    private final int drainLimit;
    private final StageState state;
    private final Alignment alignment;
    private final Questions questions;
    private @Nullable Inheritance restored;
    private @Nullable Feed current;
    private boolean opened;
    private boolean unflushed;
    private int turns; // of the ways back, one after the other is the first
    private boolean ended;
    private volatile boolean released;
    private volatile @Nullable Throwable abandoned;
    private volatile boolean done;

    Stage(
            final String name,
            final List<Feed> feeds,
            final @Nullable LoopPart loop,
            final Links links,
            final List<Outlet<?>> outlets,
            final Flow flow,
            final Environment environment,
            final int drainLimit,
            final Map<String, Stateful> states,
            final List<Sink<?>> sinks,
            final Questions questions,
            final @Nullable BarrierListener barriers,
            final BarrierRules rules) {
        this.name = name;
        this.feeds = feeds.toArray(new Feed[0]);
        this.loop = loop;
        final List<Feed> all = new ArrayList<>(feeds);
        all.addAll(loop == null ? List.of() : List.of(loop.back()));
        this.waysIn = all.toArray(new Feed[0]);
        this.links = links;
        this.outlets = outlets.toArray(new Outlet<?>[0]);
        this.flow = flow;
        this.environment = environment;
        this.drainLimit = drainLimit;
        this.questions = questions;
        this.state = new StageState(name, states, barriers, rules.portionBytes(), environment.clock());
        this.alignment =
                new Alignment(this.feeds, loop, rules.holding(), this.outlets, state, sinks, environment.clock());
    }

    /** Name for messages and counters. */
    public String name() {
        return name;
    }

    /** True once every feed has ended and everything has gone out. */
    public boolean isDone() {
        return done;
    }

    /** Asks the sources to end as if their input had; everything accepted before comes out. Any thread. */
    public void stop() {
        for (final Feed feed : waysIn) {
            feed.stop();
        }
    }

    /** Asks the sources to give nothing more, but not to end: what is open stays open, for the last checkpoint. Any thread. */
    public void rest() {
        for (final Feed feed : feeds) {
            feed.rest();
        }
    }

    /** The last checkpoint has been told complete: the stage is done once its sinks have committed. Any thread. */
    public void release() {
        released = true;
    }

    /** No further checkpoint can be taken: the stage fails, and its sinks show nothing more. Any thread. */
    public void abandon(final Throwable cause) {
        abandoned = cause;
    }

    /** Begins with what was saved, and closes it then. Before the first turn. */
    public void restore(final Inheritance saved) {
        restored = saved;
    }

    /** What has state that a checkpoint holds, by names that are the same in every run. */
    public Map<String, Stateful> states() {
        return state.states();
    }

    /**
     * The snapshot of this checkpoint will build on that of {@code parentId}, which is complete, or stand for itself when that
     * is 0. Said to all stages before {@link #request} is to any; a stage that was not told stands for itself. Any thread.
     */
    public void expect(final long checkpointId, final long parentId) {
        state.expect(checkpointId, parentId);
    }

    /** The checkpoint was given up: what the stage has not handed over of it, it need not. Any thread. */
    public void giveUp(final long checkpointId) {
        state.giveUp(checkpointId);
    }

    /** Lets a checkpoint's barrier begin at the stage's own sources and ingresses, if it has any. Ids grow. Any thread. */
    public void request(final long checkpointId) {
        alignment.request(checkpointId);
    }

    /** Lets the stage's sinks show what they accepted before a checkpoint, which is complete. Any thread. */
    public void complete(final long checkpointId) {
        alignment.complete(checkpointId);
    }

    /** What other threads want to know of its operators. */
    Questions questions() {
        return questions;
    }

    /** Takes one turn and answers how much was done; 0 means that waiting makes sense. */
    public int doWork() {
        if (done) {
            return 0;
        }
        try {
            return turn();
        } catch (final OperatorFailure failure) {
            throw new PipelineException(
                    name, position(), "operator '" + failure.operator() + "': " + failure.thrown(), failure.thrown());
        } catch (final Exception | Error failure) {
            throw new PipelineException(name, position(), String.valueOf(failure), failure);
        }
    }

    private int turn() throws Exception {
        if (!opened) {
            open();
        }
        environment.faults().reach(name);
        if (abandoned != null) {
            throw new IllegalStateException("no further checkpoint can be taken: " + abandoned, abandoned);
        }
        final boolean last = released; // before the look at what is complete
        alignment.beginTurn();
        int work = questions.answer();
        if (last || ended) {
            done = last;
            return last ? 1 : work;
        }
        for (final Outlet<?> outlet : outlets) {
            work += outlet.beginTurn();
        }
        if (flow.isBusy() && !flow.isFull()) {
            links.resume();
            work++;
        }
        if (!flow.isHeld()) {
            work += alignment.isDue() ? 0 : feed();
            work = Math.max(work, links.drain()); // mostly what the feeds have counted
            work += links.runTimers();
            links.drain(); // what timers emitted
        }
        if (!flow.isHeld()) {
            work += alignment.settle();
        }
        if (loop != null && !flow.isHeld()) {
            work += loop.settle();
        }
        work += state.write(work, drainLimit);
        flow.rethrow();
        if (outlets.length > 0) {
            final long nowNs = environment.clock().nanoTime();
            for (final Outlet<?> outlet : outlets) {
                outlet.endTurn(nowNs);
            }
        }
        settle(work);
        return work;
    }

    private void open() throws Exception {
        opened = true;
        alignment.prepare();
        final Inheritance saved = restored;
        if (saved != null) {
            state.restore(saved);
            restored = null;
            saved.close();
        }
        links.open();
        for (final Feed feed : waysIn) {
            current = feed;
            feed.open();
        }
    }

    private int feed() {
        if (loop == null) {
            return feed(drainLimit);
        }
        final Feed[] back = loop.back();
        int work = 0;
        for (int i = 0; loop.isHead() && i < feeds.length && !flow.isHeld(); i++) {
            current = feeds[i];
            work += current.mark(); // however full the loop is: a barrier, or an end, needs no room
        }
        for (int i = 0; i < back.length && !flow.isHeld(); i++) {
            current = back[(turns + i) % back.length];
            work += current.run(drainLimit);
        }
        turns = turns + 1 & Integer.MAX_VALUE;
        final int recordsMax = loop.forwardMax(drainLimit);
        return recordsMax == 0 || flow.isHeld() ? work : work + feed(recordsMax);
    }

    private int feed(final int recordsMax) {
        if (feeds.length == 1) {
            current = feeds[0];
            return feeds[0].run(recordsMax);
        }
        FeedOrder.byTime(feeds);
        int work = 0;
        for (int i = 0; i < feeds.length && !flow.isHeld(); i++) {
            current = feeds[i];
            final int fed = feeds[i].run(recordsMax);
            work += fed;
            if (fed > 0 && i + 1 < feeds.length && FeedOrder.isBehind(feeds[i], feeds[i + 1])) {
                break;
            }
        }
        return work;
    }

    private void settle(final int work) throws Exception {
        if (work > 0) {
            unflushed = true;
        } else if (unflushed) {
            unflushed = false;
            links.flush();
        }
        if (!flow.isHeld() && !state.isWriting() && (loop == null || loop.isSettled())) {
            boolean allEnded = true;
            for (final Feed feed : waysIn) {
                allEnded &= feed.isEnded();
            }
            if (allEnded) {
                ended = true;
                links.flush(); // not all see an END: the sink of dead letters does not
                done = !alignment.end();
            }
        }
    }

    /** When an outlet must publish, a timer is due or a feed has been silent for long enough, or {@link Long#MAX_VALUE}. */
    public long dueNs() {
        long dueNs = Long.MAX_VALUE;
        if (ended) {
            return dueNs;
        }
        if (!flow.isHeld()) { // a held stage waits for room, not for time
            dueNs = links.timerNs();
            for (final Feed feed : waysIn) {
                dueNs = Math.min(dueNs, feed.dueNs());
            }
            if (loop != null) {
                dueNs = Math.min(dueNs, loop.dueNs());
            }
        }
        for (final Outlet<?> outlet : outlets) {
            dueNs = Math.min(dueNs, outlet.dueNs());
        }
        return dueNs;
    }

    private String position() {
        try {
            return current == null ? "before the first record" : current.position();
        } catch (final RuntimeException unknown) {
            return "unknown position";
        }
    }

    /**
     * Gives back everything the stage holds; answers the first problem met on the way, or null. For whoever takes the
     * stage's turns, once, after the last of them.
     */
    public @Nullable Throwable close() {
        Throwable problem = null;
        questions.close();
        if (restored != null) {
            restored.close();
        }
        state.close();
        for (final Feed feed : waysIn) {
            problem = closed(feed::close, problem);
        }
        problem = links.close(problem);
        for (final Outlet<?> outlet : outlets) {
            problem = closed(outlet, problem);
        }
        return problem;
    }

    /** Closes it, and answers the first problem so far. */
    static @Nullable Throwable closed(final AutoCloseable closeable, final @Nullable Throwable earlier) {
        try {
            closeable.close();
            return earlier;
        } catch (final Throwable problem) {
            if (earlier == null) {
                return problem;
            }
            if (earlier != problem) {
                earlier.addSuppressed(problem);
            }
            return earlier;
        }
    }
}
