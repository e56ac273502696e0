// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.checkpoints;

import io.ringbus.bench.harness.Benchmark;
import io.ringbus.bench.harness.Duel;
import io.ringbus.bench.harness.Entrant;
import io.ringbus.bench.latency.PacedEntrant;
import io.ringbus.bench.latency.Tail;
import java.util.List;
import java.util.Map;

/**
 * P8.
 *
 * <p><b>Question.</b> Does the path of a record feel that its state is being saved?
 * <p><b>Load.</b> {@link KeyedSums}: 2<sup>20</sup> keys, every key hit in turn, so that between two checkpoints nearly every
 * cell changes: at full speed with a checkpoint a second, and a million events a second offered with ten.
 * <p><b>Baseline.</b> The same pipeline without checkpoints; at an offered rate, as a control, also beside as many writes.
 * <p><b>Would be refuted by.</b> A median ratio of throughput under 0.97, of the 99th percentile over 2, or of the 99.99th over
 * 1.5.
 */
public final class Checkpoints {
    private static final double GOAL = 0.97;
    private static final double GOAL_P99 = 2;
    private static final double GOAL_P9999 = 1.5;

    private Checkpoints() {}

    /** At full speed. */
    public static Benchmark benchmark() {
        final Duel duel = new Duel(
                "a checkpoint a second / none",
                new Entrant("a checkpoint a second", SumsAtFullSpeed.class, slabWith(1_000)),
                new Entrant("no checkpoints", SumsAtFullSpeed.class, slabWith(0)),
                GOAL);
        return new Benchmark(
                "p8", "running sums of 2^20 keys with checkpoints against none", List.of(duel, duel.control()));
    }

    /** At an offered rate. */
    public static Tail tail() {
        return new Tail(
                "p8-tail",
                "latency of running sums of 2^20 keys with ten checkpoints a second against none",
                new PacedEntrant("ten checkpoints a second", SumsAtPace.class, slabWith(100)),
                new PacedEntrant("no checkpoints", SumsAtPace.class, slabWith(0)),
                new PacedEntrant("no checkpoints, as many writes", SumsBesideWrites.class, slabWith(0)),
                Map.of(99.0, GOAL_P99, 99.99, GOAL_P9999));
    }

    private static List<String> slabWith(final int intervalMs) {
        return List.of("-Dringbus.state.backend=slab", "-D" + Periodic.INTERVAL_MS + "=" + intervalMs);
    }
}
