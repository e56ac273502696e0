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
 * <p><b>Load.</b> {@link TickJob}: a million ticks of 1000 symbols a second of event time, a window per symbol every second, so
 * that one result comes out for 1000 events, whatever the overlap; and every 100 and every 10 ms, one for 100 and for 10.
 * <p><b>Baseline.</b> The same pipeline with tumbling windows of one slide: as many results, of the same events.
 * <p><b>Would be refuted by.</b> A median ratio under 0.85 at 10, 120 or 1000 overlaps, a window every second.
 */
public final class Sliding {
    private static final double GOAL = 0.85;
    private static final int SECOND_US = 1_000_000;
    private static final int TENTH_US = SECOND_US / 10;
    private static final int HUNDREDTH_US = SECOND_US / 100;

    private Sliding() {}

    /** The benchmark. */
    public static Benchmark benchmark() {
        final Duel often = duel(extremes(120, SECOND_US), extremes(1, SECOND_US), GOAL);
        return new Benchmark(
                "p5",
                "sliding windows of 10 to 1000 overlaps against tumbling ones, as many results of the same events",
                List.of(
                        often,
                        duel(extremes(10, SECOND_US), extremes(1, SECOND_US), GOAL),
                        duel(extremes(1_000, SECOND_US), extremes(1, SECOND_US), GOAL),
                        duel(extremes(120, TENTH_US), extremes(1, TENTH_US), 0),
                        duel(totals(1_000, TENTH_US), totals(1, TENTH_US), 0),
                        duel(extremes(120, HUNDREDTH_US), extremes(1, HUNDREDTH_US), 0),
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
