// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.codec.Codecs;
import io.ringbus.connectors.CollectSink;
import io.ringbus.connectors.Sinks;
import io.ringbus.operators.GlobalKey;
import io.ringbus.ring.Ingress;
import io.ringbus.stage.Execution;
import io.ringbus.windows.Results;
import io.ringbus.windows.Window;
import io.ringbus.windows.WindowOutput;
import io.ringbus.windows.WindowResult;
import io.ringbus.windows.policy.Count;
import io.ringbus.windows.policy.Delta;
import io.ringbus.windows.policy.Punctuation;
import io.ringbus.windows.policy.Session;
import io.ringbus.windows.policy.Time;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a running pipeline answers about single keys. */
class QueryTest {
    record Total(long records, long price) {}

    private static final int KEYS = 8;
    private static final int RECORDS = 20_000;
    private static final Set<Mode> INLINE = Set.of(Mode.INLINE, Mode.INLINE_PLAIN);
    private static final Time TEN = Time.of(10, TimeUnit.NANOSECONDS);
    private static final Time FIVE = Time.of(5, TimeUnit.NANOSECONDS);

    private static Total add(final Total total, final Tick tick) {
        return new Total(total.records() + 1, total.price() + tick.price());
    }

    /** Every record of a key adds the same price, so an answer shows whether it stands for whole records. */
    @ParameterizedTest
    @EnumSource
    void answersForWholeRecordsWhileTheyCome(final Mode mode) throws InterruptedException {
        final Pipeline pipeline = mode.pipeline();
        final Ingress<Tick> ingress = pipeline.ingress(Codecs.of(Tick.class));
        pipeline.from(ingress)
                .keyBy(Tick::id)
                .parallelism(2)
                .fold(new Total(0, 0), QueryTest::add)
                .name("totals")
                .to(Sinks.callback(total -> {}));
        try (Execution execution = pipeline.start()) {
            final Thread publisher = new Thread(() -> {
                for (int i = 0; i < RECORDS; i++) {
                    ingress.publish(Tick.of(i % KEYS, 7, i));
                }
            });
            publisher.start();
            long last = 0;
            while (last < RECORDS / KEYS) {
                final List<Total> totals = execution.query("totals", 3);
                final Total total = totals.isEmpty() ? new Total(0, 0) : totals.get(0);
                assertTrue(total.records() >= last, "records never leave: " + total + " after " + last);
                assertEquals(7 * total.records(), total.price(), "half a record: " + total);
                last = total.records();
                if (INLINE.contains(mode)) {
                    execution.doWork();
                }
            }
            publisher.join();
        }
    }

    @ParameterizedTest
    @EnumSource
    void answersWithAllOpenWindowsOldestFirst(final Mode mode) throws InterruptedException {
        final Pipeline pipeline = mode.pipeline();
        final Ingress<Tick> ingress = pipeline.ingress(Codecs.of(Tick.class));
        final CollectSink<WindowResult<String, Long>> told = Sinks.collect();
        pipeline.from(ingress)
                .eventTime(Tick::timeNs)
                .keyBy(Tick::symbol)
                .window(TEN)
                .every(FIVE)
                .count()
                .name("counts")
                .to(told);
        try (Execution execution = pipeline.start()) {
            ingress.publish(Tick.of(1, 0, 3));
            ingress.publish(Tick.of(1, 0, 7));
            ingress.publish(Tick.of(2, 0, 12));
            while (execution.query("counts", "S2").isEmpty()) {
                Thread.onSpinWait();
                if (INLINE.contains(mode)) {
                    execution.doWork();
                }
            }
            assertEquals(List.of(new WindowResult<>("S1", 5, 15, 1L, true)), execution.query("counts", "S1"));
            assertEquals(
                    List.of(new WindowResult<>("S2", 5, 15, 1L, true), new WindowResult<>("S2", 10, 20, 1L, true)),
                    execution.query("counts", "S2"));
            assertEquals(List.of(), execution.query("counts", "S3"));
            ingress.close();
            execution.await();
            assertEquals(5, told.records().size());
            final String message = assertThrows(IllegalStateException.class, () -> execution.query("counts", "S1"))
                    .getMessage();
            assertEquals(
                    "query 'counts': the pipeline has ended: ask while it runs, or keep its results with a sink",
                    message);
        }
    }

