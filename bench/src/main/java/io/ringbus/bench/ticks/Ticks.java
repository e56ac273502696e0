// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.ticks;

import io.ringbus.bench.harness.Benchmark;
import io.ringbus.bench.harness.Duel;
import io.ringbus.bench.harness.Entrant;
import java.util.List;

/**
 * P4.
 *
 * <p><b>Question.</b> What does a keyed window over records cost, its cells in a Chronicle Map, compared with a loop over a
 * flat table?
 * <p><b>Load.</b> {@link TickJob}: a million ticks a round, made as they go, 90 % pass, 1000 windows fire a round, one thread.
 * What making them takes is measured beside the rest ({@link Generation}).
 * <p><b>Baseline.</b> {@link FlatTable}: one loop, a row per symbol found by multiplication, no hashing, no late records.
 * It fires the same windows and delivers the same results. {@link CheckedLoop} beside it assumes as little as an engine may.
 * <p><b>Would be refuted by.</b> A median ratio under 0.75 on the Chronicle backend.
 */
public final class Ticks {
    static final Entrant CHRONICLE =
            new Entrant("pipeline on Chronicle", TickPipeline.class, "-Dringbus.state.backend=chronicle");
    static final Entrant SLAB = new Entrant("pipeline on slab", TickPipeline.class, "-Dringbus.state.backend=slab");
    private static final double GOAL = 0.75;

    private Ticks() {}

    /** The benchmark. */
    public static Benchmark benchmark() {
        final Entrant flat = new Entrant("flat table", FlatTable.class);
        final Entrant checked = new Entrant("loop with checks", CheckedLoop.class);
        final Entrant generation = new Entrant("making the ticks", Generation.class);
        final Duel chronicle = new Duel("pipeline on Chronicle / flat table", CHRONICLE, flat, GOAL);
        return new Benchmark(
                "p4",
                "the ticks job, keyed windows of records, against a loop over a flat table",
                List.of(
                        chronicle,
                        new Duel("pipeline on slab / flat table", SLAB, flat, 0),
                        new Duel("pipeline on slab / loop with checks", SLAB, checked, 0),
                        new Duel("loop with checks / flat table", checked, flat, 0),
                        new Duel("the ticks alone, made twice", generation, generation, 0),
                        chronicle.control()));
    }
}
