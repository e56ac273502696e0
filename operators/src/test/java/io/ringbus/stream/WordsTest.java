// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ringbus.chain.Operator;
import io.ringbus.chain.Output;
import io.ringbus.connectors.CollectSink;
import io.ringbus.connectors.Sinks;
import io.ringbus.windows.aggregate.Aggregates;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every word that does not need windows, against a loop over a list. */
class WordsTest {
    private static final List<Tick> TICKS = Ticks.some(2_000);
    private static final Comparator<Tick> ANY_ORDER =
            Comparator.comparing(Tick::id).thenComparing(Tick::price).thenComparing(Tick::timeNs);

    /** Passes every second record on. */
    private static final class EverySecond implements Operator<Tick, Tick> {
        private boolean odd;

        @Override
        public void process(final Tick record, final long timestampNs, final Output<Tick> output) {
            odd = !odd;
            if (odd) {
                output.emit(record, timestampNs);
            }
        }
    }

    /** What a running value per key comes to, record by record. */
    private static List<Tick> rolled(final BinaryOperator<Tick> step) {
        final Map<Integer, Tick> values = new HashMap<>();
        final List<Tick> results = new ArrayList<>();
        for (final Tick tick : TICKS) {
            results.add(values.merge(tick.id(), tick, step));
        }
        return results;
    }

    private static Tick withPrice(final Tick tick, final long price) {
        return new Tick(tick.id(), tick.symbol(), price, tick.timeNs());
    }

    private static void check(
            final Mode mode, final List<Tick> expected, final Function<Stream<Tick>, Stream<Tick>> program)
            throws InterruptedException {
        final Pipeline pipeline = mode.pipeline();
        final CollectSink<Tick> sink = Sinks.collect();
        program.apply(Ticks.stream(pipeline, TICKS)).to(sink);
        Ticks.run(pipeline);
        assertEquals(expected, sink.records(), mode.toString());
    }

    @ParameterizedTest
    @EnumSource
    void mapFilterAndFlatMapKeepTheOrder(final Mode mode) throws InterruptedException {
        final List<Tick> expected = new ArrayList<>();
        for (final Tick tick : TICKS) {
            if (tick.id() % 2 == 0) {
                expected.add(tick.plus(3));
                expected.add(tick.plus(4));
            }
        }
        check(
                mode,
                expected,
                ticks -> ticks.map(tick -> tick.plus(1))
                        .filter(tick -> tick.id() % 2 == 0)
                        .stage("far")
                        .<Tick>flatMap((tick, out) -> {
                            out.emit(tick.plus(1));
                            out.emit(tick.plus(2));
                        })
                        .as(Tick.class)
                        .stage("farther")
                        .map(tick -> tick.plus(1)));
    }

    @ParameterizedTest
    @EnumSource
    void aLongChainOfStepsSpansSeveralLinks(final Mode mode) throws InterruptedException {
        check(mode, TICKS.stream().map(tick -> tick.plus(20)).toList(), ticks -> {
            Stream<Tick> chain = ticks;
            for (int i = 0; i < 20; i++) {
                chain = chain.map(tick -> tick.plus(1)).filter(tick -> tick.id() >= 0);
            }
            return chain;
        });
    }

    @ParameterizedTest
    @EnumSource
    void sumMinAndMaxKeepTheOtherFieldsOfTheFirstRecord(final Mode mode) throws InterruptedException {
        check(
                mode,
                rolled((sum, tick) -> withPrice(sum, sum.price() + tick.price())),
                ticks -> ticks.keyBy(Tick::id).sum(Tick::price));
        check(
                mode,
                rolled((least, tick) -> withPrice(least, Math.min(least.price(), tick.price()))),
                ticks -> ticks.keyBy(Tick::symbol).min(Tick::price));
        check(
                mode,
                rolled((most, tick) -> withPrice(most, Math.max(most.price(), tick.price()))),
                ticks -> ticks.keyBy(Tick::symbol).max(Tick::price));
    }

    @ParameterizedTest
    @EnumSource
    void minByAndMaxByAnswerWholeRecordsAndTheFirstOfEquals(final Mode mode) throws InterruptedException {
        check(
                mode,
                rolled((least, tick) -> tick.price() < least.price() ? tick : least),
                ticks -> ticks.keyBy(Tick::id).minBy(Tick::price));
        check(
                mode,
                rolled((most, tick) -> tick.price() > most.price() ? tick : most),
                ticks -> ticks.keyBy(Tick::symbol).maxBy(Tick::price));
    }