    /** The records of a key have consecutive prices, so an answer shows whether it stands for whole windows. */
    @ParameterizedTest
    @EnumSource
    void answersForWholeWindowsOverPoliciesWhileRecordsCome(final Mode mode) throws InterruptedException {
        final Pipeline pipeline = mode.pipeline();
        final Ingress<Tick> ingress = pipeline.ingress(Codecs.of(Tick.class));
        final KeyedStream<Integer, Tick> ticks =
                pipeline.from(ingress).eventTime(Tick::timeNs).keyBy(Tick::id).parallelism(2);
        final PolicyWindowedStream<Integer, Tick> hundred =
                ticks.window(Count.of(100)).every(Count.of(7));
        hundred.mean(Tick::price).name("means").to(Sinks.callback(mean -> {}));
        hundred.mapWindow(QueryTest::consecutive).as(Total.class).name("prices").to(Sinks.callback(prices -> {}));
        try (Execution execution = pipeline.start()) {
            final Thread publisher = new Thread(() -> {
                for (int i = 0; i < RECORDS; i++) {
                    ingress.publish(Tick.of(i % KEYS, i / KEYS, i));
                }
            });
            publisher.start();
            long lastMean = -1;
            long last = -1;
            while (Math.min(last, lastMean) < RECORDS / KEYS - 1) {
                final List<WindowResult<Integer, Double>> means = execution.query("means", 3);
                for (final WindowResult<Integer, Double> mean : means) {
                    final long newest = (mean.endNs() - 1) / KEYS;
                    assertTrue(newest >= lastMean, "records never leave: " + mean + " after " + lastMean);
                    assertEquals(newest - (Math.min(100, newest + 1) - 1) / 2.0, mean.value(), "mean: " + mean);
                    lastMean = newest;
                }
                final List<Total> prices = execution.query("prices", 3);
                for (final Total window : prices) {
                    assertTrue(window.price() >= last, "records never leave: " + window + " after " + last);
                    assertEquals(Math.min(100, window.price() + 1), window.records(), "records: " + window);
                    last = window.price();
                }
                if (INLINE.contains(mode)) {
                    execution.doWork();
                }
            }
            publisher.join();
        }
    }

    /** Number of records and the newest price; no records where prices are missing. */
    private static <K> Results<Total> consecutive(final K key, final Window<Tick> window, final WindowOutput out) {
        final long oldest = window.record(0).price();
        long records = 0;
        for (final Tick tick : window) {
            records = tick.price() == oldest + records ? records + 1 : 0;
        }
        return out.emit(new Total(records, window.record(window.size() - 1).price()));
    }

    @ParameterizedTest
    @EnumSource
    void answersForEveryKindOfWindow(final Mode mode) throws InterruptedException {
        final Pipeline pipeline = mode.pipeline();
        final Ingress<Tick> ingress = pipeline.ingress(Codecs.of(Tick.class));
        final Stream<Tick> ticks = pipeline.from(ingress).eventTime(Tick::timeNs);
        final AtomicInteger told = new AtomicInteger();
        ticks.window(Count.of(4)).count().name("fours").to(Sinks.callback(any -> told.incrementAndGet()));
        ticks.window(Count.of(4)).groupBy(Tick::symbol).count().name("in fours").to(Sinks.callback(any -> {}));
        ticks.every(Count.of(4))
                .fold(new Total(0, 0), QueryTest::add)
                .name("all")
                .to(Sinks.callback(any -> {}));
        ticks.window(Count.of(2))
                .every(Count.of(3))
                .mapWindow(QueryTest::early)
                .name("two")
                .to(Sinks.callback(any -> {}));
        ticks.window(TEN).every(FIVE).mapWindow(QueryTest::early).name("tens").to(Sinks.callback(any -> {}));
        final KeyedStream<String, Tick> keyed = ticks.keyBy(Tick::symbol);
        keyed.window(TEN).mapWindow(QueryTest::early).name("keyed tens").to(Sinks.callback(any -> {}));
        keyed.window(Session.of(3, TimeUnit.NANOSECONDS))
                .mapWindow(QueryTest::early)
                .name("sessions")
                .to(Sinks.callback(any -> {}));
        keyed.window(Delta.of(2, (from, to) -> to.price() - from.price()))
                .sum(Tick::price)
                .name("near")
                .to(Sinks.callback(any -> {}));
        keyed.window(Punctuation.of(tick -> tick.price() == 9))
                .count()
                .name("nines")
                .to(Sinks.callback(any -> {}));
        keyed.reduce((one, other) -> one.price() < other.price() ? other : one)
                .name("highest")
                .to(Sinks.callback(any -> {}));
        try (Execution execution = pipeline.start()) {
            for (int i = 0; i < 6; i++) {
                ingress.publish(Tick.of(i % 2, i, 2L * i));
            }
            while (execution.query("all").isEmpty()
                    || ((Total) execution.query("all").get(0)).records() < 6) {
                Thread.onSpinWait();
                if (INLINE.contains(mode)) {
                    execution.doWork();
                }
            }
            assertEquals(1, told.get());
            assertEquals(List.of(new WindowResult<>(GlobalKey.ALL, 8, 11, 2L, true)), execution.query("fours"));
            assertEquals(execution.query("fours"), execution.query("fours", GlobalKey.ALL));
            assertEquals(
                    List.of(new WindowResult<>("S0", 8, 11, 1L, true), new WindowResult<>("S1", 8, 11, 1L, true)),
                    execution.query("in fours"));
            assertEquals(List.of(new Total(6, 15)), execution.query("all"));
            assertEquals(List.of("true 8 10"), execution.query("two"));
            assertEquals(List.of("true 6 8 10", "true 10"), execution.query("tens"));
            assertEquals(List.of("true 10"), execution.query("keyed tens", "S1"));
            assertEquals(List.of("true 8"), execution.query("sessions", "S0"));
            assertEquals(List.of(Tick.of(0, 4, 8)), execution.query("near", "S0"));
            assertEquals(List.of(new WindowResult<>("S1", 2, 11, 3L, true)), execution.query("nines", "S1"));
            assertEquals(List.of(Tick.of(1, 5, 10)), execution.query("highest", "S1"));
            assertEquals(List.of(), execution.query("nines", "S2"));
        }
    }

