// SPDX-License-Identifier: Apache-2.0
package io.ringbus.testing;

import io.ringbus.environment.Environment;
import io.ringbus.stage.Stage;
import io.ringbus.stage.Topology;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Runs all stages of a topology on the calling thread, one turn at a time, in an order that a seed dictates, under a clock
 * of its own. The same seed takes the same steps and comes to the same {@link #traceHash()}.
 *
 * <pre>{@code
 * StageSimulator simulator = new StageSimulator(seed);
 * Topology topology = new Topology(simulator.environment(), settings, specialiser);
 * ... topology.stage("in", simulator.drainLimit()) ...
 * simulator.run(topology);
 * }</pre>
 *
 * <p><b>Threading.</b> One thread.
 * <p><b>Failure.</b> Whatever goes wrong is thrown as an {@link AssertionError} that begins with {@code seed=.. step=..}; only
 * the fault of {@link #failAtStep} comes through as {@link Crash}. Stages and rings are closed in any case.
 */
public final class StageSimulator {
    private static final int DRAIN_LIMIT_MAX = 40;
    private static final int FAVOUR_STEPS_MAX = 50;
    private static final long NEVER = Long.MAX_VALUE;

    private final long seed;
    private final Random random;
    private final SimulatedClock clock = new SimulatedClock(0);
    private long clockStepNsMax = 1_000;
    private long stepsMax = 10_000_000;
    private long failAtStep = NEVER;
    private @Nullable Runnable eachStep;
    private @Nullable Runnable whenQuiet;
    private long quietAfterNs;
    private int idleSteps;
    private long step;
    private long traceHash;
    private int favourite;
    private int favourSteps;

    /** The fault that {@link #failAtStep} asks for. */
    public static final class Crash extends Exception {
        private static final long serialVersionUID = 1L;

        Crash(final String message) {
            super(message);
        }
    }

    /** A simulation of its own for each seed. */
    public StageSimulator(final long seed) {
        this.seed = seed;
        this.random = new Random(seed);
    }

    /** What the topology has to take as its environment. */
    public Environment environment() {
        return new Environment(clock, this::reach, work -> {
            throw new IllegalStateException("simulation: it has no threads: build the topology, do not start it");
        });
    }

    private void reach(final String place) throws Crash {
        if (step >= failAtStep) {
            failAtStep = NEVER;
            throw new Crash("seed=" + seed + " step=" + step + ": crash in '" + place + "'");
        }
    }

    /** The clock that the stages see. */
    public SimulatedClock clock() {
        return clock;
    }

    /** Everything else that a test wants to draw from the seed. */
    public Random random() {
        return random;
    }

    /** A drain limit for one stage, drawn from the seed. */
    public int drainLimit() {
        return 1 + random.nextInt(DRAIN_LIMIT_MAX);
    }

    /** Between two steps, time moves by at most this much. */
    public StageSimulator clockStepNsMax(final long ns) {
        clockStepNsMax = ns;
        return this;
    }

    /** A simulation that takes more steps than this has hung. */
    public StageSimulator stepsMax(final long steps) {
        stepsMax = steps;
        return this;
    }

    /** The stage that takes this step, counted from 1, fails. */
    public StageSimulator failAtStep(final long stepNumber) {
        failAtStep = stepNumber;
        return this;
    }

    /** Runs {@code action} before each step: it may publish, stop a stage, change a setting. */
    public StageSimulator eachStep(final Runnable action) {
        eachStep = action;
        return this;
    }

    /**
     * Runs {@code action} whenever no stage has anything to do and none will have within {@code soonNs}: for scripts whose
     * outcome is to be looked at step by step, whatever order the stages take turns in.
     */
    public StageSimulator whenQuiet(final long soonNs, final Runnable action) {
        quietAfterNs = soonNs;
        whenQuiet = action;
        return this;
    }

    /** Steps taken so far. */
    public long steps() {
        return step;
    }

    /** A figure that depends on who took which step and how much was done in it. */
    public long traceHash() {
        return traceHash;
    }

    /** Takes turns until every stage is done, then closes the stages and discards the topology. */
    public void run(final Topology topology) throws Crash {
        final List<Stage> stages = topology.build();
        try {
            while (!isDone(stages)) {
                if (step >= stepsMax) {
                    throw new AssertionError("not done; unfinished: " + unfinished(stages));
                }
                takeStep(stages);
                if (whenQuiet != null && isQuiet(stages)) {
                    idleSteps = 0;
                    whenQuiet.run();
                }
            }
        } catch (final RuntimeException | Error failure) {
            if (failure.getCause() instanceof Crash crash) {
                throw crash;
            }
            throw new AssertionError("seed=" + seed + " step=" + step + ": " + failure.getMessage(), failure);
        } finally {
            stages.forEach(Stage::close);
            topology.discard();
        }
    }

    private void takeStep(final List<Stage> stages) {
        step++;
        if (eachStep != null) {
            eachStep.run();
        }
        clock.advance(random.nextLong(clockStepNsMax + 1));
        final int index = next(stages.size());
        final int work = stages.get(index).doWork();
        traceHash = (traceHash * 31 + index) * 1_000_003 + work;
        idleSteps = work == 0 ? idleSteps + 1 : 0;
    }

    /** Whether all stages have been asked in vain; moves the clock to what is due soon, which is then done first. */
    private boolean isQuiet(final List<Stage> stages) {
        if (idleSteps < stages.size()) {
            return false;
        }
        idleSteps = 0;
        for (final Stage stage : stages) {
            if (stage.doWork() > 0) {
                return false;
            }
        }
        long dueNs = Long.MAX_VALUE;
        for (final Stage stage : stages) {
            dueNs = Math.min(dueNs, stage.dueNs());
        }
        if (dueNs == Long.MAX_VALUE || dueNs - clock.nanoTime() > quietAfterNs) {
            return true;
        }
        clock.advance(Math.max(0, dueNs - clock.nanoTime()));
        return false;
    }

    /** Mostly at random; now and then one stage runs on and on, and fills or empties its rings. */
    private int next(final int stageCount) {
        if (favourSteps > 0) {
            favourSteps--;
            return favourite;
        }
        if (random.nextInt(20) == 0) {
            favourite = random.nextInt(stageCount);
            favourSteps = random.nextInt(FAVOUR_STEPS_MAX);
        }
        return random.nextInt(stageCount);
    }

    private static boolean isDone(final List<Stage> stages) {
        for (final Stage stage : stages) {
            if (!stage.isDone()) {
                return false;
            }
        }
        return true;
    }

    private static String unfinished(final List<Stage> stages) {
        final StringBuilder names = new StringBuilder();
        for (final Stage stage : stages) {
            names.append(stage.isDone() ? "" : stage.name() + " ");
        }
        return names.toString().trim();
    }
}
