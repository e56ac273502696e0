// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.slot.Slab;
import io.ringbus.slot.SlotLayout;
import io.ringbus.testing.Emitted;
import io.ringbus.testing.HeapKeyedState;
import io.ringbus.testing.RecordingOutput;
import io.ringbus.testing.SimulatedClock;
import io.ringbus.windows.aggregate.Aggregates;
import io.ringbus.windows.policy.Count;
import io.ringbus.windows.policy.Delta;
import io.ringbus.windows.policy.Eviction;
import io.ringbus.windows.policy.EvictionPolicy;
import io.ringbus.windows.policy.Time;
import io.ringbus.windows.policy.Trigger;
import io.ringbus.windows.policy.TriggerPolicy;
import io.ringbus.windows.policy.WindowRule;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused, in which words, and that nothing else is lost by it. */
class PolicyWindowFailureTest {
    private static final int RECORDS_MAX = 3;
    private static final int POISON = 13;

    private final RecordingOutput<String> output = new RecordingOutput<>();
    private long liveBytes;

    @BeforeEach
    void countBytes() {
        liveBytes = Slab.liveBytes();
    }

    @AfterEach
    void allBytesAreFreed() {
        assertEquals(liveBytes, Slab.liveBytes());
    }

    private static Trade trade(final int size) {
        return new Trade("A", size, 0, size);
    }

    private static WindowRule<Trade> tumbling(final TriggerPolicy<? super Trade> policy) {
        return WindowRule.tumbling(List.of(policy), () -> Trade.CODEC);
    }

    private static WindowRule<Trade> sliding(
            final EvictionPolicy<? super Trade> kept, final TriggerPolicy<? super Trade> told) {
        return WindowRule.sliding(List.of(kept), List.of(told), () -> Trade.CODEC);
    }

    private static WindowStep<String, Trade, String> sizes() {
        return new WindowStep.Each<>((key, window, out) -> {
            final StringBuilder sizes = new StringBuilder();
            for (final Trade trade : window) {
                sizes.append(trade.size()).append(' ');
            }
            return out.emit(sizes.toString());
        });
    }

    private static PolicyWindowOperator<String, Trade, String> operator(
            final WindowRule<Trade> rule, final WindowStep<String, Trade, String> step, final boolean retried) {
        final PolicyWindow<String, Trade> window =
                new PolicyWindow<>("sizes", Trade::symbol, rule, RECORDS_MAX, 1, retried);
        return new PolicyWindowOperator<>(
                window, window.contents(step, () -> Trade.CODEC), HeapKeyedState::new, new SimulatedClock(0));
    }

    private List<String> told() {
        return output.emitted().stream().map(Emitted::record).toList();
    }

    @Test
    void refusesARecordBeyondTheBoundAndKeepsTheOthers() throws Exception {
        final var operator = operator(tumbling(Delta.of(10, NaivePolicies::rise)), sizes(), false);
        for (int size = 1; size <= RECORDS_MAX; size++) {
            operator.process(trade(size), size, output);
        }
        final IllegalStateException refused =
                assertThrows(IllegalStateException.class, () -> operator.process(trade(4), 4, output));
        assertEquals(
                "window 'sizes': records of one key=3 >= ringbus.window.records.max=3: a window that is not told or"
                        + " evicted grows; bound it by another policy, or raise the setting",
                refused.getMessage());
        operator.process(trade(12), 5, output);
        assertEquals(List.of("1 2 3 "), told());
        operator.close();
    }

