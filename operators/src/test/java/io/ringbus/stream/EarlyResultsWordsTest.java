// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ringbus.chain.Output;
import io.ringbus.chain.Source;
import io.ringbus.config.Config;
import io.ringbus.config.Settings;
import io.ringbus.config.Threads;
import io.ringbus.connectors.CollectSink;
import io.ringbus.connectors.Sinks;
import io.ringbus.environment.Environment;
import io.ringbus.slot.SlotLayout;
import io.ringbus.stage.Execution;
import io.ringbus.testing.SimulatedClock;
import io.ringbus.windows.WindowResult;
import io.ringbus.windows.aggregate.Aggregates;
import io.ringbus.windows.policy.Count;
import io.ringbus.windows.policy.ProcessingTime;
import io.ringbus.windows.policy.Session;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What windows hold before their end, in words. */
class EarlyResultsWordsTest {
    private static final List<Tick> TICKS = List.of(
            Tick.of(1, 10, 1),
            Tick.of(2, 20, 2),
            Tick.of(1, 30, 3),
            Tick.of(1, 40, 4),
            Tick.of(2, 50, 5),
            Tick.of(1, 60, 12),
            Tick.of(1, 70, 13));

    private static <K> String text(final WindowResult<K, ?> result) {
        return (result.early() ? "early " : "") + result.key() + " [" + result.startNs() + ", " + result.endNs() + ") "
                + result.value();
    }

    private static <K> List<String> texts(final CollectSink<WindowResult<K, Long>> results) {
        return results.records().stream().map(EarlyResultsWordsTest::text).toList();
    }

    @ParameterizedTest
    @EnumSource
    void everySecondRecordOfAWindowTellsWhatItHolds(final Mode mode) throws InterruptedException {
        final Pipeline pipeline = mode.pipeline();
        final Stream<Tick> ticks = Ticks.stream(pipeline, TICKS).eventTime(Tick::timeNs);
        final CollectSink<WindowResult<Integer, Long>> tumbling = Sinks.collect();
        final CollectSink<WindowResult<Integer, Long>> grouped = Sinks.collect();
        final CollectSink<WindowResult<Integer, Long>> sessions = Sinks.collect();
        final CollectSink<String> mapped = Sinks.collect();
        ticks.keyBy(Tick::id)
                .window(WindowKind.ns(10))
                .early(Count.of(2))
                .count()
                .stage("far") // the mark crosses a ring
                .to(tumbling);
        ticks.window(WindowKind.ns(10))
                .early(Count.of(2))
                .groupBy(Tick::id)
                .mapWindow(
                        (key, window, out) -> out.emit((window.isEarly() ? "early " : "") + key + " " + window.size()))
                .to(mapped);
        ticks.window(Session.of(WindowKind.ns(4)))
                .early(Count.of(4))
                .groupBy(Tick::id)
                .count()
                .to(grouped);
        ticks.keyBy(Tick::id)
                .window(Session.of(WindowKind.ns(4)))
                .early(Count.of(2))
                .count()
                .to(sessions);
        Ticks.run(pipeline);
        assertEquals(
                List.of(
                        "early 1 [0, 10) 2",
                        "early 2 [0, 10) 2",
                        "1 [0, 10) 3",
                        "2 [0, 10) 2",
                        "early 1 [10, 20) 2",
                        "1 [10, 20) 2"),
                texts(tumbling));
        assertEquals(List.of("early 1 2", "early 2 2", "1 3", "2 2", "early 1 2", "1 2"), mapped.records());
        assertEquals(
                List.of("early 1 [1, 8) 3", "early 2 [1, 8) 1", "1 [1, 9) 3", "2 [1, 9) 2", "1 [12, 17) 2"),
                texts(grouped));
        assertEquals(
                List.of(
                        "early 1 [1, 7) 2",
                        "early 2 [2, 9) 2",
                        "1 [1, 8) 3",
                        "2 [2, 9) 2",
                        "early 1 [12, 17) 2",
                        "1 [12, 17) 2"),
                texts(sessions));
    }

