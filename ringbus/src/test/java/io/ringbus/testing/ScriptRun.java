// SPDX-License-Identifier: Apache-2.0
package io.ringbus.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.ringbus.chain.Operator;
import io.ringbus.chain.Queryable;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One run of a script in one scenario. Where the scenario has snapshots, the operator that ends the script need not be the
 * one that began it.
 *
 * <p>A watermark is one step: between its portions a stage is busy and saves nothing.
 */
final class ScriptRun<I, O> implements AutoCloseable {
    private static final int TURNS_MAX = 100_000_000;
    private static final int REPLAYED_STEPS_MAX = 8;

    private final String name;
    private final Scenario scenario;
    private final List<ScriptStep<I, O>> steps;
    private final Supplier<Operator<I, O>> builder;
    private final int restoreEvery;
    private final @Nullable RecordingOutput<?> side;
    private final Random random;
    private final RecordingOutput<O> output;
    private Operator<I, O> operator;
    private int index;
    private int compared;

    /** The last watermark, if it was the last of all: who goes on from a snapshot is told of it again. */
    private boolean complete;

    private @Nullable StateWriter saved;
    private int savedIndex;
    private int savedCompared;
    private int savedEmitted;
    private int savedSide;
    private boolean savedComplete;
    private int crashAt;

    ScriptRun(
            final String name,
            final Scenario scenario,
            final List<ScriptStep<I, O>> steps,
            final Supplier<Operator<I, O>> builder,
            final int restoresMax,
            final @Nullable RecordingOutput<?> side) {
        this.name = name;
        this.scenario = scenario;
        this.steps = steps;
        this.builder = builder;
        this.restoreEvery = Math.max(1, steps.size() / restoresMax);
        this.side = side;
        this.random = new Random(name.hashCode());
        this.output = new RecordingOutput<>(scenario.recordsPerTurn());
        this.operator = builder.get();
    }

    void run() throws Exception {
        while (index < steps.size()) {
            final ScriptStep<I, O> step = steps.get(index);
            output.nextTurn();
            take(step);
            index++;
            if (!(step instanceof ScriptStep.Expected<I, O>)) {
                snapshot(step);
            }
        }
        if (!scenario.stepwise()) {
            for (int at = 0; at < steps.size(); at++) {
                if (steps.get(at) instanceof ScriptStep.Expected<I, O> expectation) {
                    compare(", expected in step " + at, expectation);
                }
            }
        }
        assertNothingMore(", at the end");
    }

    private void take(final ScriptStep<I, O> step) throws Exception {
        if (step instanceof ScriptStep.OfRecord<I, O> fed) {
            operator.process(fed.record(), fed.timestampNs(), output);
        } else if (step instanceof ScriptStep.OfWatermark<I, O> fed) {
            complete = fed.watermarkNs() == Long.MAX_VALUE;
            advance(fed.watermarkNs());
        } else if (step instanceof ScriptStep.OfTime<I, O> passed) {
            passed.clock().advance(passed.byNs());
            runTimers(passed.clock().nanoTime());
        } else if (step instanceof ScriptStep.Asked<I, O> asked) {
            final List<?> answer = ((Queryable) operator).query(asked.key());
            assertEquals(asked.answer(), answer, name + ", step " + index + ": asked for " + asked.key());
        } else if (step instanceof ScriptStep.OfEnd<I, O>) {
            operator.onEnd(output);
        } else if (step instanceof ScriptStep.Expected<I, O> expectation && scenario.stepwise()) {
            compare(", step " + index, expectation);
            assertNothingMore(", step " + index);
        }
    }

    private void snapshot(final ScriptStep<I, O> step) throws Exception {
        switch (scenario.snapshots()) {
            case NONE -> {}
            case TAKEN -> save().close();
            case RESTORED -> {
                if (index % restoreEvery == 0) {
                    try (StateWriter state = save()) {
                        goOnFrom(state);
                    }
                }
            }
            case REPLAYED -> replay(step);
        }
    }

    /** Saves, runs on for some steps, crashes, and so on. No step that moves the clock is replayed. */
    private void replay(final ScriptStep<I, O> step) throws Exception {
        final StateWriter state = saved;
        if (state != null && !(step instanceof ScriptStep.OfTime<I, O>)) {
            if (index < crashAt) {
                return;
            }
            output.truncate(savedEmitted);
            if (side != null) {
                side.truncate(savedSide);
            }
            compared = savedCompared;
            index = savedIndex;
            complete = savedComplete;
            goOnFrom(state);
            forgetSaved();
            return;
        }
        forgetSaved();
        if (random.nextInt(restoreEvery) == 0) {
            saved = save();
            savedIndex = index;
            savedCompared = compared;
            savedEmitted = output.emitted().size();
            savedSide = side == null ? 0 : side.emitted().size();
            savedComplete = complete;
            crashAt = index + 1 + random.nextInt(REPLAYED_STEPS_MAX);
        }
    }

    private StateWriter save() throws Exception {
        final StateWriter state = new StateWriter();
        boolean done = false;
        try {
            operator.save(state);
            done = true;
        } finally {
            if (!done) {
                state.close();
            }
        }
        return state;
    }

    private void goOnFrom(final StateWriter state) throws Exception {
        operator.close();
        operator = builder.get();
        final StateReader in = new StateReader(name, state.address(), state.length());
        operator.restore(in);
        assertEquals(0, in.remaining(), name + ", step " + index + ": bytes saved and not restored");
        if (complete) {
            advance(Long.MAX_VALUE);
        }
    }

    private void forgetSaved() {
        if (saved != null) {
            saved.close();
            saved = null;
        }
    }

    private void advance(final long watermarkNs) throws Exception {
        int turns = 0;
        while (!operator.onWatermark(watermarkNs, output)) {
            output.nextTurn();
            if (++turns == TURNS_MAX) {
                fail(name + ": watermark " + watermarkNs + " is not done after " + TURNS_MAX + " turns");
            }
        }
    }

    private void runTimers(final long nowNs) throws Exception {
        for (int turns = 0; operator.timerNs() <= nowNs; turns++) {
            operator.onTimer(nowNs, output);
            output.nextTurn();
            if (scenario.snapshots() == Scenario.Snapshots.RESTORED && random.nextInt(restoreEvery) == 0) {
                try (StateWriter state = save()) { // a stage saves between the portions of a timer
                    goOnFrom(state);
                }
            }
            if (turns == TURNS_MAX) {
                fail(name + ": timers at " + nowNs + " are not done after " + TURNS_MAX + " turns");
            }
        }
    }

    private void compare(final String where, final ScriptStep.Expected<I, O> expectation) {
        final List<Emitted<O>> actual = output.emitted();
        final List<Emitted<O>> missing = new ArrayList<>(expectation.emitted());
        final int until = Math.min(compared + missing.size(), actual.size());
        for (int at = compared; at < until; at++) {
            final Emitted<O> told = actual.get(at);
            if (expectation.inOrder() || !missing.contains(told)) {
                assertEquals(missing.get(0), told, name + where + ": record " + at);
            }
            missing.remove(told);
        }
        assertEquals(missing, List.of(), name + where + ": records that are missing");
        compared += expectation.emitted().size();
    }

    private void assertNothingMore(final String where) {
        final List<Emitted<O>> actual = output.emitted();
        assertEquals(
                List.of(),
                actual.subList(compared, actual.size()),
                name + where + ": records from " + compared + " on");
    }

    @Override
    public void close() {
        forgetSaved();
        operator.close();
    }
}
