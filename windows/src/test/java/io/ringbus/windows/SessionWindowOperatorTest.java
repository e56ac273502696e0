// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ringbus.slot.SlotLayout;
import io.ringbus.testing.Emitted;
import io.ringbus.testing.HeapKeyedState;
import io.ringbus.testing.OperatorHarness;
import io.ringbus.testing.RecordingOutput;
import io.ringbus.testing.Scenario;
import io.ringbus.windows.aggregate.Aggregate;
import io.ringbus.windows.aggregate.Aggregates;
import java.util.List;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

class SessionWindowOperatorTest {
    private static final ToLongFunction<Trade> TEN = trade -> 10;
    private static final ToLongFunction<Trade> OWN = Trade::size;

    private final RecordingOutput<WindowResult<String, Long>> output = new RecordingOutput<>();
    private final RecordingOutput<Trade> lateOutput = new RecordingOutput<>();
    private final CountedUnplaced<Trade> unplaced = new CountedUnplaced<>(lateOutput);

    @Test
    void recordsOneGapApartAreOneSessionAndFurtherApartTwo() throws Exception {
        harness(TEN, 0)
                .record(0, trade("A"))
                .record(10, trade("A"))
                .record(21, trade("A"))
                .watermark(19)
                .expectNothing()
                .watermark(20)
                .expect(19, result("A", 0, 20, 2))
                .end()
                .expect(30, result("A", 21, 31, 1))
                .verify();
    }

    /** As the watermarks of a stream without disorder come: each right before the record that it is made of. */
    @Test
    void recordsOneGapApartAreOneSessionWithoutDisorder() throws Exception {
        harness(TEN, 0)
                .record(0, trade("A"))
                .watermark(9)
                .record(10, trade("B"))
                .record(10, trade("A"))
                .watermark(20)
                .expect(19, result("A", 0, 20, 2))
                .expect(19, result("B", 10, 20, 1))
                .verify();
    }

    /** Else what is told at 20, with the time 19, would be late for a window that ends at 20. */
    @Test
    void theWatermarkBehindLeavesTimeForWhatIsStillToBeTold() {
        final SessionWindowOperator<String, Trade, Long, WindowResult<String, Long>> operator = counting(TEN, 0, 8);
        assertEquals(18, operator.watermarkBehindNs(19));
        assertEquals(SlotLayout.NO_TIME, operator.watermarkBehindNs(SlotLayout.NO_TIME));
        assertEquals(Long.MAX_VALUE, operator.watermarkBehindNs(Long.MAX_VALUE));
        operator.close();
    }

    @Test
    void aRecordOneGapBeforeASessionBelongsToItAndOneFurtherBeforeDoesNot() throws Exception {
        harness(TEN, 0)
                .record(100, trade("A"))
                .record(90, trade("A"))
                .record(79, trade("A"))
                .end()
                .expect(88, result("A", 79, 89, 1))
                .expect(109, result("A", 90, 110, 2))
                .verify();
    }

    @Test
    void aRecordBridgesAllSessionsThatItTouches() throws Exception {
        harness(OWN, 0)
                .record(0, trade("A", 5))
                .record(10, trade("A", 5))
                .record(20, trade("A", 5))
                .record(40, trade("A", 5))
                .record(5, trade("A", 15))
                .end()
                .expect(24, result("A", 0, 25, 4))
                .expect(44, result("A", 40, 45, 1))
                .verify();
    }

    @Test
    void aSessionEndsWhereTheRecordThatReachesFurthestDoes() throws Exception {
        harness(OWN, 0)
                .record(0, trade("A", 30))
                .record(5, trade("A", 2))
                .record(20, trade("A", 3))
                .end()
                .expect(29, result("A", 0, 30, 3))
                .verify();
    }

    @Test
    void sessionsOfOneEndComeInTheOrderInWhichTheirKeysWereFirstSeen() throws Exception {
        harness(OWN, 0)
                .record(0, trade("B", 1))
                .record(0, trade("A", 1))
                .record(0, trade("C", 1))
                .watermark(1)
                .expect(0, result("B", 0, 1, 1))
                .expect(0, result("A", 0, 1, 1))
                .expect(0, result("C", 0, 1, 1))
                .record(10, trade("C", 10))
                .record(12, trade("A", 8))
                .record(14, trade("B", 6))
                .record(11, trade("D", 8))
                .end()
                .expect(18, result("D", 11, 19, 1))
                .expect(19, result("B", 14, 20, 1))
                .expect(19, result("A", 12, 20, 1))
                .expect(19, result("C", 10, 20, 1))
                .verify();
    }

