// SPDX-License-Identifier: Apache-2.0
package io.ringbus.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.chain.Operator;
import io.ringbus.testing.Emitted;
import io.ringbus.testing.HeapKeyedState;
import io.ringbus.testing.RecordingOutput;
import io.ringbus.windows.CountedUnplaced;
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

/**
 * Sessions with one gap and with a gap per record: every session, every one told again, every late event are Flink's.
 *
 * <p>One rule differs. Flink closes a session at the watermark {@code end - 1}, though an event at {@code end} would touch it: such
 * events are in one session or in two, depending on what else comes at that time. Ours closes at {@code end}, so its watermarks
 * are one nanosecond ahead of Flink's here, and all else is the same. Where nothing comes between, in a stream of one key
 * without disorder, both make the same sessions of the same events, each with its own watermarks.
 */
class SessionWindowsOracleTest {
    private static final long SEEDS = Long.getLong("ringbus.seeds", 1_500);
    private static final int GAP_MAX = 30;
    private static final int IN_ORDER_EVENTS = 40;

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
    void agreesWithFlinkWithoutDisorder() throws Exception {
        int oneGapApart = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            final Random random = EventTimeScripts.seeded(seed);
            final Case sessions = new Case(1 + random.nextInt(6), false, 0, new Ticks(1), 3);
            final Script inFlink = new Script(); // the watermark comes behind the event that it is made of
            final Script inOurs = new Script(); // and here before it
            long lastReach = Long.MIN_VALUE;
            for (final Script.Event event :
                    EventTimeScripts.inOrder(random, IN_ORDER_EVENTS).eventsInOrder()) {
                inFlink.event("A", event.ticks(), event.value()).mark(event.ticks() - 1);
                inOurs.mark(event.ticks() - 1).event("A", event.ticks(), event.value());
                oneGapApart += event.ticks() == lastReach ? 1 : 0;
                lastReach = event.ticks() + sessions.gapOf(event.value());
            }
            final var window = sessions.window(inOurs.events());
            assertEquals(
                    all(sessions.flink().run(inFlink.mark(Long.MAX_VALUE))),
                    all(ours(
                            inOurs.mark(Long.MAX_VALUE),
                            new SessionWindowOperator<>(window, HeapKeyedState::new, new CountedUnplaced<>()))),
                    "seed=" + seed + " " + sessions);
        }
        assertTrue(oneGapApart > SEEDS, "events exactly one gap apart: " + oneGapApart);
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
            new FlinkComparison("seed=" + seed + " " + sessions, script, sessions.ticks(), flink, 1)
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

    /** What an operator tells of a script, one tick being a nanosecond. */
    private static FlinkWindows.Outcome ours(
            final Script script, final Operator<Script.Event, WindowResult<String, List<Integer>>> operator)
            throws Exception {
        final RecordingOutput<WindowResult<String, List<Integer>>> output = new RecordingOutput<>();
        for (final Script.Step step : script.steps()) {
            if (step instanceof Script.Event event) {
                operator.process(event, event.ticks(), output);
            } else if (step instanceof Script.Mark mark) {
                boolean done = false;
                while (!done) {
                    done = operator.onWatermark(mark.ticks(), output);
                }
            }
        }
        operator.close();
        return new FlinkWindows.Outcome(
                List.of(output.emitted().stream()
                        .map(Emitted::record)
                        .map(told -> new Fired(told.key(), told.startNs(), told.endNs(), told.value()))
                        .toList()),
                List.of());
    }

    /** Everything told, at whatever step; the events of a session by number. */
    private static List<Fired> all(final FlinkWindows.Outcome outcome) {
        assertEquals(List.of(), outcome.lateIds(), "late events");
        return outcome.firedPerStep().stream()
                .flatMap(List::stream)
                .map(told -> new Fired(
                        told.key(),
                        told.start(),
                        told.end(),
                        told.ids().stream().sorted().toList()))
                .toList();
    }
}