    @ParameterizedTest
    @EnumSource
    void reduceFoldAndAggregateRunPerKey(final Mode mode) throws InterruptedException {
        check(
                mode,
                rolled((sum, tick) -> tick.plus(sum.price())),
                ticks -> ticks.keyBy(Tick::id).reduce((sum, tick) -> tick.plus(sum.price())));
        final Map<Integer, Long> counts = new HashMap<>();
        final List<Tick> folded = new ArrayList<>();
        final List<Long> counted = new ArrayList<>();
        for (final Tick tick : TICKS) {
            counted.add(counts.merge(tick.id(), 1L, Long::sum));
            folded.add(withPrice(Tick.of(99, 0, 0), 1_000 + counts.get(tick.id())));
        }
        check(mode, folded, ticks -> ticks.keyBy(Tick::id).fold(Tick.of(99, 1_000, 0), (value, tick) -> value.plus(1)));
        final Pipeline pipeline = mode.pipeline();
        final CollectSink<Long> sink = Sinks.collect();
        Ticks.stream(pipeline, TICKS)
                .keyBy(Tick::symbol)
                .aggregate(Aggregates.<Tick>count())
                .stage("far")
                .to(sink);
        Ticks.run(pipeline);
        assertEquals(counted, sink.records(), mode.toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8})
    void parallelInstancesKeepTheOrderOfEachKey(final int instances) throws InterruptedException {
        for (final Mode mode : new Mode[] {Mode.INLINE, Mode.SHARED, Mode.PER_STAGE_PLAIN}) {
            final Pipeline pipeline = mode.pipeline();
            final CollectSink<Tick> sink = Sinks.collect();
            Ticks.stream(pipeline, TICKS)
                    .keyBy(Tick::id)
                    .parallelism(instances)
                    .sum(Tick::price)
                    .keyBy(Tick::symbol)
                    .parallelism(3)
                    .reduce((before, sum) -> sum)
                    .to(sink);
            Ticks.run(pipeline);
            final List<Tick> expected = rolled((sum, tick) -> withPrice(tick, sum.price() + tick.price()));
            assertEquals(byKey(expected), byKey(sink.records()), mode + " x " + instances);
        }
    }

    /** Prices only: which fields come along is another test's business. */
    private static Map<Integer, List<Long>> byKey(final List<Tick> ticks) {
        final Map<Integer, List<Long>> prices = new HashMap<>();
        ticks.forEach(tick ->
                prices.computeIfAbsent(tick.id(), id -> new ArrayList<>()).add(tick.price()));
        return prices;
    }

    @ParameterizedTest
    @EnumSource
    void mergeHasEveryRecordOfEachInputInItsOrder(final Mode mode) throws InterruptedException {
        final Pipeline pipeline = mode.pipeline();
        final CollectSink<Tick> sink = Sinks.collect();
        final Stream<Tick> left = Ticks.stream(pipeline, TICKS).filter(tick -> tick.id() < 3);
        final Stream<Tick> right = Ticks.stream(pipeline, TICKS).stage("far").filter(tick -> tick.id() >= 3);
        left.merge(right).to(sink);
        Ticks.run(pipeline);
        assertEquals(
                TICKS.stream().filter(tick -> tick.id() < 3).toList(),
                sink.records().stream().filter(tick -> tick.id() < 3).toList());
        assertEquals(
                TICKS.stream().filter(tick -> tick.id() >= 3).toList(),
                sink.records().stream().filter(tick -> tick.id() >= 3).toList());
    }

    @ParameterizedTest
    @EnumSource
    void aStreamMergedWithItselfComesTwice(final Mode mode) throws InterruptedException {
        final Pipeline pipeline = mode.pipeline();
        final CollectSink<Tick> fused = Sinks.collect();
        final CollectSink<Tick> cut = Sinks.collect();
        final CollectSink<Tick> parallel = Sinks.collect();
        final Stream<Tick> ticks = Ticks.stream(pipeline, TICKS);
        ticks.merge(ticks).to(fused);
        ticks.merge(ticks.stage("far")).to(cut);
        final Stream<Tick> kept = ticks.keyBy(Tick::id).parallelism(2).reduce((before, tick) -> tick);
        kept.merge(kept).to(parallel);
        Ticks.run(pipeline);
        final List<Tick> twice = new ArrayList<>(TICKS);
        twice.addAll(TICKS);
        twice.sort(ANY_ORDER);
        for (final CollectSink<Tick> sink : List.of(fused, cut, parallel)) {
            assertEquals(twice, sink.records().stream().sorted(ANY_ORDER).toList(), mode.toString());
        }
    }

    @ParameterizedTest
    @EnumSource
    void severalSinksAndAnOperatorOfOnesOwnSeeEveryRecord(final Mode mode) throws InterruptedException {
        final Pipeline pipeline = mode.pipeline();
        final CollectSink<Tick> first = Sinks.collect();
        final CollectSink<Tick> second = Sinks.collect();
        final CollectSink<Tick> third = Sinks.collect();
        final Stream<Tick> ticks = Ticks.stream(pipeline, TICKS);
        ticks.to(first);
        ticks.stage("far").to(second);
        ticks.through("every second", EverySecond::new).to(third);
        Ticks.run(pipeline);
        assertEquals(TICKS, first.records());
        assertEquals(TICKS, second.records());
        final List<Tick> seconds = new ArrayList<>();
        for (int i = 0; i < TICKS.size(); i += 2) {
            seconds.add(TICKS.get(i));
        }
        assertEquals(seconds, third.records());
    }
}