    @Test
    void aLateRecordTellsItsSessionAgainAtOnceUntilItIsClosed() throws Exception {
        harness(TEN, 5)
                .record(0, trade("A"))
                .watermark(14)
                .expect(9, result("A", 0, 10, 1))
                .record(0, trade("A"))
                .expect(9, result("A", 0, 10, 2))
                .watermark(15)
                .record(0, trade("A"))
                .expectNothing()
                .end()
                .expectNothing()
                .verify();
        assertEquals(Scenario.values().length, unplaced.lateCount(), "one in each scenario");
    }

    @Test
    void aToldSessionThatGrowsBeyondTheWatermarkIsToldAgainAtItsNewEnd() throws Exception {
        harness(TEN, 100)
                .record(0, trade("A"))
                .watermark(12)
                .expect(9, result("A", 0, 10, 1))
                .record(8, trade("A"))
                .record(12, trade("A"))
                .expectNothing()
                .watermark(21)
                .expectNothing()
                .watermark(22)
                .expect(21, result("A", 0, 22, 3))
                .end()
                .expectNothing()
                .verify();
    }

    @Test
    void aLateRecordBridgesToldSessionsIntoOneThatIsToldAtOnce() throws Exception {
        harness(TEN, 100)
                .record(0, trade("A"))
                .record(20, trade("A"))
                .watermark(50)
                .expect(9, result("A", 0, 10, 1))
                .expect(29, result("A", 20, 30, 1))
                .record(10, trade("A"))
                .expect(29, result("A", 0, 30, 3))
                .end()
                .expectNothing()
                .verify();
    }

    @Test
    void aRecordBehindTheWatermarkEntersAnOpenSessionThatItTouches() throws Exception {
        harness(TEN, 0)
                .record(100, trade("A"))
                .watermark(105)
                .record(90, trade("A"))
                .record(79, trade("A"))
                .end()
                .expect(109, result("A", 90, 110, 2))
                .verify();
        assertEquals(Scenario.values().length, unplaced.lateCount(), "the one that touches nothing, in each scenario");
    }

    @Test
    void aClosedSessionIsNotRevived() throws Exception {
        harness(TEN, 0)
                .record(0, trade("A"))
                .watermark(10)
                .expect(9, result("A", 0, 10, 1))
                .record(5, trade("A"))
                .expectNothing()
                .end()
                .expect(14, result("A", 5, 15, 1))
                .verify();
    }

    @Test
    void countsALateRecordAndSendsItOn() throws Exception {
        final SessionWindowOperator<String, Trade, Long, WindowResult<String, Long>> operator = counting(TEN, 0, 8);
        operator.onWatermark(10, output);
        operator.process(trade("A"), 0, output);
        operator.process(trade("A"), 1, output);
        operator.onWatermark(Long.MAX_VALUE, output);
        assertEquals(1, unplaced.lateCount());
        assertEquals(0, unplaced.gapCount());
        assertEquals(List.of(new Emitted<>(trade("A"), 0)), lateOutput.emitted());
        assertEquals(List.of(new Emitted<>(result("A", 1, 11, 1), 10)), output.emitted());
        operator.close();
    }

    @Test
    void saturatesAtBothEndsOfTime() throws Exception {
        harness(trade -> Long.MAX_VALUE, Long.MAX_VALUE - 1)
                .record(-Long.MAX_VALUE, trade("A"))
                .record(Long.MAX_VALUE, trade("B"))
                .watermark(0)
                .expect(-1, result("A", -Long.MAX_VALUE, 0, 1))
                .watermark(Long.MAX_VALUE - 1)
                .record(1, trade("A"))
                .expectNothing()
                .record(-Long.MAX_VALUE, trade("B")) // closed just now
                .expectNothing()
                .record(-Long.MAX_VALUE + 1, trade("B"))
                .expect(0, result("B", -Long.MAX_VALUE + 1, 1, 1))
                .end()
                .expect(Long.MAX_VALUE, result("A", 1, Long.MAX_VALUE, 1))
                .expect(Long.MAX_VALUE, result("B", Long.MAX_VALUE, Long.MAX_VALUE, 1))
                .verify();
    }

