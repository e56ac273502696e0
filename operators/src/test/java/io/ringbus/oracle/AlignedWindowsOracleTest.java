// SPDX-License-Identifier: Apache-2.0
package io.ringbus.oracle;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.chain.Specialiser;
import io.ringbus.testing.HeapKeyedState;
import io.ringbus.windows.SlicedWindow;
import io.ringbus.windows.SlicedWindowOperator;
import io.ringbus.windows.Slices;
import io.ringbus.windows.WindowResult;
import io.ringbus.windows.WindowShape;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.apache.flink.streaming.api.windowing.assigners.SlidingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.assigners.WindowAssigner;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.junit.jupiter.api.Test;

/** Tumbling and sliding windows: every window, every one told again, and every late event are Flink's. */
class AlignedWindowsOracleTest {
    private static final long SEEDS = Long.getLong("ringbus.seeds", 3_000);
    private static final int SLICES_MAX = 4096;

    /** A tick is a nanosecond or a million of them; sizes, slides and offsets are few enough to meet every bound. */
    private record Case(long size, long slide, long offset, long lateness, Ticks ticks, int portion) {
        static Case of(final Random random) {
            final long size = 1L + random.nextInt(24);
            final long slide = random.nextInt(3) == 0 ? size : 1L + random.nextInt(32);
            final long offset = random.nextInt((int) (4 * slide)) - 2 * slide;
            final long lateness = random.nextBoolean() ? 0 : random.nextInt(40);
            return new Case(size, slide, offset, lateness, Ticks.random(random), 1 + random.nextInt(4));
        }

        /** Flink takes no offset that is a slide or longer. */
        WindowAssigner<Object, TimeWindow> assigner() {
            final Duration within = Duration.ofMillis(offset % slide);
            return size == slide
                    ? TumblingEventTimeWindows.of(Duration.ofMillis(size), within)
                    : SlidingEventTimeWindows.of(Duration.ofMillis(size), Duration.ofMillis(slide), within);
        }

        SlicedWindow<String, Script.Event, List<Integer>, WindowResult<String, List<Integer>>> window(
                final int events) {
            return new SlicedWindow<>(
                    "ids",
                    Script.Event::key,
                    Slices.of(ticks.at(size), ticks.at(slide), ticks.at(offset), SLICES_MAX),
                    new EventIds(events),
                    WindowShape.whole(),
                    ticks.at(lateness),
                    SLICES_MAX,
                    portion);
        }

        /** Named difference "in a gap": Flink drops such an event in silence while it is in time, and calls it late else. */
        boolean isInGap(final Script.Event event) {
            return Math.floorMod(event.ticks() - offset, slide) >= size;
        }
    }

    @Test
    void agreesWithFlink() throws Exception {
        int told = 0;
        int late = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            final Random random = EventTimeScripts.seeded(seed);
            final Case windows = Case.of(random);
            final Script script = EventTimeScripts.random(random);
            final FlinkWindows.Outcome flink = FlinkWindows.of(windows.assigner())
                    .allowedLateness(windows.lateness())
                    .run(script);
            final var window = windows.window(script.events());
            new FlinkComparison("seed=" + seed + " " + windows, script, windows.ticks(), flink)
                    .verify(
                            unplaced -> new SlicedWindowOperator<>(
                                    window, HeapKeyedState::new, unplaced, new Specialiser(false)),
                            windows::isInGap);
            told += flink.told();
            late += flink.lateIds().size();
        }
        assertTrue(told > 10 * SEEDS, "windows in the scripts: " + told);
        assertTrue(late > SEEDS, "late events in the scripts: " + late);
    }
}
