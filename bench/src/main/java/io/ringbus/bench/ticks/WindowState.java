// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.ticks;

import io.ringbus.bench.harness.Benchmark;
import io.ringbus.bench.harness.Duel;
import io.ringbus.bench.harness.Entrant;
import java.util.List;

/**
 * P9.
 *
 * <p><b>Question.</b> What does it bring to locate a cell of a Chronicle Map once and update it in place, and what does the
 * map cost beside a table in a slab?
 * <p><b>Load.</b> As P4.
 * <p><b>Baseline.</b> {@link MapCallPerEvent}: {@code acquireUsing} for every event, values in place; and the same pipeline on
 * the slab backend.
 * <p><b>Would be refuted by.</b> A median ratio under 10 to the map calls, or under 0.6 to the slab.
 */
public final class WindowState {
    private static final double GOAL_MAP_CALLS = 10;
    private static final double GOAL_SLAB = 0.6;

    private WindowState() {}

    /** The benchmark. */
    public static Benchmark benchmark() {
        final Entrant calls = new Entrant("map call per event", MapCallPerEvent.class);
        final Duel first = new Duel("pipeline on Chronicle / map calls", Ticks.CHRONICLE, calls, GOAL_MAP_CALLS);
        return new Benchmark(
                "p9",
                "windows in a Chronicle Map, located once, against a map call per event",
                List.of(
                        first,
                        new Duel("pipeline on Chronicle / on slab", Ticks.CHRONICLE, Ticks.SLAB, GOAL_SLAB),
                        first.control()));
    }
}