    private static <K> Results<String> early(final K key, final Window<Tick> window, final WindowOutput out) {
        final StringBuilder text = new StringBuilder(String.valueOf(window.isEarly()));
        window.forEach(tick -> text.append(' ').append(tick.timeNs()));
        return out.emit(text.toString());
    }

    @Test
    void namesWhatCanBeAsked() {
        final Pipeline pipeline = Mode.INLINE.pipeline();
        final Stream<Tick> ticks = Ticks.stream(pipeline, Ticks.some(10));
        ticks.keyBy(Tick::id).minBy(Tick::price).name("lowest").to(Sinks.callback(tick -> {}));
        ticks.window(Count.of(3)).count().name("threes").to(Sinks.callback(count -> {}));
        ticks.map(Tick::price).name("prices").to(Sinks.callback(price -> {}));
        try (Execution execution = pipeline.start()) {
            assertEquals(
                    "query: name='prices' is not among [lowest, threes]: name the result of a window or a running"
                            + " aggregate with name(..)",
                    refusal(() -> execution.query("prices", 1)));
            assertEquals(
                    "query 'threes': key=1 where records have none: ask by the name alone",
                    refusal(() -> execution.query("threes", 1)));
            assertEquals(
                    "query 'lowest': key=none is not of class Integer, which the keys are of: ask for one of these",
                    refusal(() -> execution.query("lowest")));
            assertEquals(
                    "query 'lowest': key=no number is not of class Integer, which the keys are of: ask for one of these",
                    refusal(() -> execution.query("lowest", "no number")));
        }
    }

    private static String refusal(final Executable question) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, question).getMessage());
    }

    @ParameterizedTest
    @EnumSource(names = {"INLINE", "SHARED"})
    void refusesStagesThatWouldWaitForThemselves(final Mode mode) throws InterruptedException {
        final Pipeline pipeline = mode.pipeline();
        final Ingress<Tick> ingress = pipeline.ingress(Codecs.of(Tick.class));
        final AtomicReference<Execution> running = new AtomicReference<>();
        final AtomicReference<String> message = new AtomicReference<>("");
        pipeline.from(ingress)
                .keyBy(Tick::id)
                .minBy(Tick::price)
                .name("lowest")
                .to(Sinks.callback(tick -> message.set(assertThrows(
                                IllegalStateException.class, () -> running.get().query("lowest", 1))
                        .getMessage())));
        try (Execution execution = pipeline.start()) {
            running.set(execution);
            ingress.publish(Tick.of(1, 0, 0));
            ingress.close();
            execution.await();
        }
        assertEquals(
                "query 'lowest': a stage cannot wait for itself: ask on a thread that is not one of the pipeline's",
                message.get());
    }

    @Test
    void leavesTheStageAloneWhenAnAnswerFails() throws InterruptedException {
        final Pipeline pipeline = Mode.SHARED.pipeline();
        final Ingress<Tick> ingress = pipeline.ingress(Codecs.of(Tick.class));
        final Queue<Long> told = new ConcurrentLinkedQueue<>();
        pipeline.from(ingress)
                .keyBy(Tick::id)
                .window(Count.of(2))
                .mapWindow((key, window, out) -> {
                    if (window.isEarly() && window.size() == 1) {
                        throw new IllegalArgumentException("no answer");
                    }
                    return out.emit(window.size());
                })
                .name("twos")
                .to(Sinks.callback(size -> told.add(size)));
        try (Execution execution = pipeline.start()) {
            ingress.publish(Tick.of(1, 5, 0));
            IllegalStateException refused = null;
            while (refused == null) {
                try {
                    assertEquals(List.of(), execution.query("twos", 1));
                } catch (final IllegalStateException answered) {
                    refused = answered;
                }
            }
            assertEquals("query 'twos': java.lang.IllegalArgumentException: no answer", refused.getMessage());
            ingress.publish(Tick.of(1, 6, 0));
            ingress.close();
            execution.await();
            assertEquals(List.of(2L), List.copyOf(told));
        }
    }
}
