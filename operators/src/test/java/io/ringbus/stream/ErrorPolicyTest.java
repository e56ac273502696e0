// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ringbus.chain.DeadLetter;
import io.ringbus.config.Config;
import io.ringbus.config.ErrorPolicy;
import io.ringbus.config.Settings;
import io.ringbus.config.Threads;
import io.ringbus.connectors.CollectSink;
import io.ringbus.connectors.Sinks;
import io.ringbus.stage.Execution;
import io.ringbus.stage.PipelineException;
import io.ringbus.windows.policy.Count;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of records on which a user's function throws. */
class ErrorPolicyTest {
    private static final List<Tick> TICKS = List.of(Tick.of(1, 1, 1), Tick.of(2, 0, 2), Tick.of(3, 3, 3));

    private static Config config(final ErrorPolicy policy) {
        return Config.defaults()
                .with(Settings.THREADS, Threads.inline())
                .with(Settings.STATE_BACKEND, "slab")
                .with(Settings.ERROR_POLICY, policy);
    }

    private static Tick inverted(final Tick tick) {
        return Tick.of(tick.id(), 6 / tick.price(), tick.timeNs());
    }

    @Test
    void aFailureNamesStageOperatorAndPosition() {
        final Pipeline pipeline = Pipeline.create(config(ErrorPolicy.FAIL));
        Ticks.stream(pipeline, TICKS)
                .stage("far")
                .map(ErrorPolicyTest::inverted)
                .name("invert")
                .to((tick, timeNs) -> {});
        try (Execution execution = pipeline.start()) {
            final PipelineException failure = assertThrows(PipelineException.class, execution::await);
            assertEquals(
                    "stage 'far', ring 'far', slot 1: operator 'invert': java.lang.ArithmeticException: / by zero",
                    failure.getMessage());
        }
    }

    @Test
    void skippedRecordsAreCounted() throws InterruptedException {
        final Pipeline pipeline = Pipeline.create(config(ErrorPolicy.SKIP));
        final CollectSink<Tick> sink = Sinks.collect();
        Ticks.stream(pipeline, TICKS)
                .map(ErrorPolicyTest::inverted)
                .name("invert")
                .to(sink);
        try (Execution execution = pipeline.start()) {
            execution.await();
            assertEquals(1, execution.counters().value("operator invert skipped"));
        }
        assertEquals(List.of(Tick.of(1, 6, 1), Tick.of(3, 2, 3)), sink.records());
    }

    private static List<Long> sizesOfWindows(final ErrorPolicy policy, final long skipped) throws InterruptedException {
        final Pipeline pipeline = Pipeline.create(config(policy));
        final CollectSink<Long> sizes = Sinks.collect();
        final int[] calls = {0};
        Ticks.stream(pipeline, Ticks.some(9))
                .window(Count.of(4))
                .mapWindow((key, window, out) -> {
                    if (calls[0]++ == 0) {
                        throw new IllegalStateException("not now");
                    }
                    return out.emit(window.size());
                })
                .name("sizes")
                .to(sizes);
        try (Execution execution = pipeline.start()) {
            execution.await();
            assertEquals(skipped, execution.counters().value("operator sizes skipped"));
        }
        return sizes.records();
    }

    @Test
    void aWindowThatCannotBeToldIsTriedAgainOrGivenUpWithItsRecord() throws InterruptedException {
        assertEquals(List.of(4L, 4L, 1L), sizesOfWindows(ErrorPolicy.RETRY, 0));
        assertEquals(List.of(4L, 1L), sizesOfWindows(ErrorPolicy.SKIP, 1));
    }

    @Test
    void aKeyThatCannotBeToldFallsUnderTheRuleOfItsStage() throws InterruptedException {
        final CollectSink<DeadLetter> letters = Sinks.collect();
        final CollectSink<Tick> sink = Sinks.collect();
        final Pipeline pipeline =
                Pipeline.create(config(ErrorPolicy.DEAD_LETTER)).deadLetters(letters);
        Ticks.stream(pipeline, TICKS)
                .keyBy(tick -> (int) inverted(tick).price())
                .parallelism(2)
                .sum(Tick::price)
                .name("sums")
                .to(sink);
        Ticks.run(pipeline);
        assertEquals(2, sink.count());
        assertEquals(1, letters.count());
        assertEquals("sums.key", letters.records().get(0).operator());
        assertEquals(TICKS.get(1), letters.records().get(0).record());
    }
}
