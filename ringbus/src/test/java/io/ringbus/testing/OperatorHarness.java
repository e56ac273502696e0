// SPDX-License-Identifier: Apache-2.0
package io.ringbus.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ringbus.chain.Operator;
import io.ringbus.slot.Slab;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs a script of records and watermarks through an operator in every {@link Scenario} and compares what comes out; the
 * author of a test writes the script once.
 *
 * <p>An operator can be had in several ways (the plain class, its specialised clone): each is named by {@link #alsoBuilt} and
 * run as well. Every run also checks that closing the operator frees all native memory that it took.
 */
public final class OperatorHarness<I, O> {
    private static final String PLAIN = "plain";

    /** Restores in one run of the plain operator, and of others, which are clones and take long to make. */
    private static final int RESTORES_MAX = 64;

    private static final int RESTORES_OF_CLONES_MAX = 3;

    private final Map<String, Supplier<Operator<I, O>>> builders = new LinkedHashMap<>();
    private final List<ScriptStep<I, O>> steps = new ArrayList<>();
    private String name = "";
    private Runnable afterEach = () -> {};
    private @Nullable RecordingOutput<?> side;
    private @Nullable Random drawnBy;

    private OperatorHarness() {}

    /** A harness for what {@code builder} makes; called for each run, and each time that a run goes on from a snapshot. */
    public static <I, O> OperatorHarness<I, O> of(final Supplier<Operator<I, O>> builder) {
        return new OperatorHarness<I, O>().alsoBuilt(PLAIN, builder);
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
        steps.add(new ScriptStep.OfRecord<>(record, timestampNs));
        return this;
    }

    /** Feeds a watermark, over as many turns as the operator asks for. */
    public OperatorHarness<I, O> watermark(final long watermarkNs) {
        steps.add(new ScriptStep.OfWatermark<>(watermarkNs));
        return this;
    }

    /** Moves the clock that the operator was built with, and takes as many turns as the operator's timers ask for. */
    public OperatorHarness<I, O> advance(final SimulatedClock clock, final long byNs) {
        steps.add(new ScriptStep.OfTime<>(clock, byNs));
        return this;
    }

    /** Feeds the last watermark and the end. */
    public OperatorHarness<I, O> end() {
        watermark(Long.MAX_VALUE);
        steps.add(new ScriptStep.OfEnd<>());
        return this;
    }

    /** Expects one more record, after those already expected since the last record or watermark. */
    public OperatorHarness<I, O> expect(final long timestampNs, final O record) {
        return expectAll(List.of(new Emitted<>(record, timestampNs)));
    }

    /** Expects these records, and nothing since what was expected before. */
    public OperatorHarness<I, O> expectAll(final List<Emitted<O>> records) {
        final int last = steps.size() - 1;
        if (last >= 0 && steps.get(last) instanceof ScriptStep.Expected<I, O> before) {
            final List<Emitted<O>> joined = new ArrayList<>(before.emitted());
            joined.addAll(records);
            steps.set(last, new ScriptStep.Expected<>(joined, before.inOrder()));
        } else {
            steps.add(new ScriptStep.Expected<>(List.copyOf(records), true));
        }
        return this;
    }

    /** Expects these records in any order, and nothing since what was expected before: where the law names no order. */
    public OperatorHarness<I, O> expectInAnyOrder(final List<Emitted<O>> records) {
        steps.add(new ScriptStep.Expected<>(List.copyOf(records), false));
        return this;
    }

    /** Expects that nothing came out since what was expected before. */
    public OperatorHarness<I, O> expectNothing() {
        return expectAll(List.of());
    }

    /** Asks the operator, a {@code Queryable}, for a key. */
    public OperatorHarness<I, O> ask(final Object key, final List<?> answer) {
        steps.add(new ScriptStep.Asked<>(key, List.copyOf(answer)));
        return this;
    }

    /** Calls {@code check} at the end of each run, before the operator that is left is closed. */
    public OperatorHarness<I, O> afterEach(final Runnable check) {
        this.afterEach = check;
        return this;
    }

    /** A second output of the operator: empty at the beginning of each run, and taken back by a crash as the first is. */
    public OperatorHarness<I, O> side(final RecordingOutput<?> output) {
        this.side = output;
        return this;
    }

    /** Runs the script in two scenarios that are drawn, one of them with snapshots: for tests of very many scripts. */
    public OperatorHarness<I, O> drawn(final Random random) {
        this.drawnBy = random;
        return this;
    }

    /** Runs the script in all scenarios. */
    public void verify() throws Exception {
        for (final Map.Entry<String, Supplier<Operator<I, O>>> builder : builders.entrySet()) {
            final boolean plain = builder.getKey().equals(PLAIN);
            for (final Scenario scenario : scenarios()) {
                final long liveBytes = Slab.liveBytes();
                final String run = name + builder.getKey() + ", " + scenario;
                final int restoresMax = plain ? RESTORES_MAX : RESTORES_OF_CLONES_MAX;
                if (side != null) {
                    side.truncate(0);
                }
                try (ScriptRun<I, O> script =
                        new ScriptRun<>(run, scenario, steps, builder.getValue(), restoresMax, side)) {
                    script.run();
                    afterEach.run();
                }
                assertEquals(liveBytes, Slab.liveBytes(), run + ": bytes of slabs not freed by close()");
            }
        }
    }

    private List<Scenario> scenarios() {
        final Scenario[] all = Scenario.values();
        if (drawnBy == null) {
            return List.of(all);
        }
        final int saving = Scenario.SAVED_AFTER_EACH.ordinal();
        return List.of(all[drawnBy.nextInt(saving)], all[saving + drawnBy.nextInt(all.length - saving)]);
    }
}
