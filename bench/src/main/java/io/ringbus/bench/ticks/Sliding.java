// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.ticks;

import io.ringbus.bench.harness.Benchmark;
import io.ringbus.bench.harness.Contender;
import io.ringbus.bench.harness.Duel;
import io.ringbus.bench.harness.Entrant;
import java.util.List;

/**
 * P5.
 *
 * <p><b>Question.</b> What does it cost that windows overlap?
 * <p><b>Load.</b> The trades of {@link TickJob}, 1000 symbols, a window per symbol every 100 ms of event time: 10,000 results
 * for a million events, whatever the overlap; one pair with a window every 10 ms, so that one result comes out for ten events.
 * <p><b>Baseline.</b> The same pipeline with tumbling windows of one slide: as many results, of the same events.
 * <p><b>Would be refuted by.</b> A median ratio under 0.85 at 120 overlaps.
 */
public final class Sliding {
    private static final double GOAL = 0.85;
    private static final int SLIDE_US = 100_000;
    private static final int SHORT_SLIDE_US = 10_000;

    private Sliding() {}

    /** The benchmark. */
    public static Benchmark benchmark() {
        final Entrant tumbling = extremes(1, SLIDE_US);
        final Duel often = duel(extremes(120, SLIDE_US), tumbling, GOAL);
        return new Benchmark(
                "p5",
                "sliding windows of 1 to 1000 overlaps against tumbling ones, as many results of the same events",
                List.of(
                        often,
                        duel(extremes(10, SLIDE_US), tumbling, GOAL),
                        duel(extremes(1_000, SLIDE_US), tumbling, 0),
                        duel(totals(120, SLIDE_US), totals(1, SLIDE_US), GOAL),
                        duel(totals(1_000, SLIDE_US), totals(1, SLIDE_US), 0),
                        duel(extremes(120, SHORT_SLIDE_US), extremes(1, SHORT_SLIDE_US), 0),
                        often.control()));
    }

    private static Duel duel(final Entrant contender, final Entrant baseline, final double goal) {
        return new Duel(contender.name() + " / 1", contender, baseline, goal);
    }

    private static Entrant extremes(final int overlaps, final int slideUs) {
        return entrant("extremes", SlidingPipeline.class, overlaps, slideUs);
    }

    private static Entrant totals(final int overlaps, final int slideUs) {
        return entrant("totals", SlidingTotals.class, overlaps, slideUs);
    }

    private static Entrant entrant(
            final String name, final Class<? extends Contender> contender, final int overlaps, final int slideUs) {
        return new Entrant(
                name + ", every " + slideUs / 1_000 + " ms, overlaps " + overlaps,
                contender,
                "-Dringbus.state.backend=slab",
                "-D" + SlidingPipeline.OVERLAPS + "=" + overlaps,
                "-D" + SlidingPipeline.SLIDE_US + "=" + slideUs);
    }
}
