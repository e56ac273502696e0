// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ringbus.connectors.CollectSink;
import io.ringbus.connectors.Sinks;
import io.ringbus.windows.Results;
import io.ringbus.windows.Window;
import io.ringbus.windows.WindowOutput;
import io.ringbus.windows.policy.Count;
import io.ringbus.windows.policy.Time;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** mapWindow, reduce and fold on windows of every kind, against lists. */
class RecordsOfWindowsTest {
    private static final List<Tick> TICKS = Ticks.some(900);
    private static final Tick ZERO = new Tick(0, "", 0, 0);

    private static <K> Results<String> seen(final K key, final Window<Tick> window, final WindowOutput out) {
        final List<Tick> ticks = new ArrayList<>();
        window.forEach(ticks::add);
        return out.emit(text(key, window.startNs(), window.endNs(), ticks));
    }

    private static String text(final Object key, final long startNs, final long endNs, final List<Tick> ticks) {
        return key + " [" + startNs + ", " + endNs + ") "
                + ticks.stream().map(Tick::price).toList();
    }

    private static Tick hashed(final Tick sum, final Tick tick) {
        return new Tick(tick.id(), tick.symbol(), sum.price() * 31 + tick.price(), sum.timeNs() + 1);
    }

    /** Records of windows of {@code size} every {@code slide}, by key and start. */
    private static Map<String, Map<Long, List<Tick>>> timed(
            final Function<Tick, String> key, final long size, final long slide) {
        final Map<String, Map<Long, List<Tick>>> windows = new LinkedHashMap<>();
        for (final Tick tick : TICKS) {
            for (long start = Math.floorDiv(tick.timeNs(), slide) * slide;
                    start > tick.timeNs() - size;
                    start -= slide) {
                windows.computeIfAbsent(key.apply(tick), any -> new LinkedHashMap<>())
                        .computeIfAbsent(start, any -> new ArrayList<>())
                        .add(tick);
            }
        }
        return windows;
    }

    private static List<String> sorted(final List<?> records) {
        final List<String> sorted = new ArrayList<>();
        records.forEach(record -> sorted.add(record.toString()));
        Collections.sort(sorted);
        return sorted;
    }

    private static Time ns(final long count) {
        return Time.of(count, NANOSECONDS);
    }

    @ParameterizedTest
    @EnumSource
    void ofWindowsOfEventTime(final Mode mode) throws InterruptedException {
        final Pipeline pipeline = mode.pipeline();
        final Stream<Tick> ticks = Ticks.stream(pipeline, TICKS).eventTime(Tick::timeNs);
        final KeyedWindowedStream<String, Tick> sliding =
                ticks.keyBy(Tick::symbol).window(ns(90)).every(ns(40));
        final KeyedWindowedStream<String, Tick> spread =
                ticks.keyBy(Tick::symbol).parallelism(2).window(ns(90)).every(ns(40));
        final CollectSink<String> mapped = Sinks.collect();
        final CollectSink<Tick> folded = Sinks.collect();
        final CollectSink<Tick> reduced = Sinks.collect();
        final CollectSink<String> whole = Sinks.collect();
        final CollectSink<String> grouped = Sinks.collect();
        sliding.mapWindow(RecordsOfWindowsTest::<String>seen).to(mapped);
        spread.fold(ZERO, RecordsOfWindowsTest::hashed).stage("far").to(folded);
        spread.reduce((one, other) -> one.plus(other.price())).to(reduced);
        ticks.window(ns(90)).mapWindow(RecordsOfWindowsTest::seen).to(whole);
        ticks.window(ns(90))
                .groupBy(Tick::symbol)
                .mapWindow(RecordsOfWindowsTest::<String>seen)
                .to(grouped);
        Ticks.run(pipeline);
        final List<String> expectedMapped = new ArrayList<>();
        final List<Tick> expectedFolded = new ArrayList<>();
        final List<Tick> expectedReduced = new ArrayList<>();
        timed(Tick::symbol, 90, 40)
                .forEach((key, windows) -> windows.forEach((start, records) -> {
                    expectedMapped.add(text(key, start, start + 90, records));
                    expectedFolded.add(records.stream().reduce(ZERO, RecordsOfWindowsTest::hashed));
                    expectedReduced.add(records.stream()
                            .reduce((one, other) -> one.plus(other.price()))
                            .orElseThrow());
                }));
        assertEquals(sorted(expectedMapped), sorted(mapped.records()));
        assertEquals(sorted(expectedFolded), sorted(folded.records()));
        assertEquals(sorted(expectedReduced), sorted(reduced.records()));
        final List<String> expectedWhole = new ArrayList<>();
        final List<String> expectedGrouped = new ArrayList<>();
        timed(tick -> "ALL", 90, 90)
                .forEach((key, windows) ->
                        windows.forEach((start, records) -> expectedWhole.add(text(key, start, start + 90, records))));
        timed(Tick::symbol, 90, 90)
                .forEach((key, windows) -> windows.forEach(
                        (start, records) -> expectedGrouped.add(text(key, start, start + 90, records))));
        assertEquals(expectedWhole, whole.records());
        assertEquals(sorted(expectedGrouped), sorted(grouped.records()));
    }

