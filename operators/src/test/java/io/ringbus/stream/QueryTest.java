// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.codec.Codecs;
import io.ringbus.connectors.CollectSink;
import io.ringbus.connectors.Sinks;
import io.ringbus.ring.Ingress;
import io.ringbus.stage.Execution;
import io.ringbus.windows.WindowResult;
import io.ringbus.windows.policy.Count;
import io.ringbus.windows.policy.Time;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
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
            assertEquals(List.of(new WindowResult<>("S1", 5, 15, 1L)), execution.query("counts", "S1"));
            assertEquals(
                    List.of(new WindowResult<>("S2", 5, 15, 1L), new WindowResult<>("S2", 10, 20, 1L)),
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

    @Test
    void namesWhatCanBeAsked() {
        final Pipeline pipeline = Mode.INLINE.pipeline();
        final Stream<Tick> ticks = Ticks.stream(pipeline, Ticks.some(10));
        ticks.keyBy(Tick::id).minBy(Tick::price).name("lowest").to(Sinks.callback(tick -> {}));
        ticks.keyBy(Tick::id).window(Count.of(3)).count().name("threes").to(Sinks.callback(count -> {}));
        try (Execution execution = pipeline.start()) {
            final String message = assertThrows(IllegalArgumentException.class, () -> execution.query("threes", 1))
                    .getMessage();
            assertEquals(
                    "query: name='threes' is not among [lowest]: name the result of a time window or a running"
                            + " aggregate with name(..)",
                    message);
        }
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
        pipeline.from(ingress).keyBy(Tick::id).minBy(Tick::price).name("lowest").to(Sinks.callback(tick -> {}));
        try (Execution execution = pipeline.start()) {
            final IllegalStateException refused =
                    assertThrows(IllegalStateException.class, () -> execution.query("lowest", "no number"));
            assertTrue(
                    refused.getMessage().startsWith("query 'lowest': java.lang.ClassCastException"),
                    refused.getMessage());
            ingress.publish(Tick.of(1, 5, 0));
            while (execution.query("lowest", 1).isEmpty()) {
                Thread.onSpinWait();
            }
            assertEquals(List.of(Tick.of(1, 5, 0)), execution.query("lowest", 1));
        }
    }
}
