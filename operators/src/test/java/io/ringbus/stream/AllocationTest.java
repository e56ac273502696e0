// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.chain.Output;
import io.ringbus.chain.Sink;
import io.ringbus.chain.Source;
import io.ringbus.codec.Codecs;
import io.ringbus.config.Config;
import io.ringbus.config.Settings;
import io.ringbus.config.Threads;
import io.ringbus.operators.GlobalKey;
import io.ringbus.ring.Ingress;
import io.ringbus.stage.Execution;
import io.ringbus.windows.WindowResult;
import io.ringbus.windows.aggregate.Aggregates;
import io.ringbus.windows.policy.Count;
import io.ringbus.windows.policy.Delta;
import io.ringbus.windows.policy.Punctuation;
import io.ringbus.windows.policy.Session;
import io.ringbus.windows.policy.Time;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records and lambdas cost no allocation in steady state, in whatever order pipelines were run before in the same JVM. */
class AllocationTest {
    static final int ROUND_RECORDS = 1_000_000;
    private static final int ROUNDS_MAX = 24;
    private static final int STEADY_ROUNDS = 2;
    private static final int KEYS = 16;

    /** Records per result: a result of boxed numbers takes up to 64 bytes. */
    private static final int FEW_RESULTS = 20_000;

    private static final double BYTES_PER_RECORD_MAX = 0.01;
    private static final String[] SYMBOLS = new String[KEYS];

    static {
        for (int i = 0; i < KEYS; i++) {
            SYMBOLS[i] = "SYM" + i;
        }
    }

    /** Makes a record for each poll, and never ends. */
    private static final class Endless implements Source<Tick> {
        private long next;

        @Override
        public Poll poll(final Output<Tick> output) {
            final long index = next++;
            final int key = (int) (index & KEYS - 1);
            output.emit(new Tick(key, SYMBOLS[key], index, index * 1_000), 0);
            return Poll.EMITTED;
        }

        @Override
        public String position() {
            return "tick " + next;
        }
    }

    private static final class Summing implements Sink<Tick> {
        @SuppressWarnings("UnusedVariable") // written so that the fields are read
        private long sum;

        private long count;

        @Override
        public void accept(final Tick record, final long timestampNs) {
            sum += record.price() + timestampNs;
            count++;
        }
    }

    private static final class SummingResults<K> implements Sink<WindowResult<K, Double>> {
        @SuppressWarnings("UnusedVariable") // written so that the fields are read
        private double sum;

        private long count;

        @Override
        public void accept(final WindowResult<K, Double> result, final long timestampNs) {
            sum += result.value() + timestampNs;
            count++;
        }
    }

    static Config config(final String state) {
        return Config.defaults().with(Settings.THREADS, Threads.inline()).with(Settings.STATE_BACKEND, state);
    }

    static void assertNoAllocation(final BiConsumer<Pipeline, Stream<Tick>> program, final String state) {
        assertNoAllocation(program, config(state));
    }

    private static void assertNoAllocation(final BiConsumer<Pipeline, Stream<Tick>> program, final Config config) {
        final Pipeline pipeline = Pipeline.create(config);
        final Endless source = new Endless();
        program.accept(pipeline, pipeline.from(source).as(Tick.class));
        try (Execution execution = pipeline.start()) {
            assertSteady(() -> {
                final long until = source.next + ROUND_RECORDS;
                while (source.next < until) {
                    execution.doWork();
                }
            });
        }
    }

