// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ringbus.codec.Ascii;
import io.ringbus.connectors.CollectSink;
import io.ringbus.connectors.Sinks;
import io.ringbus.connectors.Sources;
import io.ringbus.operators.GlobalKey;
import io.ringbus.windows.Results;
import io.ringbus.windows.WindowResult;
import io.ringbus.windows.aggregate.Aggregates;
import io.ringbus.windows.policy.Count;
import io.ringbus.windows.policy.Delta;
import io.ringbus.windows.policy.Punctuation;
import io.ringbus.windows.policy.Time;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The words of windows over policies, in every way a program can be run. */
class PolicyWindowWordsTest {
    record StockPrice(@Ascii(8) String symbol, double price, long timeNs) {
        static double relativeChange(final StockPrice from, final StockPrice to) {
            return Math.abs(to.price - from.price) / from.price;
        }
    }

    record Warning(@Ascii(8) String symbol, long count) {}

    private static final StockPrice DEFAULT_PRICE = new StockPrice("", 1_000, 0);

    private static List<StockPrice> prices(final String symbol, final double... prices) {
        final List<StockPrice> list = new ArrayList<>();
        for (final double price : prices) {
            list.add(new StockPrice(symbol, price, SECONDS.toNanos(10L * list.size())));
        }
        return list;
    }

    @ParameterizedTest
    @EnumSource
    void countsWarningsOfPricesThatMoved(final Mode mode) throws InterruptedException {
        final Pipeline pipeline = mode.pipeline();
        final CollectSink<Warning> counts = Sinks.collect();
        final Stream<StockPrice> prices = pipeline.from(
                        Sources.of(prices("HDP", 1_000, 1_040, 1_060, 1_061, 1_200, 1_000, 1_000, 1_500)))
                .as(StockPrice.class)
                .eventTime(StockPrice::timeNs);
        final Stream<Warning> warnings = prices.keyBy(StockPrice::symbol)
                .window(Delta.of(0.05, StockPrice::relativeChange, DEFAULT_PRICE))
                .mapWindow((symbol, window, out) -> out.emit(new Warning(symbol, 1)))
                .keyBy(Warning::symbol)
                .window(Time.of(30, SECONDS))
                .sum(Warning::count);
        warnings.to(counts);
        Ticks.run(pipeline);
        assertEquals(List.of(new Warning("HDP", 1), new Warning("HDP", 2), new Warning("HDP", 2)), counts.records());
    }

    @ParameterizedTest
    @EnumSource
    void everyKindOfWindowGlobalKeyedAndGrouped(final Mode mode) throws InterruptedException {
        final Pipeline pipeline = mode.pipeline();
        final Stream<Tick> ticks = Ticks.stream(
                        pipeline,
                        List.of(
                                Tick.of(1, 1, 1),
                                Tick.of(2, 2, 2),
                                Tick.of(1, 4, 3),
                                Tick.of(3, 8, 4),
                                Tick.of(2, 16, 5)))
                .eventTime(Tick::timeNs);
        final CollectSink<WindowResult<GlobalKey, Long>> whole = Sinks.collect();
        final CollectSink<WindowResult<Integer, Long>> grouped = Sinks.collect();
        final CollectSink<WindowResult<Integer, Long>> growing = Sinks.collect();
        final CollectSink<Tick> highest = Sinks.collect();
        final CollectSink<Tick> mixed = Sinks.collect();
        ticks.window(Count.of(2))
                .aggregate(Aggregates.sumLong(Tick::price))
                .stage("far")
                .to(whole);
        ticks.window(Count.of(4))
                .groupBy(Tick::id)
                .aggregate(Aggregates.sumLong(Tick::price))
                .to(grouped);
        ticks.keyBy(Tick::id)
                .every(Count.of(1))
                .aggregate(Aggregates.sumLong(Tick::price))
                .to(growing);
        ticks.window(Count.of(3))
                .every(Count.of(2), Punctuation.of(tick -> tick.price() == 8))
                .maxBy(Tick::price)
                .to(highest);
        ticks.window(Time.of(2, NANOSECONDS))
                .every(Delta.of(3, (from, to) -> to.price() - from.price()))
                .sum(Tick::price)
                .to(mixed);
        Ticks.run(pipeline);
        assertEquals(
                List.of(3L, 12L, 16L),
                whole.records().stream().map(WindowResult::value).toList());
        assertEquals(
                List.of(
                        new WindowResult<>(1, 1, 5, 5L),
                        new WindowResult<>(2, 1, 5, 2L),
                        new WindowResult<>(3, 1, 5, 8L),
                        new WindowResult<>(2, 5, 6, 16L)),
                grouped.records());
        assertEquals(
                List.of(1L, 2L, 5L, 8L, 18L),
                growing.records().stream().map(WindowResult::value).toList());
        assertEquals(
                List.of(2L, 4L, 8L, 16L),
                highest.records().stream().map(Tick::price).toList());
        assertEquals(
                List.of(6L, 12L, 24L), mixed.records().stream().map(Tick::price).toList());
    }

    @ParameterizedTest
    @EnumSource
    void chainsInsideTheWindow(final Mode mode) throws InterruptedException {
        final Pipeline pipeline = mode.pipeline();
        final Stream<Tick> ticks = Ticks.stream(pipeline, Ticks.some(60)).eventTime(Tick::timeNs);
        final CollectSink<Tick> policies = Sinks.collect();
        final CollectSink<Tick> times = Sinks.collect();
        final CollectSink<Tick> flat = Sinks.collect();
        // the highest sum of a group in each window
        ticks.window(Count.of(10))
                .groupBy(Tick::id)
                .reduceWindow((one, other) -> one.plus(other.price()))
                .reduceWindow(PolicyWindowWordsTest::higher)
                .flatten()
                .to(policies);
        ticks.window(Time.of(30, NANOSECONDS))
                .groupBy(Tick::id)
                .reduceWindow((one, other) -> one.plus(other.price()))
                .reduceWindow(PolicyWindowWordsTest::higher)
                .to(times);
        ticks.window(Time.of(30, NANOSECONDS))
                .mapWindow((key, window, out) -> {
                    final Results<Tick> all = out.results();
                    window.forEach(all::emit);
                    return all;
                })
                .groupBy(Tick::id)
                .maxBy(Tick::price)
                .to(flat);
        Ticks.run(pipeline);
        final List<Tick> sums = new ArrayList<>();
        final List<String> highest = new ArrayList<>();
        for (int start = 0; start < 60; start += 10) {
            final Map<Integer, Tick> sumOf = new LinkedHashMap<>();
            final Map<Integer, Tick> highestOf = new LinkedHashMap<>();
            for (final Tick tick : Ticks.some(60).subList(start, start + 10)) {
                sumOf.merge(tick.id(), tick, (one, other) -> one.plus(other.price()));
                highestOf.merge(tick.id(), tick, PolicyWindowWordsTest::higher);
            }
            sums.add(sumOf.values().stream()
                    .reduce(PolicyWindowWordsTest::higher)
                    .orElseThrow());
            highestOf.values().forEach(tick -> highest.add(tick.toString()));
        }
        assertEquals(sums, policies.records());
        assertEquals(sums, times.records());
        assertEquals(highest, flat.records().stream().map(Tick::toString).toList());
    }

    private static Tick higher(final Tick one, final Tick other) {
        return one.price() >= other.price() ? one : other;
    }
}
