// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.connectors.CollectSink;
import io.ringbus.connectors.Sinks;
import io.ringbus.operators.GlobalKey;
import io.ringbus.windows.WindowResult;
import io.ringbus.windows.policy.Session;
import io.ringbus.windows.policy.Time;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every word of windows, against lists of records that are summed up anew for each window. */
class WindowWordsTest {
    private static final List<Tick> TICKS = Ticks.some(1_500);

    private static Time ns(final long count) {
        return Time.of(count, TimeUnit.NANOSECONDS);
    }

    /** Records by {@code key [start, end)}, of windows of {@code size} every {@code slide} from {@code offset} on. */
    private static Map<String, List<Tick>> windows(
            final boolean keyed, final long size, final long slide, final long offset) {
        final Map<String, List<Tick>> windows = new TreeMap<>();
        for (final Tick tick : TICKS) {
            for (long start = Math.floorDiv(tick.timeNs() - offset, slide) * slide + offset;
                    start > tick.timeNs() - size;
                    start -= slide) {
                final String name = (keyed ? tick.symbol() : "ALL") + " [" + start + ", " + (start + size) + ")";
                windows.computeIfAbsent(name, any -> new ArrayList<>()).add(tick);
            }
        }
        return windows;
    }

    private static List<String> told(
            final Map<String, List<Tick>> windows, final ToDoubleFunction<List<Tick>> aggregate) {
        final List<String> told = new ArrayList<>();
        windows.forEach((name, ticks) -> told.add(name + " = " + aggregate.applyAsDouble(ticks)));
        Collections.sort(told);
        return told;
    }

    private static List<String> told(final CollectSink<? extends WindowResult<?, ? extends Number>> sink) {
        final List<String> told = new ArrayList<>();
        for (final WindowResult<?, ? extends Number> result : sink.records()) {
            told.add(result.key() + " [" + result.startNs() + ", " + result.endNs() + ") = "
                    + result.value().doubleValue());
        }
        Collections.sort(told);
        return told;
    }

    private static double mean(final List<Tick> ticks) {
        return ticks.stream().mapToLong(Tick::price).average().orElseThrow();
    }

    @ParameterizedTest
    @EnumSource
    void countsAndMeansOfTumblingAndSlidingWindows(final Mode mode) throws InterruptedException {
        final Pipeline pipeline = mode.pipeline();
        final Stream<Tick> ticks = Ticks.stream(pipeline, TICKS).eventTime(Tick::timeNs);
        final CollectSink<WindowResult<String, Long>> tumbling = Sinks.collect();
        final CollectSink<WindowResult<String, Double>> sliding = Sinks.collect();
        final CollectSink<WindowResult<GlobalKey, Long>> all = Sinks.collect();
        final CollectSink<WindowResult<String, Double>> grouped = Sinks.collect();
        ticks.keyBy(Tick::symbol).window(ns(100)).count().stage("far").to(tumbling);
        ticks.keyBy(Tick::symbol)
                .parallelism(3)
                .window(ns(100))
                .every(ns(40))
                .offset(7)
                .mean(Tick::price)
                .to(sliding);
        ticks.window(ns(64)).every(ns(32)).count().to(all);
        ticks.window(ns(64))
                .every(ns(32))
                .groupBy(Tick::symbol)
                .mean(Tick::price)
                .to(grouped);
        Ticks.run(pipeline);
        assertEquals(told(windows(true, 100, 100, 0), List::size), told(tumbling), mode.toString());
        assertEquals(told(windows(true, 100, 40, 7), WindowWordsTest::mean), told(sliding), mode.toString());
        assertEquals(told(windows(false, 64, 32, 0), List::size), told(all), mode.toString());
        assertEquals(told(windows(true, 64, 32, 0), WindowWordsTest::mean), told(grouped), mode.toString());
    }

    @ParameterizedTest
    @EnumSource
    void fieldAndRecordAggregatesOfWindows(final Mode mode) throws InterruptedException {
        final Pipeline pipeline = mode.pipeline();
        final Stream<Tick> ticks = Ticks.stream(pipeline, TICKS).eventTime(Tick::timeNs);
        final List<CollectSink<Tick>> sinks =
                List.of(Sinks.collect(), Sinks.collect(), Sinks.collect(), Sinks.collect(), Sinks.collect());
        final KeyedWindowedStream<String, Tick> windows =
                ticks.keyBy(Tick::symbol).window(ns(90));
        windows.sum(Tick::price).to(sinks.get(0));
        windows.min(Tick::price).stage("far").to(sinks.get(1));
        windows.max(Tick::price).to(sinks.get(2));
        windows.minBy(Tick::price).to(sinks.get(3));
        windows.maxBy(Tick::price).to(sinks.get(4));
        Ticks.run(pipeline);
        final List<List<String>> expected =
                List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (final List<Tick> window : windows(true, 90, 90, 0).values()) {
            Tick sum = window.get(0);
            Tick least = window.get(0);
            Tick most = window.get(0);
            for (final Tick tick : window.subList(1, window.size())) {
                sum = sum.plus(tick.price());
                least = tick.price() < least.price() ? tick : least;
                most = tick.price() > most.price() ? tick : most;
            }
            final Tick first = window.get(0);
            expected.get(0).add(sum.toString());
            expected.get(1).add(first.plus(least.price() - first.price()).toString());
            expected.get(2).add(first.plus(most.price() - first.price()).toString());
            expected.get(3).add(least.toString());
            expected.get(4).add(most.toString());
        }
        for (int i = 0; i < sinks.size(); i++) {
            Collections.sort(expected.get(i));
            assertEquals(
                    expected.get(i),
                    sinks.get(i).records().stream().map(Tick::toString).sorted().toList(),
                    mode + ", sink " + i);
        }
    }