    /** One record a turn; then ten nanoseconds pass. */
    private static final class Slowly implements Source<Tick> {
        private final SimulatedClock clock;
        private int next;

        Slowly(final SimulatedClock clock) {
            this.clock = clock;
        }

        @Override
        public Poll poll(final Output<Tick> output) {
            if (next == TICKS.size()) {
                return Poll.EXHAUSTED;
            }
            output.emit(TICKS.get(next++), SlotLayout.NO_TIME);
            clock.advance(10);
            return Poll.EMITTED;
        }

        @Override
        public String position() {
            return "tick " + next;
        }
    }

    @Test
    void theClockTellsWhatTheWindowsOfKeysHoldThatHadARecord() {
        final SimulatedClock clock = new SimulatedClock(0);
        final Pipeline pipeline = Pipeline.create(Config.defaults()
                .with(Settings.STATE_BACKEND, "slab")
                .with(Settings.THREADS, Threads.inline())
                .with(Settings.STAGE_DRAIN_LIMIT, 1));
        final Stream<Tick> ticks =
                pipeline.from(new Slowly(clock)).as(Tick.class).eventTime(Tick::timeNs);
        final CollectSink<WindowResult<Integer, Long>> tumbling = Sinks.collect();
        final CollectSink<WindowResult<Integer, Long>> sessions = Sinks.collect();
        final ProcessingTime every = ProcessingTime.of(30, NANOSECONDS);
        ticks.keyBy(Tick::id).window(WindowKind.ns(10)).early(every).count().to(tumbling);
        ticks.keyBy(Tick::id)
                .window(Session.of(WindowKind.ns(6)))
                .early(every)
                .count()
                .to(sessions);
        final Environment system = Environment.system();
        try (Execution execution = pipeline.start(new Environment(clock, system.faults(), system.threads()))) {
            while (!execution.isEnded()) {
                execution.doWork();
            }
        }
        assertEquals(
                List.of(
                        "early 1 [0, 10) 2",
                        "early 2 [0, 10) 1",
                        "1 [0, 10) 3",
                        "2 [0, 10) 2",
                        "early 1 [10, 20) 1",
                        "1 [10, 20) 2"),
                texts(tumbling));
        assertEquals(
                List.of(
                        "early 1 [1, 9) 2",
                        "early 2 [2, 8) 1",
                        "1 [1, 10) 3",
                        "2 [2, 11) 2",
                        "early 1 [12, 18) 1",
                        "1 [12, 19) 2"),
                texts(sessions));
    }

    @Test
    void wordsWhoseResultsCouldNotSayEarlyAreRefused() {
        final Pipeline pipeline = Mode.INLINE.pipeline();
        final Stream<Tick> ticks = Ticks.stream(pipeline, TICKS).eventTime(Tick::timeNs);
        final WindowedStream<Tick> early = ticks.window(WindowKind.ns(10)).early(Count.of(2));
        final String expected =
                "stream 'eventTime-1': early results of this word could not be told from final ones: use"
                        + " count, mean or aggregate, whose results say early, or mapWindow, whose window does";
        assertEquals(expected, refusal(() -> early.sum(Tick::price)));
        assertEquals(expected, refusal(() -> early.reduce((one, other) -> other)));
        assertEquals(expected, refusal(() -> early.fold(TICKS.get(0), (one, other) -> other)));
        assertEquals(expected, refusal(() -> early.groupBy(Tick::id).maxBy(Tick::price)));
        assertEquals(
                expected,
                refusal(() -> early.reduceWindow((one, other) -> other).flatten()));
        early.reduceWindow((one, other) -> other).aggregate(Aggregates.count());
        assertEquals(
                "early results: startingAt=1 != 0: they count the records of each window from its first; leave it out",
                refusal(() -> ticks.window(WindowKind.ns(10)).early(Count.of(2).startingAt(1))));
    }

    private static String refusal(final Runnable words) {
        return assertThrows(IllegalArgumentException.class, words::run).getMessage();
    }
}