    /** The compiler may take some rounds; from then on, several in a row allocate nothing. */
    private static void assertSteady(final Runnable round) {
        final com.sun.management.ThreadMXBean threads =
                (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        final StringBuilder history = new StringBuilder();
        int steady = 0;
        for (int i = 0; i < ROUNDS_MAX && steady < STEADY_ROUNDS; i++) {
            final long before = threads.getCurrentThreadAllocatedBytes();
            round.run();
            final double bytes = (threads.getCurrentThreadAllocatedBytes() - before) / (double) ROUND_RECORDS;
            steady = bytes < BYTES_PER_RECORD_MAX ? steady + 1 : 0;
            history.append(bytes).append(' ');
        }
        assertEquals(STEADY_ROUNDS, steady, () -> "bytes per record, by round: " + history);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void aFusedChain(final int again) {
        final Summing sink = new Summing();
        assertNoAllocation(
                (pipeline, ticks) -> ticks.filter(tick -> tick.price() % 8 != 0)
                        .map(tick -> tick.plus(1))
                        .map(tick -> new Wide(tick.id(), tick.symbol(), tick.price() * 0.5))
                        .filter(wide -> wide.half() > 1)
                        .map(wide -> new Tick(wide.id(), wide.symbol(), (long) wide.half(), 1))
                        .to(sink),
                "slab");
        assertTrue(sink.count > ROUND_RECORDS, () -> "only " + sink.count + " came out");
    }

    private record Wide(int id, String symbol, double half) {}

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aRing(final int again) {
        final Summing sink = new Summing();
        assertNoAllocation(
                (pipeline, ticks) -> ticks.map(tick -> tick.plus(1))
                        .stage("far")
                        .filter(tick -> tick.price() % 8 != 0)
                        .to(sink),
                "slab");
        assertTrue(sink.count > ROUND_RECORDS, () -> "only " + sink.count + " came out");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void anIngress(final int again) {
        final Pipeline pipeline = Pipeline.create(config("slab"));
        final Ingress<Tick> ingress = pipeline.ingress("in", Codecs.of(Tick.class));
        final Summing sink = new Summing();
        final Tick published = Tick.of(1, 1, 1);
        pipeline.from(ingress).map(tick -> tick.plus(1)).to(sink);
        try (Execution execution = pipeline.start()) {
            assertSteady(() -> {
                for (int i = 0; i < ROUND_RECORDS; i += 500) {
                    for (int j = i; j < i + 500; j++) {
                        ingress.publish(published, j);
                    }
                    execution.doWork();
                }
            });
        }
        assertTrue(sink.count > ROUND_RECORDS, () -> "only " + sink.count + " came out");
    }

    /** With so many planned that records are set aside before the window, too. */
    @ParameterizedTest
    @CsvSource({"slab, 16384", "chronicle, 16384", "slab, 131072", "chronicle, 131072", "slab, 16384", "slab, 131072"})
    void aWindowKeyedByAnInt(final String state, final int keys) {
        final SummingResults<Integer> sink = new SummingResults<>();
        assertNoAllocation(
                (pipeline, ticks) -> ticks.eventTime(Tick::timeNs)
                        .keyBy(Tick::id)
                        .window(Time.of(400, TimeUnit.MILLISECONDS))
                        .every(Time.of(200, TimeUnit.MILLISECONDS))
                        .aggregate(Aggregates.mean(Tick::price))
                        .to(sink),
                config(state).with(Settings.STATE_KEYS, keys));
        assertTrue(sink.count > KEYS, () -> "only " + sink.count + " came out");
    }

    @ParameterizedTest
    @ValueSource(strings = {"slab", "chronicle", "slab", "chronicle"})
    void aWindowKeyedByAString(final String state) {
        final SummingResults<String> sink = new SummingResults<>();
        assertNoAllocation(
                (pipeline, ticks) -> ticks.eventTime(Tick::timeNs)
                        .keyBy(Tick::symbol)
                        .window(Time.of(200, TimeUnit.MILLISECONDS))
                        .aggregate(Aggregates.mean(Tick::price))
                        .to(sink),
                state);
        assertTrue(sink.count > KEYS, () -> "only " + sink.count + " came out");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mean", "count", "max", "mean"})
    void aWindowOfManyOverlaps(final String aggregate) {
        final SummingResults<Integer> sink = new SummingResults<>();
        assertNoAllocation(
                (pipeline, ticks) -> ticks.eventTime(Tick::timeNs)
                        .keyBy(Tick::id)
                        .window(Time.of(24, TimeUnit.SECONDS))
                        .every(Time.of(200, TimeUnit.MILLISECONDS))
                        .aggregate(
                                switch (aggregate) {
                                    case "mean" -> Aggregates.mean(Tick::price);
                                    case "max" -> Aggregates.max(Tick::price);
                                    default ->
                                        Aggregates.<Tick>count().and(Aggregates.count(), (all, same) -> (double) all);
                                })
                        .to(sink),
                "slab");
        assertTrue(sink.count > KEYS, () -> "only " + sink.count + " came out");
    }

    @ParameterizedTest
    @ValueSource(strings = {"slab", "chronicle", "slab"})
    void aWindowOfACount(final String state) {
        final SummingResults<Integer> sink = new SummingResults<>();
        assertNoAllocation(
                (pipeline, ticks) -> ticks.eventTime(Tick::timeNs)
                        .keyBy(Tick::id)
                        .window(Count.of(FEW_RESULTS))
                        .mean(Tick::price)
                        .to(sink),
                state);
        assertTrue(sink.count > KEYS, () -> "only " + sink.count + " came out");
    }

    @ParameterizedTest
    @ValueSource(strings = {"slab", "chronicle", "slab"})
    void aWindowUntilADelta(final String state) {
        final SummingResults<String> sink = new SummingResults<>();
        assertNoAllocation(
                (pipeline, ticks) -> ticks.eventTime(Tick::timeNs)
                        .keyBy(Tick::symbol)
                        .window(Delta.of(FEW_RESULTS * KEYS, (from, to) -> to.price() - from.price()))
                        .mean(Tick::price)
                        .to(sink),
                state);
        assertTrue(sink.count > KEYS, () -> "only " + sink.count + " came out");
    }

    @ParameterizedTest
    @ValueSource(strings = {"slab", "chronicle", "slab"})
    void aWindowOfATimeToldByACount(final String state) {
        final SummingResults<Integer> sink = new SummingResults<>();
        assertNoAllocation(
                (pipeline, ticks) -> ticks.eventTime(Tick::timeNs)
                        .keyBy(Tick::id)
                        .window(Time.of(20, TimeUnit.MILLISECONDS))
                        .every(Count.of(FEW_RESULTS))
                        .aggregate(Aggregates.max(Tick::price))
                        .to(sink),
                state);
        assertTrue(sink.count > KEYS, () -> "only " + sink.count + " came out");
    }

    @Test
    void aWindowOfADeltaToldByAPunctuationOrACount() {
        final SummingResults<GlobalKey> sink = new SummingResults<>();
        assertNoAllocation(
                (pipeline, ticks) -> ticks.eventTime(Tick::timeNs)
                        .window(Delta.of(500, (from, to) -> to.price() - from.price()))
                        .every(Count.of(FEW_RESULTS), Punctuation.of(tick -> tick.price() % (10 * FEW_RESULTS) == 0))
                        .aggregate(Aggregates.min(Tick::price))
                        .to(sink),
                "slab");
        assertTrue(sink.count > KEYS, () -> "only " + sink.count + " came out");
    }

    @Test
    void aWindowUntilAPunctuation() {
        final SummingResults<Integer> sink = new SummingResults<>();
        assertNoAllocation(
                (pipeline, ticks) -> ticks.eventTime(Tick::timeNs)
                        .keyBy(Tick::id)
                        .window(Punctuation.of(tick -> tick.price() / KEYS % FEW_RESULTS == 0))
                        .mean(Tick::price)
                        .to(sink),
                "slab");
        assertTrue(sink.count > KEYS, () -> "only " + sink.count + " came out");
    }

    @Test
    void aWindowOfACountToldByATime() {
        final SummingResults<Integer> sink = new SummingResults<>();
        assertNoAllocation(
                (pipeline, ticks) -> ticks.eventTime(Tick::timeNs)
                        .keyBy(Tick::id)
                        .window(Count.of(100))
                        .every(Time.of(300, TimeUnit.MILLISECONDS))
                        .aggregate(Aggregates.max(Tick::price))
                        .to(sink),
                "slab");
        assertTrue(sink.count > KEYS, () -> "only " + sink.count + " came out");
    }

    @Test
    void aWindowOfAllSoFarToldByACount() {
        final SummingResults<Integer> sink = new SummingResults<>();
        assertNoAllocation(
                (pipeline, ticks) -> ticks.eventTime(Tick::timeNs)
                        .keyBy(Tick::id)
                        .every(Count.of(FEW_RESULTS))
                        .mean(Tick::price)
                        .to(sink),
                "slab");
        assertTrue(sink.count > KEYS, () -> "only " + sink.count + " came out");
    }

    @Test
    void aWindowThatTakesLateRecords() {
        final SummingResults<Integer> sink = new SummingResults<>();
        final List<Tick> late = new ArrayList<>();
        assertNoAllocation(
                (pipeline, ticks) -> ticks.eventTime(Tick::timeNs)
                        .keyBy(Tick::id)
                        .window(Time.of(400, TimeUnit.MILLISECONDS))
                        .every(Time.of(200, TimeUnit.MILLISECONDS))
                        .lateness(Time.of(100, TimeUnit.MILLISECONDS))
                        .late((tick, timeNs) -> late.add(tick))
                        .aggregate(Aggregates.mean(Tick::price))
                        .to(sink),
                "slab");
        assertTrue(sink.count > KEYS, () -> "only " + sink.count + " came out");
    }

    /** A tenth of a second with records, a tenth without. */
    @ParameterizedTest
    @ValueSource(strings = {"slab", "chronicle"})
    void aSession(final String state) {
        final SummingResults<Integer> sink = new SummingResults<>();
        final List<Tick> late = new ArrayList<>();
        assertNoAllocation(
                (pipeline, ticks) -> ticks.eventTime(Tick::timeNs)
                        .filter(tick -> tick.price() / 100_000 % 2 == 0)
                        .keyBy(Tick::id)
                        .window(Session.of(10, TimeUnit.MILLISECONDS))
                        .late((tick, timeNs) -> late.add(tick))
                        .aggregate(Aggregates.mean(Tick::price))
                        .to(sink),
                state);
        assertTrue(sink.count > KEYS, () -> "only " + sink.count + " came out");
    }

    @ParameterizedTest
    @ValueSource(strings = {"slab", "chronicle", "slab"})
    void rollingAggregates(final String state) {
        final Summing sums = new Summing();
        final Summing highest = new Summing();
        assertNoAllocation(
                (pipeline, ticks) -> {
                    ticks.keyBy(Tick::id).sum(Tick::price).to(sums);
                    ticks.keyBy(Tick::symbol).maxBy(Tick::price).to(highest);
                },
                state);
        assertTrue(sums.count > ROUND_RECORDS, () -> "only " + sums.count + " came out");
        assertEquals(sums.count, highest.count);
    }

    @Test
    void aRunningFold() {
        final Summing sink = new Summing();
        assertNoAllocation(
                (pipeline, ticks) -> ticks.keyBy(Tick::symbol)
                        .reduce((sum, tick) -> sum.plus(tick.price()))
                        .to(sink),
                "slab");
        assertTrue(sink.count > ROUND_RECORDS, () -> "only " + sink.count + " came out");
    }
}
