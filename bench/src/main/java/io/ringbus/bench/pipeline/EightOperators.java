// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.pipeline;

import io.ringbus.bench.harness.Benchmark;
import io.ringbus.bench.harness.Duel;
import io.ringbus.bench.harness.Entrant;
import java.util.List;

/**
 * P1.
 *
 * <p><b>Question.</b> Does a pipeline of eight operators, written with records and method references, cost more than the same
 * job in one loop?
 * <p><b>Load.</b> 2<sup>20</sup> trades of 32 bytes in native memory, more than a branch predictor can learn by heart, read
 * again and again by one thread; 66 % of them reach the sink.
 * <p><b>Baseline.</b> {@link ByHand}: one loop that reads only the fields it needs, by address, and sums in local variables.
 * <p><b>Would be refuted by.</b> A median ratio under 0.90, or under 0.85 after pollution, or bytes allocated per event.
 */
public final class EightOperators {
    private static final double GOAL = 0.90;
    private static final double GOAL_AFTER_POLLUTION = 0.85;

    private EightOperators() {}

    /** The benchmark. */
    public static Benchmark benchmark() {
        final Entrant byHand = new Entrant("by hand", ByHand.class);
        final Duel plain = new Duel("pipeline / by hand", new Entrant("pipeline", Fused.class), byHand, GOAL);
        return new Benchmark(
                "p1",
                "8 operators of records and lambdas, one thread, against one loop",
                List.of(
                        plain,
                        new Duel(
                                "pipeline after 20 others / by hand",
                                new Entrant("pipeline after 20 others", AfterPollution.class),
                                byHand,
                                GOAL_AFTER_POLLUTION),
                        new Duel(
                                "pipeline, specialise=false / by hand",
                                new Entrant("pipeline, specialise=false", Fused.class, "-Dringbus.specialise=false"),
                                byHand,
                                0),
                        plain.control()));
    }
}
