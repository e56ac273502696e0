// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.testing.HeapKeyedState;
import io.ringbus.testing.OperatorHarness;
import io.ringbus.testing.SimulatedClock;
import io.ringbus.windows.aggregate.Aggregates;
import io.ringbus.windows.policy.Count;
import io.ringbus.windows.policy.Delta;
import io.ringbus.windows.policy.EvictionPolicy;
import io.ringbus.windows.policy.Punctuation;
import io.ringbus.windows.policy.Time;
import io.ringbus.windows.policy.TriggerPolicy;
import io.ringbus.windows.policy.WindowRule;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyWindowOperatorTest {
    private static final int RECORDS_MAX = 64;
    private static final int PORTION = 2;

    private static Trade trade(final String symbol, final int size) {
        return new Trade(symbol, 0, 0, size);
    }

    private static WindowResult<String, Long> result(
            final String key, final long startNs, final long endNs, final long sum) {
        return new WindowResult<>(key, startNs, endNs, sum);
    }

    private static WindowRule<Trade> rule(final TriggerPolicy<? super Trade> policy) {
        return WindowRule.tumbling(List.of(policy), () -> Trade.CODEC);
    }

    private static WindowRule<Trade> rule(
            final EvictionPolicy<? super Trade> kept, final TriggerPolicy<? super Trade> told) {
        return WindowRule.sliding(List.of(kept), List.of(told), () -> Trade.CODEC);
    }

    private static OperatorHarness<Trade, WindowResult<String, Long>> summing(final WindowRule<Trade> rule) {
        return OperatorHarness.of(() -> {
            final PolicyWindow<String, Trade> window =
                    new PolicyWindow<>("sums", Trade::symbol, rule, RECORDS_MAX, PORTION, false);
            return new PolicyWindowOperator<>(
                    window,
                    window.contents(
                            new WindowStep.Total<>(Aggregates.sumLong(Trade::size), WindowShape.whole()),
                            () -> Trade.CODEC),
                    HeapKeyedState::new,
                    new SimulatedClock(0));
        });
    }

    private static double rise(final Trade from, final Trade to) {
        return to.size() - from.size();
    }

    @Test
    void tellsACountAsSoonAsItsLastRecordIsIn() throws Exception {
        summing(rule(Count.of(2)))
                .record(1, trade("A", 1))
                .record(2, trade("B", 10))
                .expectNothing()
                .record(3, trade("A", 2))
                .expect(3, result("A", 1, 4, 3))
                .record(4, trade("A", 4))
                .end()
                .expect(4, result("A", 4, 5, 4))
                .expect(4, result("B", 2, 3, 10))
                .verify();
    }

    @Test
    void keepsTheLastThreeAndTellsThemWithEverySecond() throws Exception {
        summing(rule(Count.of(3), Count.of(2)))
                .record(1, trade("A", 1))
                .record(2, trade("A", 2))
                .expect(2, result("A", 1, 3, 3))
                .record(3, trade("A", 4))
                .record(4, trade("A", 8))
                .expect(4, result("A", 2, 5, 14))
                .record(5, trade("A", 16))
                .end()
                .expect(5, result("A", 3, 6, 28))
                .verify();
    }

    @Test
    void delaysTheFirstSlidingWindowUntilItIsFull() throws Exception {
        summing(rule(Count.of(3), Count.of(1).startingAt(-2)))
                .record(1, trade("A", 1))
                .record(2, trade("A", 2))
                .expectNothing()
                .record(3, trade("A", 4))
                .expect(3, result("A", 1, 4, 7))
                .record(4, trade("A", 8))
                .expect(4, result("A", 2, 5, 14))
                .end()
                .expectNothing()
                .verify();
    }

    @Test
    void firesAboveTheDeltaAndLeavesTheFiringRecordToTheNextWindow() throws Exception {
        summing(rule(Delta.of(5, PolicyWindowOperatorTest::rise)))
                .record(1, trade("A", 10))
                .record(2, trade("A", 15))
                .expectNothing()
                .record(3, trade("A", 16))
                .expect(3, result("A", 1, 3, 25))
                .record(4, trade("A", 21))
                .record(5, trade("A", 22))
                .expect(5, result("A", 3, 5, 37))
                .end()
                .expect(5, result("A", 5, 6, 22))
                .verify();
    }

    @Test
    void measuresTheFirstRecordFromTheInitialTriggerPoint() throws Exception {
        summing(rule(Delta.of(5, PolicyWindowOperatorTest::rise, trade("?", 0))))
                .record(1, trade("A", 6))
                .expectNothing()
                .record(2, trade("A", 11))
                .record(3, trade("A", 12))
                .expect(3, result("A", 1, 3, 17))
                .verify();
    }

    @Test
    void takesTheFiringRecordInWhenAskedTo() throws Exception {
        summing(rule(Delta.of(5, PolicyWindowOperatorTest::rise).includeTrigger()))
                .record(1, trade("A", 10))
                .record(2, trade("A", 16))
                .expect(2, result("A", 1, 3, 26))
                .record(3, trade("A", 17))
                .end()
                .expect(3, result("A", 3, 4, 17))
                .verify();
    }

    @Test
    void evictsAtTheDeltaAndNotOnlyAboveIt() throws Exception {
        summing(rule(Delta.of(5, PolicyWindowOperatorTest::rise), Count.of(1)))
                .record(1, trade("A", 10))
                .expect(1, result("A", 1, 2, 10))
                .record(2, trade("A", 14))
                .expect(2, result("A", 1, 3, 24))
                .record(3, trade("A", 15))
                .expect(3, result("A", 2, 4, 29))
                .verify();
    }

    @Test
    void keepsTheTimesAfterNowMinusTheSpan() throws Exception {
        summing(rule(new Time(10), Count.of(1)))
                .record(1, trade("A", 1))
                .expect(1, result("A", 1, 2, 1))
                .record(10, trade("A", 2))
                .expect(10, result("A", 1, 11, 3))
                .record(11, trade("A", 4))
                .expect(11, result("A", 10, 12, 6))
                .verify();
    }

    @Test
    void endsAtAPunctuation() throws Exception {
        final Punctuation<Trade> zero = Punctuation.of(trade -> trade.size() == 0);
        summing(rule(zero))
                .record(1, trade("A", 0))
                .record(2, trade("A", 1))
                .record(3, trade("A", 0))
                .expect(3, result("A", 1, 3, 1))
                .end()
                .expect(3, result("A", 3, 4, 0))
                .verify();
        summing(rule(zero.includeTrigger()))
                .record(2, trade("A", 1))
                .record(3, trade("A", 0))
                .expect(3, result("A", 2, 4, 1))
                .end()
                .expectNothing()
                .verify();
    }
}
