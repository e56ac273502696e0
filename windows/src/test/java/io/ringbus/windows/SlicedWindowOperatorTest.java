// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ringbus.chain.Operator;
import io.ringbus.chain.Specialiser;
import io.ringbus.slot.SlotLayout;
import io.ringbus.testing.Emitted;
import io.ringbus.testing.HeapKeyedState;
import io.ringbus.testing.OperatorHarness;
import io.ringbus.testing.RecordingOutput;
import io.ringbus.testing.Scenario;
import io.ringbus.windows.aggregate.Aggregates;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class SlicedWindowOperatorTest {
    private static final Specialiser PLAIN = new Specialiser(false);

    private final RecordingOutput<WindowResult<String, Long>> output = new RecordingOutput<>();
    private final RecordingOutput<Trade> lateOutput = new RecordingOutput<>();
    private final CountedUnplaced<Trade> unplaced = new CountedUnplaced<>(lateOutput);

    @Test
    void tellsTheMeanOfATumblingWindowWhenItsLastTimeHasPassed() throws Exception {
        OperatorHarness.<Trade, WindowResult<String, Double>>of(() -> new SlicedWindowOperator<>(
                        new SlicedWindow<>(
                                "mean",
                                Trade::symbol,
                                Slices.of(SECONDS.toNanos(10), SECONDS.toNanos(10), 0, 8),
                                Aggregates.mean(Trade::price),
                                WindowShape.whole(),
                                0,
                                8,
                                1),
                        HeapKeyedState::new,
                        new CountedUnplaced<>(),
                        PLAIN))
                .record(at(1), new Trade("H", 1, 23.5, 1))
                .record(at(4), new Trade("H", 2, 26.5, 1))
                .record(at(12), new Trade("H", 3, 1, 1))
                .watermark(at(10) - 2)
                .expectNothing()
                .watermark(at(10) - 1)
                .expect(at(10) - 1, new WindowResult<>("H", 0, at(10), 25.0))
                .watermark(at(19))
                .expectNothing()
                .end()
                .expect(at(20) - 1, new WindowResult<>("H", at(10), at(20), 1.0))
                .verify();
    }

    @Test
    void emitsWindowsByTheirEndAndKeysByWhenTheyBecameActive() throws Exception {
        OperatorHarness.of(() -> counting(Slices.of(4, 2, 0, 8), 8))
                .record(1, trade("B"))
                .record(3, trade("A"))
                .record(2, trade("B"))
                .watermark(100)
                .expect(1, new WindowResult<>("B", -2, 2, 1L))
                .expect(3, new WindowResult<>("B", 0, 4, 2L))
                .expect(3, new WindowResult<>("A", 0, 4, 1L))
                .expect(5, new WindowResult<>("B", 2, 6, 1L))
                .expect(5, new WindowResult<>("A", 2, 6, 1L))
                .verify();
    }

    @Test
    void takesAPartlyLateRecordIntoItsOpenWindowsOnly() throws Exception {
        OperatorHarness.of(() -> counting(Slices.of(4, 2, 0, 8), 8))
                .record(2, trade("A"))
                .watermark(3)
                .expect(3, new WindowResult<>("A", 0, 4, 1L))
                .record(3, trade("A"))
                .watermark(5)
                .expect(5, new WindowResult<>("A", 2, 6, 2L))
                .verify();
    }

    @Test
    void tellsAWindowAgainForEachRecordWithinTheLateness() throws Exception {
        final SlicedWindow<String, Trade, Long, WindowResult<String, Long>> patient = new SlicedWindow<>(
                "count", Trade::symbol, Slices.of(10, 10, 0, 8), Aggregates.count(), WindowShape.whole(), 5, 8, 1000);
        final Supplier<Operator<Trade, WindowResult<String, Long>>> builder =
                () -> new SlicedWindowOperator<>(patient, HeapKeyedState::new, unplaced, PLAIN);
        OperatorHarness.of(builder)
                .record(1, trade("A"))
                .watermark(9)
                .expect(9, new WindowResult<>("A", 0, 10, 1L))
                .record(2, trade("A"))
                .expect(9, new WindowResult<>("A", 0, 10, 2L))
                .watermark(13)
                .expectNothing()
                .record(3, trade("B"))
                .expect(9, new WindowResult<>("B", 0, 10, 1L))
                .record(4, trade("A"))
                .expect(9, new WindowResult<>("A", 0, 10, 3L))
                .watermark(14)
                .record(5, trade("A"))
                .end()
                .expectNothing()
                .verify();
        assertEquals(Scenario.values().length, unplaced.lateCount());
    }

    @Test
    void findsTheCurrentSliceAgainWhenALateRecordMadeTheCellsWider() throws Exception {
        final SlicedWindow<String, Trade, Long, WindowResult<String, Long>> patient = new SlicedWindow<>(
                "count", Trade::symbol, Slices.of(10, 10, 0, 8), Aggregates.count(), WindowShape.whole(), 10, 8, 1000);
        final Supplier<Operator<Trade, WindowResult<String, Long>>> builder =
                () -> new SlicedWindowOperator<>(patient, HeapKeyedState::new, unplaced, PLAIN);
        OperatorHarness.of(builder)
                .watermark(105)
                .record(145, trade("A"))
                .record(95, trade("A"))
                .expect(99, new WindowResult<>("A", 90, 100, 1L))
                .record(146, trade("A"))
                .end()
                .expect(149, new WindowResult<>("A", 140, 150, 2L))
                .verify();
    }

    @Test
    void countsALateRecordSendsItOnAndMakesNoCellForItsKey() throws Exception {
        final HeapKeyedState<String> state = new HeapKeyedState<>(64);
        final SlicedWindowOperator<String, Trade, Long, WindowResult<String, Long>> operator =
                new SlicedWindowOperator<>(window(Slices.of(10, 10, 0, 8), 8), bytes -> state, unplaced, PLAIN);
        operator.onWatermark(9, output);
        operator.process(trade("A"), 9, output);
        operator.process(trade("B"), 10, output);
        assertEquals(1, unplaced.lateCount());
        assertEquals(List.of(new Emitted<>(trade("A"), 9)), lateOutput.emitted());
        assertEquals(1, state.size());
        operator.close();
    }

    @Test
    void countsARecordBetweenTwoWindowsAndDoesNotCallItLate() throws Exception {
        final SlicedWindowOperator<String, Trade, Long, WindowResult<String, Long>> operator =
                counting(Slices.of(2, 5, 0, 8), 8);
        operator.process(trade("A"), -1, output);
        operator.process(trade("A"), 2, output);
        operator.process(trade("A"), 6, output);
        operator.onWatermark(Long.MAX_VALUE, output);
        assertEquals(2, unplaced.gapCount());
        assertEquals(0, unplaced.lateCount());
        assertEquals(List.of(new Emitted<>(new WindowResult<>("A", 5, 7, 1L), 6)), output.emitted());
        operator.close();
    }

    @Test
    void saturatesAtBothEndsOfTime() throws Exception {
        OperatorHarness.of(() -> counting(Slices.of(10, 10, 0, 8), 8))
                .record(-Long.MAX_VALUE, trade("A"))
                .watermark(Long.MAX_VALUE - 20)
                .expect(-9223372036854775801L, new WindowResult<>("A", -Long.MAX_VALUE, -9223372036854775800L, 1L))
                .record(Long.MAX_VALUE, trade("A"))
                .watermark(Long.MAX_VALUE - 1)
                .expectNothing()
                .end()
                .expect(Long.MAX_VALUE, new WindowResult<>("A", Long.MAX_VALUE - 7, Long.MAX_VALUE, 1L))
                .verify();
    }

    @Test
    void refusesARecordWithoutATimestamp() {
        final SlicedWindowOperator<String, Trade, Long, WindowResult<String, Long>> operator =
                counting(Slices.of(10, 10, 0, 8), 8);
        final IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> operator.process(trade("A"), SlotLayout.NO_TIME, output));
        assertEquals(
                "window 'count': record has no timestamp: assign event time to the stream before a time window",
                refused.getMessage());
        operator.close();
    }

    @Test
    void refusesARecordTooFarAheadAndLosesNothingElse() throws Exception {
        final SlicedWindowOperator<String, Trade, Long, WindowResult<String, Long>> operator =
                counting(Slices.of(10, 10, 0, 4), 4);
        operator.process(trade("A"), 5, output);
        operator.process(trade("A"), 35, output);
        final IllegalStateException refused =
                assertThrows(IllegalStateException.class, () -> operator.process(trade("A"), 40, output));
        assertEquals(
                "window 'count': open slices=5 > ringbus.window.slices.max=4: the record is too far from the oldest"
                        + " open window; check its timestamp, or raise the setting",
                refused.getMessage());
        operator.process(trade("A"), 6, output);
        operator.onWatermark(Long.MAX_VALUE, output);
        assertEquals(
                List.of(
                        new Emitted<>(new WindowResult<>("A", 0, 10, 2L), 9),
                        new Emitted<>(new WindowResult<>("A", 30, 40, 1L), 39)),
                output.emitted());
        operator.close();
    }

    @Test
    void keepsWhatItHadWhenUserCodeFailsOnARecord() throws Exception {
        final SlicedWindowOperator<String, Trade, Double, Double> operator = new SlicedWindowOperator<>(
                new SlicedWindow<>(
                        "min",
                        Trade::symbol,
                        Slices.of(10, 10, 0, 4),
                        Aggregates.min(trade -> Math.floorDiv(1, trade.size())),
                        WindowShape.value(),
                        0,
                        4,
                        1),
                HeapKeyedState::new,
                unplaced,
                PLAIN);
        final RecordingOutput<Double> values = new RecordingOutput<>();
        assertThrows(ArithmeticException.class, () -> operator.process(new Trade("A", 1, 1, 0), 1, values));
        operator.process(new Trade("B", 1, 1, 1), 1, values);
        operator.onWatermark(10, values);
        operator.onWatermark(11, values);
        assertEquals(List.of(new Emitted<>(1.0, 9)), values.emitted());
        operator.close();
    }

    @Test
    void refusesMoreSlicesThanTheSettingAllows() {
        final IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> window(Slices.of(9, 2, 0, 100), 8));
        assertEquals(
                "window 'count': open slices = size + lateness = 9 + 0 > ringbus.window.slices.max=8: choose a slide"
                        + " that shares a larger divisor with the size, or raise the setting",
                refused.getMessage());
    }

    private SlicedWindowOperator<String, Trade, Long, WindowResult<String, Long>> counting(
            final Slices slices, final int slicesMax) {
        return new SlicedWindowOperator<>(window(slices, slicesMax), HeapKeyedState::new, unplaced, PLAIN);
    }

    private static SlicedWindow<String, Trade, Long, WindowResult<String, Long>> window(
            final Slices slices, final int slicesMax) {
        return new SlicedWindow<>(
                "count", Trade::symbol, slices, Aggregates.count(), WindowShape.whole(), 0, slicesMax, 1000);
    }

    private static Trade trade(final String symbol) {
        return new Trade(symbol, 0, 1, 1);
    }

    private static long at(final long second) {
        return SECONDS.toNanos(second);
    }
}
