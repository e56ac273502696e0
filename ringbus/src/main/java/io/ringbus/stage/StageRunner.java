// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stage;

import io.ringbus.environment.Clock;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;

/**
 * Runs some stages on one thread: turn after turn, idling when none had anything to do, until all are done or the
 * execution is cancelled.
 *
 * <p><b>Threading.</b> One thread.
 */
final class StageRunner implements Runnable {
    private static final long SPINS = 10;
    private static final long YIELDS = 20;
    private static final long PARK_NS_MIN = 1_000;
    private static final long SLEEP_NS_MAX = 1_000_000;

    private final List<Stage> stages;
    private final Execution execution;
    private final RunSettings settings;
    private final Clock clock;
    private final Doorbell doorbell;
    private final IdleStrategy idle;
    private final Headway headway;

    StageRunner(
            final List<Stage> stages,
            final Execution execution,
            final RunSettings settings,
            final Clock clock,
            final Doorbell doorbell) {
        this.stages = List.copyOf(stages);
        this.execution = execution;
        this.settings = settings;
        this.clock = clock;
        this.doorbell = doorbell;
        this.headway = new Headway(clock);
        this.idle = switch (settings.waitMode()) {
            case SPIN -> BusySpinIdleStrategy.INSTANCE;
            case YIELD -> YieldingIdleStrategy.INSTANCE;
            case PARK, BLOCK ->
                new BackoffIdleStrategy(
                        SPINS, YIELDS, Math.min(PARK_NS_MIN, settings.parkNsMax()), settings.parkNsMax());
        };
    }

    @Override
    public void run() {
        try {
            while (!execution.isCancelled() && !isDone()) {
                final int work = turn();
                headway.keep(work);
                idle(work);
            }
        } catch (final Throwable failure) {
            execution.fail(failure);
        } finally {
            closeStages();
        }
    }

    /** One turn of each stage; answers how much was done. */
    int turn() {
        int work = 0;
        for (int i = 0; i < stages.size(); i++) {
            work += stages.get(i).doWork();
        }
        return work;
    }

    boolean isDone() {
        for (int i = 0; i < stages.size(); i++) {
            if (!stages.get(i).isDone()) {
                return false;
            }
        }
        return true;
    }

    /** Waits a little unless there was work. */
    void pause(final int work) {
        idle.idle(work);
    }

    private void idle(final int work) {
        switch (settings.waitMode()) {
            case SPIN, YIELD -> idle.idle(work);
            case PARK -> park(work);
            case BLOCK -> block(work);
        }
    }

    private void park(final int work) {
        if (work > 0) {
            idle.reset();
            return;
        }
        final long untilDueNs = untilDueNs();
        if (untilDueNs < settings.parkNsMax()) { // a backing-off strategy would oversleep
            LockSupport.parkNanos(this, untilDueNs);
        } else {
            idle.idle();
        }
    }

    private void block(final int work) {
        if (work > 0) {
            return;
        }
        doorbell.lieDown();
        if (turn() == 0) {
            doorbell.sleep(Math.min(untilDueNs(), SLEEP_NS_MAX));
        }
        doorbell.getUp();
    }

    private long untilDueNs() {
        final long dueNs = dueNs();
        return dueNs == Long.MAX_VALUE ? Long.MAX_VALUE : Math.max(0, dueNs - clock.nanoTime());
    }

    private long dueNs() {
        long dueNs = Long.MAX_VALUE;
        for (int i = 0; i < stages.size(); i++) {
            dueNs = Math.min(dueNs, stages.get(i).dueNs());
        }
        return dueNs;
    }

    void closeStages() {
        for (final Stage stage : stages) {
            final Throwable problem = stage.close();
            if (problem != null) {
                execution.fail(new PipelineException(stage.name(), "while closing", problem.toString(), problem));
            }
        }
        execution.runnerEnded();
    }
}
