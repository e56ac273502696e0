// SPDX-License-Identifier: Apache-2.0
package io.ringbus.oracle;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.testing.HeapKeyedState;
import io.ringbus.windows.SessionWindow;
import io.ringbus.windows.SessionWindowOperator;
import io.ringbus.windows.WindowResult;
import io.ringbus.windows.WindowShape;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.ToLongFunction;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.streaming.api.windowing.assigners.DynamicEventTimeSessionWindows;
import org.apache.flink.streaming.api.windowing.assigners.EventTimeSessionWindows;
import org.apache.flink.streaming.api.windowing.assigners.MergingWindowAssigner;
import org.apache.flink.streaming.api.windowing.triggers.EventTimeTrigger;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.junit.jupiter.api.Test;

/** Sessions with one gap and with a gap per record: every session, every one told again, every late event are Flink's. */
class SessionWindowsOracleTest {
    private static final long SEEDS = Long.getLong("ringbus.seeds", 1_500);
    private static final int GAP_MAX = 30;

    private record Case(int gap, boolean perRecord, long lateness, Ticks ticks, int portion) {
        static Case of(final Random random) {
            return new Case(
                    1 + random.nextInt(GAP_MAX),
                    random.nextBoolean(),
                    random.nextBoolean() ? 0 : random.nextInt(40),
                    Ticks.random(random),
                    1 + random.nextInt(4));
        }

        /** Gap behind an event of this value. */
        int gapOf(final int value) {
            return perRecord ? 1 + value % gap : gap;
        }

        FlinkWindows<TimeWindow> flink() {
            final MergingWindowAssigner<? super Tuple3<String, Integer, Integer>, TimeWindow> assigner = perRecord
                    ? DynamicEventTimeSessionWindows.withDynamicGap(event -> gapOf(event.f2))
                    : EventTimeSessionWindows.withGap(Duration.ofMillis(gap));
            return FlinkWindows.of(assigner, EventTimeTrigger.create()).allowedLateness(lateness);
        }

        SessionWindow<String, Script.Event, List<Integer>, WindowResult<String, List<Integer>>> window(
                final int events) {
            final ToLongFunction<Script.Event> gapNs = event -> ticks.at(gapOf(event.value()));
            return new SessionWindow<>(
                    "ids",
                    Script.Event::key,
                    gapNs,
                    new EventIds(events),
                    WindowShape.whole(),
                    ticks.at(lateness),
                    events,
                    portion);
        }
    }

    @Test
    void agreesWithFlink() throws Exception {
        int told = 0;
        int late = 0;
        int leftOut = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            final Random random = EventTimeScripts.seeded(seed);
            final Case sessions = Case.of(random);
            final SessionTwins twins = new SessionTwins(event -> sessions.gapOf(event.value()), sessions.lateness());
            final Script script = twins.without(EventTimeScripts.random(random));
            final FlinkWindows.Outcome flink = sessions.flink().run(script);
            final var window = sessions.window(script.events());
            new FlinkComparison("seed=" + seed + " " + sessions, script, sessions.ticks(), flink)
                    .verify(
                            unplaced -> new SessionWindowOperator<>(window, HeapKeyedState::new, unplaced),
                            event -> false);
            told += flink.told();
            late += flink.lateIds().size();
            leftOut += twins.leftOut();
        }
        assertTrue(told > 5 * SEEDS, "sessions in the scripts: " + told);
        assertTrue(late > SEEDS / 2, "late events in the scripts: " + late);
        assertTrue(leftOut > 0 && leftOut < SEEDS / 10, "events at which Flink forgets: " + leftOut);
    }
}