    @Test
    void letsOneRecordInForEachThatLeavesAtTheBound() throws Exception {
        final var operator = operator(sliding(Count.of(RECORDS_MAX), Count.of(5)), sizes(), false);
        for (int size = 1; size <= 5; size++) {
            operator.process(trade(size), size, output);
        }
        assertEquals(List.of("3 4 5 "), told());
        operator.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 2})
    void refusesAnEvictionOfRecordsThatAreNotThere(final long leaving) throws Exception {
        final Eviction<Trade> wrong = (kept, record, timestampNs, state) -> kept.size() == 1 ? leaving : 0;
        final var operator = operator(sliding(wrong, Count.of(9)), sizes(), false);
        operator.process(trade(1), 1, output);
        final IllegalStateException refused =
                assertThrows(IllegalStateException.class, () -> operator.process(trade(2), 2, output));
        assertEquals(
                "window 'sizes': evicted records=" + leaving + " is outside [0, size=1]: an eviction answers how many"
                        + " of the records that it was shown leave",
                refused.getMessage());
        operator.onWatermark(Long.MAX_VALUE, output);
        assertEquals(List.of("1 "), told());
        operator.close();
    }

    @Test
    void refusesARecordWithoutATimeWhereAPolicyGoesByTime() {
        final var operator = operator(sliding(new Time(5), Count.of(1)), sizes(), false);
        final IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> operator.process(trade(1), SlotLayout.NO_TIME, output));
        assertEquals(
                "time policy: record has no timestamp: assign event time to the stream before its windows",
                refused.getMessage());
        operator.close();
    }

    @Test
    void refusesPoliciesThatMakeNoSense() {
        refused("count: records=0 < 1: a window ends with a record of its own", () -> Count.of(0));
        refused(
                "count: startingAt=2 >= records=2: begin below the count, so that a first record is there when it fires",
                () -> Count.of(2).startingAt(2));
        refused(
                "delta: threshold=NaN is not a distance: give a number",
                () -> Delta.of(Double.NaN, NaivePolicies::rise));
        refused(
                "window: no trigger: name at least one policy that fires",
                () -> WindowRule.<Trade>growing(List.of(), () -> Trade.CODEC));
        refused(
                "window: no eviction: name at least one policy that says what the window keeps",
                () -> WindowRule.<Trade>sliding(List.of(), List.of(Count.of(1)), () -> Trade.CODEC));
        refused("policy odd: stateBytes=12 is not a multiple of 8: round it up", () -> tumbling(new OddBytes()));
        refused(
                "window 'w': ringbus.window.records.max=0 < 1",
                () -> new PolicyWindow<>("w", Trade::symbol, tumbling(Count.of(1)), 0, 1, false));
        refused(
                "window 'w': ringbus.window.portion=0 < 1",
                () -> new PolicyWindow<>("w", Trade::symbol, tumbling(Count.of(1)), 1, 0, false));
    }

    private record OddBytes() implements Trigger<Trade> {
        @Override
        public int stateBytes() {
            return 12;
        }

        @Override
        public boolean fires(final Trade record, final long timestampNs, final long state) {
            return false;
        }

        @Override
        public String toString() {
            return "odd";
        }
    }

    private static void refused(final String message, final Runnable attempt) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, attempt::run).getMessage());
    }

    /** Throws on the poison the first {@code failures} times. */
    private static WindowStep<String, Trade, String> failing(final int failures) {
        final int[] left = {failures};
        return new WindowStep.Each<>((key, window, out) -> {
            final StringBuilder sizes = new StringBuilder();
            for (final Trade trade : window) {
                if (trade.size() == POISON && left[0]-- > 0) {
                    throw new IllegalArgumentException("poison");
                }
                sizes.append(trade.size()).append(' ');
            }
            return out.emit(sizes.toString());
        });
    }

    private static List<WindowRule<Trade>> rules() {
        return List.of(
                tumbling(Count.of(2)),
                tumbling(Delta.of(1, NaivePolicies::rise)),
                sliding(Count.of(2), Count.of(2)),
                sliding(Count.of(3), Count.of(1)),
                sliding(Count.of(2), Delta.of(1, NaivePolicies::rise)));
    }

    private List<String> run(
            final WindowRule<Trade> rule, final WindowStep<String, Trade, String> step, final int tries)
            throws Exception {
        final RecordingOutput<String> results = new RecordingOutput<>();
        final var operator = operator(rule, step, tries > 1);
        long timestampNs = 0;
        for (final int size : new int[] {1, 2, POISON, 14, 5, 25, 6, 70, 8}) {
            timestampNs++;
            for (int attempt = 1; attempt <= tries; attempt++) {
                try {
                    operator.process(trade(size), timestampNs, results);
                    break;
                } catch (final IllegalArgumentException poison) {
                    assertEquals("poison", poison.getMessage());
                }
            }
        }
        for (boolean done = false; !done; ) {
            try {
                done = operator.onWatermark(Long.MAX_VALUE, results);
            } catch (final IllegalArgumentException poison) {
                assertTrue(tries > 1, "only a record that is tried again may fail here");
            }
        }
        operator.close();
        return results.emitted().stream().map(Emitted::record).toList();
    }

    @Test
    void tellsAWindowAgainAsItWasWhenItsRecordIsTriedAgain() throws Exception {
        for (final WindowRule<Trade> rule : rules()) {
            final List<String> untroubled = run(rule, sizes(), 1);
            assertTrue(untroubled.size() > 3, untroubled.toString());
            assertEquals(untroubled, run(rule, failing(2), 3), rule.toString());
        }
    }

    @Test
    void tellsAnAggregateAgainAsItWas() throws Exception {
        for (final WindowRule<Trade> rule : rules()) {
            final int[] calls = {0};
            final WindowShape<String, Long, String> unreliable = (key, startNs, endNs, hash) -> {
                if (calls[0]++ % 3 < 2) {
                    throw new IllegalArgumentException("poison");
                }
                return key + startNs + hash;
            };
            final var reliable = new WindowStep.Total<String, Trade, Long, String>(
                    new InOrderHash(), (key, startNs, endNs, hash) -> key + startNs + hash);
            assertEquals(
                    run(rule, reliable, 1),
                    run(rule, new WindowStep.Total<>(new InOrderHash(), unreliable), 3),
                    rule.toString());
        }
    }

    @Test
    void givesAWindowUpWithItsRecordAndGoesOn() throws Exception {
        final int always = Integer.MAX_VALUE;
        assertEquals(List.of("1 2 ", "5 25 ", "6 70 ", "8 "), run(tumbling(Count.of(2)), failing(always), 1));
        assertEquals(
                List.of("1 2 ", "6 ", "70 8 "), run(tumbling(Delta.of(10, NaivePolicies::rise)), failing(always), 1));
        assertEquals(
                List.of("1 2 ", "5 25 ", "6 70 ", "70 8 "), run(sliding(Count.of(2), Count.of(2)), failing(always), 1));
    }

    @Test
    void takesNothingInWhenARecordCannotBeRead() throws Exception {
        final List<WindowRule<Trade>> rules = List.of(
                tumbling(Count.of(2)),
                tumbling(Delta.of(100, NaivePolicies::rise)),
                sliding(Count.of(2), Count.of(3)),
                sliding(Delta.of(100, NaivePolicies::rise), Delta.of(100, NaivePolicies::rise)));
        for (final WindowRule<Trade> rule : rules) {
            assertEquals(sums(rule, 1, 2, 3, 4), sums(rule, 1, POISON, 2, 3, POISON, POISON, 4), rule.toString());
        }
    }

    private static List<Long> sums(final WindowRule<Trade> rule, final int... sizes) throws Exception {
        final PolicyWindow<String, Trade> window = new PolicyWindow<>("sum", Trade::symbol, rule, 9, 1, false);
        final WindowStep<String, Trade, Long> sum = new WindowStep.Total<>(
                Aggregates.sumLong(trade -> {
                    if (trade.size() == POISON) {
                        throw new IllegalArgumentException("poison");
                    }
                    return trade.size();
                }),
                WindowShape.value());
        final RecordingOutput<Long> sums = new RecordingOutput<>();
        final var operator = new PolicyWindowOperator<>(
                window, window.contents(sum, () -> Trade.CODEC), HeapKeyedState::new, new SimulatedClock(0));
        for (final int size : sizes) {
            if (size == POISON) {
                assertThrows(IllegalArgumentException.class, () -> operator.process(trade(POISON), 2, sums));
            } else {
                operator.process(trade(size), 2, sums);
            }
        }
        operator.onWatermark(Long.MAX_VALUE, sums);
        operator.close();
        return sums.emitted().stream().map(Emitted::record).toList();
    }
}