    @Test
    void refusesARecordWithoutATimestamp() {
        final SessionWindowOperator<String, Trade, Long, WindowResult<String, Long>> operator = counting(TEN, 0, 8);
        final IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> operator.process(trade("A"), SlotLayout.NO_TIME, output));
        assertEquals(
                "window 'count': record has no timestamp: assign event time to the stream before a session window",
                refused.getMessage());
        operator.close();
    }

    @Test
    void refusesAGapBelowOneAndLosesNothing() throws Exception {
        final SessionWindowOperator<String, Trade, Long, WindowResult<String, Long>> operator = counting(OWN, 0, 8);
        operator.process(trade("A", 5), 0, output);
        final IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> operator.process(trade("A", 0), 4, output));
        assertEquals(
                "window 'count': gapNs=0 < 1: a session needs a positive gap behind each record; mind the unit of the gap"
                        + " function",
                refused.getMessage());
        operator.onWatermark(Long.MAX_VALUE, output);
        assertEquals(List.of(new Emitted<>(result("A", 0, 5, 1), 4)), output.emitted());
        operator.close();
    }

    @Test
    void refusesOneSessionMoreThanTheSettingAllowsAndLosesNothing() throws Exception {
        final SessionWindowOperator<String, Trade, Long, WindowResult<String, Long>> operator = counting(TEN, 0, 3);
        for (final long timestampNs : new long[] {0, 40, 20}) {
            operator.process(trade("A"), timestampNs, output);
        }
        final IllegalStateException refused =
                assertThrows(IllegalStateException.class, () -> operator.process(trade("A"), 60, output));
        assertEquals(
                "window 'count': open sessions=4 > ringbus.window.sessions.max=3 for key 'A', the oldest since 0 ns: time"
                        + " does not move on as records do; check timestamps, disorder and lateness, or raise the setting",
                refused.getMessage());
        operator.process(trade("A"), 30, output);
        operator.process(trade("A"), 60, output);
        operator.onWatermark(Long.MAX_VALUE, output);
        assertEquals(
                List.of(
                        new Emitted<>(result("A", 0, 10, 1), 9),
                        new Emitted<>(result("A", 20, 50, 3), 49),
                        new Emitted<>(result("A", 60, 70, 1), 69)),
                output.emitted());
        operator.close();
    }

    @Test
    void leavesEverythingAsItWasWhenUserCodeFailsOnARecord() throws Exception {
        final Aggregate<Trade, Long> reciprocals = Aggregates.sumLong(trade -> 12 / trade.size());
        final SessionWindowOperator<String, Trade, Long, WindowResult<String, Long>> operator =
                operator(TEN, reciprocals);
        for (final long timestampNs : new long[] {0, 20}) {
            operator.process(trade("A", 12), timestampNs, output);
        }
        for (final long timestampNs : new long[] {10, 60, 25, 30, -10}) { // bridges, begins, lies in one, prolongs
            assertThrows(ArithmeticException.class, () -> operator.process(trade("A", 0), timestampNs, output));
        }
        operator.onWatermark(Long.MAX_VALUE, output);
        assertEquals(
                List.of(new Emitted<>(result("A", 0, 10, 1), 9), new Emitted<>(result("A", 20, 30, 1), 29)),
                output.emitted());
        operator.close();
    }

    @Test
    void refusesCellsThatWouldNotFit() {
        final IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> new SessionWindow<String, Trade, Long, Long>(
                        "count", Trade::symbol, TEN, Aggregates.count(), WindowShape.value(), 0, 1 << 25, 1));
        assertEquals(
                "session window: cell bytes = 8 + sessions * (24 + accumulator) = 8 + 33554432 * (24 + 8) = 1073741832 >"
                        + " 1073741824: lower ringbus.window.sessions.max, or choose a smaller aggregate",
                refused.getMessage());
    }

    private OperatorHarness<Trade, WindowResult<String, Long>> harness(
            final ToLongFunction<Trade> gap, final long latenessNs) {
        return OperatorHarness.of(() -> counting(gap, latenessNs, 8));
    }

    private SessionWindowOperator<String, Trade, Long, WindowResult<String, Long>> counting(
            final ToLongFunction<Trade> gap, final long latenessNs, final int sessionsMax) {
        return new SessionWindowOperator<>(
                new SessionWindow<>(
                        "count",
                        Trade::symbol,
                        gap,
                        Aggregates.count(),
                        WindowShape.whole(),
                        latenessNs,
                        sessionsMax,
                        1000),
                HeapKeyedState::new,
                unplaced);
    }

    private SessionWindowOperator<String, Trade, Long, WindowResult<String, Long>> operator(
            final ToLongFunction<Trade> gap, final Aggregate<Trade, Long> aggregate) {
        return new SessionWindowOperator<>(
                new SessionWindow<>("sum", Trade::symbol, gap, aggregate, WindowShape.whole(), 0, 8, 1000),
                HeapKeyedState::new,
                unplaced);
    }

    private static Trade trade(final String symbol) {
        return trade(symbol, 1);
    }

    private static Trade trade(final String symbol, final int size) {
        return new Trade(symbol, 0, 1, size);
    }

    private static WindowResult<String, Long> result(
            final String key, final long startNs, final long endNs, final long count) {
        return new WindowResult<>(key, startNs, endNs, count);
    }
}