    @Test
    void daysOfATimeZoneFollowItsClocks() throws InterruptedException {
        final ZoneId zone = ZoneId.of("Europe/London");
        final List<Tick> input = new ArrayList<>();
        final Map<String, Integer> expected = new TreeMap<>();
        for (long hour = 0; hour < 24 * 365; hour++) { // a year from 2025 on, with a day of 23 and one of 25 hours
            final Instant instant = Instant.parse("2025-01-01T00:00:00Z").plus(Duration.ofHours(hour));
            input.add(Tick.of((int) hour % 2, 1, instant.getEpochSecond() * 1_000_000_000));
            final LocalDate day =
                    instant.atZone(zone).toLocalDateTime().minusHours(17).toLocalDate();
            final String bounds = " [" + nsOf(day.atTime(17, 0).atZone(zone)) + ", "
                    + nsOf(day.plusDays(1).atTime(17, 0).atZone(zone));
            expected.merge(hour % 2 + bounds, 1, Integer::sum);
        }
        final Pipeline pipeline = Mode.INLINE.pipeline();
        final CollectSink<WindowResult<Integer, Long>> perKey = Sinks.collect();
        final CollectSink<WindowResult<Integer, Long>> grouped = Sinks.collect();
        final Stream<Tick> ticks = Ticks.stream(pipeline, input).eventTime(Tick::timeNs);
        final Time day = Time.of(1, TimeUnit.DAYS);
        ticks.keyBy(Tick::id)
                .window(day)
                .offset(TimeUnit.HOURS.toNanos(17))
                .zone(zone)
                .count()
                .to(perKey);
        ticks.window(day)
                .zone(zone)
                .offset(TimeUnit.HOURS.toNanos(17))
                .groupBy(Tick::id)
                .count()
                .to(grouped);
        Ticks.run(pipeline);
        final List<String> told = new ArrayList<>();
        expected.forEach((name, count) -> told.add(name + ") = " + (double) count));
        Collections.sort(told);
        assertEquals(told, told(perKey));
        assertEquals(told, told(grouped));
        assertTrue(expected.containsValue(11) && expected.containsValue(13), "days of 23 and of 25 hours");
    }

    private static long nsOf(final ZonedDateTime time) {
        return time.toEpochSecond() * 1_000_000_000;
    }

    @Test
    void slidingWindowsOfAllGroupedInsideTakeLateRecordsEachInItsOpenWindows() throws InterruptedException {
        final Pipeline pipeline = Mode.INLINE.pipeline();
        final List<Tick> input =
                List.of(Tick.of(1, 1, 5), Tick.of(2, 2, 31), Tick.of(1, 3, 8), Tick.of(1, 4, 2), Tick.of(2, 5, 60));
        final CollectSink<Tick> late = Sinks.collect();
        final CollectSink<WindowResult<Integer, Long>> counts = Sinks.collect();
        Ticks.stream(pipeline, input)
                .eventTime(Tick::timeNs)
                .window(ns(20))
                .every(ns(8)) // not a divisor
                .offset(-3)
                .lateness(ns(10)) // at 31, windows that end by 20 are closed
                .late(late)
                .groupBy(Tick::id)
                .count()
                .name("counts")
                .to(counts);
        final var execution = pipeline.start();
        execution.await();
        execution.close();
        assertEquals(List.of(input.get(3)), late.records());
        assertEquals(1, execution.counters().value("operator counts late"));
        assertEquals(
                List.of(
                        "1 [-11, 9) = 1.0",
                        "1 [-3, 17) = 1.0",
                        "1 [5, 25) = 1.0",
                        "1 [5, 25) = 2.0", // the record of 8 is late for the others
                        "2 [13, 33) = 1.0",
                        "2 [21, 41) = 1.0",
                        "2 [29, 49) = 1.0",
                        "2 [45, 65) = 1.0",
                        "2 [53, 73) = 1.0"),
                told(counts).stream().sorted(BY_START).toList());
    }

    private static final Comparator<String> BY_START = Comparator.comparing((String line) -> line.charAt(0))
            .thenComparingLong(line -> Long.parseLong(line.substring(line.indexOf('[') + 1, line.indexOf(','))));

