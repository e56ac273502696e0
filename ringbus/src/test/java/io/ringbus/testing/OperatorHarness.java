// SPDX-License-Identifier: Apache-2.0
package io.ringbus.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.ringbus.chain.Operator;
import io.ringbus.slot.Slab;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Runs a script of records and watermarks through an operator in every {@link Scenario} and compares what comes out; the
 * author of a test writes the script once.
 *
 * <p>An operator can be had in several ways (the plain class, its specialised clone): each is named by {@link #alsoBuilt} and
 * run as well. Every run also checks that closing the operator frees all native memory that it took.
 */
public final class OperatorHarness<I, O> {
    private static final int TURNS_MAX = 100_000_000;

    private sealed interface Step<I, O> {}

    private record OfRecord<I, O>(I record, long timestampNs) implements Step<I, O> {}

    private record OfWatermark<I, O>(long watermarkNs) implements Step<I, O> {}

    private record OfTime<I, O>(SimulatedClock clock, long byNs) implements Step<I, O> {}

    private record OfEnd<I, O>() implements Step<I, O> {}

    private record Expected<I, O>(List<Emitted<O>> emitted, boolean inOrder) implements Step<I, O> {}

    private final Map<String, Supplier<Operator<I, O>>> builders = new LinkedHashMap<>();
    private final List<Step<I, O>> steps = new ArrayList<>();
    private String name = "";

    private OperatorHarness() {}

    /** A harness for what {@code builder} makes; called once for each run. */
    public static <I, O> OperatorHarness<I, O> of(final Supplier<Operator<I, O>> builder) {
        return new OperatorHarness<I, O>().alsoBuilt("plain", builder);
    }

    /** Runs everything with this one, too. */
    public OperatorHarness<I, O> alsoBuilt(final String way, final Supplier<Operator<I, O>> builder) {
        builders.put(way, builder);
        return this;
    }

    /** A name for failure messages, such as the seed. */
    public OperatorHarness<I, O> named(final String caseName) {
        this.name = caseName + ", ";
        return this;
    }

    /** Feeds a record. */
    public OperatorHarness<I, O> record(final long timestampNs, final I record) {
        steps.add(new OfRecord<>(record, timestampNs));
        return this;
    }

    /** Feeds a watermark, over as many turns as the operator asks for. */
    public OperatorHarness<I, O> watermark(final long watermarkNs) {
        steps.add(new OfWatermark<>(watermarkNs));
        return this;
    }

    /** Moves the clock that the operator was built with, and takes as many turns as the operator's timers ask for. */
    public OperatorHarness<I, O> advance(final SimulatedClock clock, final long byNs) {
        steps.add(new OfTime<>(clock, byNs));
        return this;
    }

    /** Feeds the last watermark and the end. */
    public OperatorHarness<I, O> end() {
        watermark(Long.MAX_VALUE);
        steps.add(new OfEnd<>());
        return this;
    }

    /** Expects one more record, after those already expected since the last record or watermark. */
    public OperatorHarness<I, O> expect(final long timestampNs, final O record) {
        return expectAll(List.of(new Emitted<>(record, timestampNs)));
    }

    /** Expects these records, and nothing since what was expected before. */
    public OperatorHarness<I, O> expectAll(final List<Emitted<O>> records) {
        final int last = steps.size() - 1;
        if (last >= 0 && steps.get(last) instanceof Expected<I, O> before) {
            final List<Emitted<O>> joined = new ArrayList<>(before.emitted());
            joined.addAll(records);
            steps.set(last, new Expected<>(joined, before.inOrder()));
        } else {
            steps.add(new Expected<>(List.copyOf(records), true));
        }
        return this;
    }

    /** Expects these records in any order, and nothing since what was expected before: where the law names no order. */
    public OperatorHarness<I, O> expectInAnyOrder(final List<Emitted<O>> records) {
        steps.add(new Expected<>(List.copyOf(records), false));
        return this;
    }

    /** Expects that nothing came out since what was expected before. */
    public OperatorHarness<I, O> expectNothing() {
        return expectAll(List.of());
    }

    /** Runs the script in all scenarios. */
    public void verify() throws Exception {
        for (final Map.Entry<String, Supplier<Operator<I, O>>> builder : builders.entrySet()) {
            for (final Scenario scenario : Scenario.values()) {
                final String run = name + builder.getKey() + ", " + scenario;
                final long liveBytes = Slab.liveBytes();
                final Operator<I, O> operator = builder.getValue().get();
                try {
                    run(run, scenario, operator);
                } finally {
                    operator.close();
                }
                assertEquals(liveBytes, Slab.liveBytes(), run + ": bytes of slabs not freed by close()");
            }
        }
    }

    private void run(final String run, final Scenario scenario, final Operator<I, O> operator) throws Exception {
        final RecordingOutput<O> output = new RecordingOutput<>(scenario.recordsPerTurn());
        int compared = 0;
        for (int index = 0; index < steps.size(); index++) {
            final Step<I, O> step = steps.get(index);
            output.nextTurn();
            if (step instanceof OfRecord<I, O> fed) {
                operator.process(fed.record(), fed.timestampNs(), output);
            } else if (step instanceof OfWatermark<I, O> fed) {
                advance(run, operator, fed.watermarkNs(), output);
            } else if (step instanceof OfTime<I, O> passed) {
                passed.clock().advance(passed.byNs());
                runTimers(run, operator, passed.clock().nanoTime(), output);
            } else if (step instanceof OfEnd<I, O>) {
                operator.onEnd(output);
            } else if (step instanceof Expected<I, O> expectation && scenario.stepwise()) {
                compare(run + ", step " + index, expectation, compared, output.emitted());
                compared += expectation.emitted().size();
                assertNoneFrom(run + ", step " + index, compared, output.emitted());
            }
        }
        if (!scenario.stepwise()) {
            for (int index = 0; index < steps.size(); index++) {
                if (steps.get(index) instanceof Expected<I, O> expectation) {
                    compare(run + ", expected in step " + index, expectation, compared, output.emitted());
                    compared += expectation.emitted().size();
                }
            }
        }
        assertNoneFrom(run + ", at the end", compared, output.emitted());
    }

    private void advance(
            final String run, final Operator<I, O> operator, final long watermarkNs, final RecordingOutput<O> output)
            throws Exception {
        int turns = 0;
        while (!operator.onWatermark(watermarkNs, output)) {
            output.nextTurn();
            if (++turns == TURNS_MAX) {
                fail(run + ": watermark " + watermarkNs + " is not done after " + TURNS_MAX + " turns");
            }
        }
    }

    private void runTimers(
            final String run, final Operator<I, O> operator, final long nowNs, final RecordingOutput<O> output)
            throws Exception {
        for (int turns = 0; operator.timerNs() <= nowNs; turns++) {
            operator.onTimer(nowNs, output);
            output.nextTurn();
            if (turns == TURNS_MAX) {
                fail(run + ": timers at " + nowNs + " are not done after " + TURNS_MAX + " turns");
            }
        }
    }

    private void compare(
            final String run, final Expected<I, O> expectation, final int from, final List<Emitted<O>> actual) {
        final List<Emitted<O>> missing = new ArrayList<>(expectation.emitted());
        final int until = Math.min(from + missing.size(), actual.size());
        for (int index = from; index < until; index++) {
            final Emitted<O> told = actual.get(index);
            if (expectation.inOrder() || !missing.contains(told)) {
                assertEquals(missing.get(0), told, run + ": record " + index);
            }
            missing.remove(told);
        }
        assertEquals(missing, List.of(), run + ": records that are missing");
    }

    private void assertNoneFrom(final String run, final int from, final List<Emitted<O>> actual) {
        assertEquals(List.of(), actual.subList(from, actual.size()), run + ": records from " + from + " on");
    }
}