    @ParameterizedTest
    @EnumSource
    void ofWindowsOverPolicies(final Mode mode) throws InterruptedException {
        final Pipeline pipeline = mode.pipeline();
        final Stream<Tick> ticks = Ticks.stream(pipeline, TICKS).eventTime(Tick::timeNs);
        final PolicyWindowedStream<String, Tick> tumbling =
                ticks.keyBy(Tick::symbol).window(Count.of(8));
        final PolicyWindowedStream<String, Tick> sliding =
                ticks.keyBy(Tick::symbol).window(Count.of(8)).every(Count.of(3));
        final List<CollectSink<?>> sinks = new ArrayList<>();
        for (final PolicyWindowedStream<String, Tick> windows : List.of(tumbling, sliding)) {
            final CollectSink<String> mapped = Sinks.collect();
            final CollectSink<Tick> folded = Sinks.collect();
            final CollectSink<Tick> reduced = Sinks.collect();
            windows.mapWindow(RecordsOfWindowsTest::<String>seen).to(mapped);
            windows.fold(ZERO, RecordsOfWindowsTest::hashed).to(folded);
            windows.reduce((one, other) -> one.plus(other.price())).to(reduced);
            sinks.addAll(List.of(mapped, folded, reduced));
        }
        final CollectSink<Tick> spread = Sinks.collect();
        ticks.keyBy(Tick::symbol)
                .parallelism(2)
                .window(Count.of(8))
                .reduce((one, other) -> one.plus(other.price()))
                .to(spread);
        Ticks.run(pipeline);
        assertEquals(sorted(sinks.get(2).records()), sorted(spread.records()));
        for (int kind = 0; kind < 2; kind++) {
            final List<String> mapped = new ArrayList<>();
            final List<Tick> folded = new ArrayList<>();
            final List<Tick> reduced = new ArrayList<>();
            for (final List<Tick> window : kind == 0 ? counted(8, 8) : counted(8, 3)) {
                mapped.add(text(
                        window.get(0).symbol(),
                        window.get(0).timeNs(),
                        window.get(window.size() - 1).timeNs() + 1,
                        window));
                folded.add(window.stream().reduce(ZERO, RecordsOfWindowsTest::hashed));
                reduced.add(window.stream()
                        .reduce((one, other) -> one.plus(other.price()))
                        .orElseThrow());
            }
            assertEquals(sorted(mapped), sorted(sinks.get(3 * kind).records()));
            assertEquals(sorted(folded), sorted(sinks.get(3 * kind + 1).records()));
            assertEquals(sorted(reduced), sorted(sinks.get(3 * kind + 2).records()));
        }
    }

    /** The last {@code kept} records of each symbol with every {@code told}th, and once more at the end. */
    private static List<List<Tick>> counted(final int kept, final int told) {
        final Map<String, List<Tick>> bySymbol = new LinkedHashMap<>();
        TICKS.forEach(tick -> bySymbol.computeIfAbsent(tick.symbol(), any -> new ArrayList<>())
                .add(tick));
        final List<List<Tick>> windows = new ArrayList<>();
        for (final List<Tick> ticks : bySymbol.values()) {
            for (int end = told; end < ticks.size() + told; end += told) {
                final int last = Math.min(end, ticks.size());
                final int first = kept == told ? end - told : Math.max(0, last - kept);
                windows.add(ticks.subList(first, last));
            }
        }
        return windows;
    }
}