    @Test
    void lateRecordsAreCountedAndSentOn() throws InterruptedException {
        final Pipeline pipeline = Mode.INLINE.pipeline();
        final List<Tick> input = List.of(Tick.of(1, 1, 5), Tick.of(1, 2, 25), Tick.of(1, 3, 7), Tick.of(1, 4, 30));
        final CollectSink<Tick> late = Sinks.collect();
        final CollectSink<WindowResult<Integer, Long>> counts = Sinks.collect();
        Ticks.stream(pipeline, input)
                .eventTime(Tick::timeNs)
                .keyBy(Tick::id)
                .window(ns(10))
                .late(late)
                .count()
                .name("counts")
                .to(counts);
        final var execution = pipeline.start();
        execution.await();
        execution.close();
        assertEquals(List.of(input.get(2)), late.records());
        assertEquals(1, execution.counters().value("operator counts late"));
        assertEquals(List.of("1 [0, 10) = 1.0", "1 [20, 30) = 1.0", "1 [30, 40) = 1.0"), told(counts));
    }

    @Test
    void sessionsTakeLateRecordsForAWhileAndSendLaterOnesOn() throws InterruptedException {
        final Pipeline pipeline = Mode.INLINE.pipeline();
        final List<Tick> input = List.of(
                Tick.of(1, 1, 5),
                Tick.of(1, 2, 12),
                Tick.of(1, 3, 30),
                Tick.of(1, 4, 20),
                Tick.of(1, 5, 60),
                Tick.of(1, 6, 8));
        final CollectSink<Tick> late = Sinks.collect();
        final CollectSink<WindowResult<Integer, Long>> counts = Sinks.collect();
        Ticks.stream(pipeline, input)
                .eventTime(Tick::timeNs)
                .keyBy(Tick::id)
                .window(Session.of(ns(10)))
                .lateness(ns(15))
                .late(late)
                .count()
                .name("counts")
                .to(counts);
        final var execution = pipeline.start();
        execution.await();
        execution.close();
        assertEquals(List.of(input.get(5)), late.records());
        assertEquals(1, execution.counters().value("operator counts late"));
        assertEquals(List.of("1 [5, 22) = 2.0", "1 [5, 40) = 4.0", "1 [60, 70) = 1.0"), told(counts));
    }

    /** The sessions are told when 21 comes, although a window of time that ends with one of them would be told at 20. */
    @Test
    void aWindowBehindSessionsTakesTheSessionThatEndsWithIt() throws InterruptedException {
        final Pipeline pipeline = Mode.INLINE.pipeline();
        final List<Tick> input =
                List.of(Tick.of(1, 1, 0), Tick.of(1, 2, 10), Tick.of(2, 3, 20), Tick.of(2, 4, 21), Tick.of(2, 5, 60));
        final CollectSink<WindowResult<Integer, Long>> summed = Sinks.collect();
        final CollectSink<WindowResult<Integer, Long>> kept = Sinks.collect();
        final SessionWindowedStream<Integer, Tick> sessions = Ticks.stream(pipeline, input)
                .eventTime(Tick::timeNs)
                .keyBy(Tick::id)
                .window(Session.of(ns(10)));
        sessions.count()
                .keyBy(WindowResult::key)
                .window(ns(20))
                .count()
                .name("summed")
                .to(summed);
        sessions.mapWindow((key, window, out) -> out.emit(key))
                .flatten()
                .as(Integer.class)
                .keyBy(key -> key)
                .window(ns(20))
                .count()
                .name("kept")
                .to(kept);
        final var execution = pipeline.start();
        execution.await();
        execution.close();
        for (final CollectSink<WindowResult<Integer, Long>> counts : List.of(summed, kept)) {
            assertEquals(List.of("1 [0, 20) = 1.0", "2 [20, 40) = 1.0", "2 [60, 80) = 1.0"), told(counts));
        }
        assertEquals(0, execution.counters().value("operator summed late"));
        assertEquals(0, execution.counters().value("operator kept late"));
    }

    @Test
    void aRecordWithinTheAllowedLatenessTellsItsWindowAgain() throws InterruptedException {
        final Pipeline pipeline = Mode.INLINE.pipeline();
        final CollectSink<WindowResult<Integer, Long>> counts = Sinks.collect();
        Ticks.stream(
                        pipeline,
                        List.of(
                                Tick.of(1, 1, 5),
                                Tick.of(1, 2, 12),
                                Tick.of(1, 3, 7),
                                Tick.of(1, 4, 30),
                                Tick.of(1, 5, 8)))
                .eventTime(Tick::timeNs)
                .keyBy(Tick::id)
                .window(ns(10))
                .lateness(ns(10))
                .count()
                .name("counts")
                .to(counts);
        final var execution = pipeline.start();
        execution.await();
        execution.close();
        assertEquals(1, execution.counters().value("operator counts late"));
        assertEquals(
                List.of("1 [0, 10) = 1.0", "1 [0, 10) = 2.0", "1 [10, 20) = 1.0", "1 [30, 40) = 1.0"), told(counts));
    }
}
