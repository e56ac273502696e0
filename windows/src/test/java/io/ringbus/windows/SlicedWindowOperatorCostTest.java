// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import static java.util.concurrent.TimeUnit.MICROSECONDS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.ringbus.chain.Specialiser;
import io.ringbus.testing.HeapKeyedState;
import io.ringbus.testing.RecordingOutput;
import io.ringbus.windows.aggregate.Aggregate;
import io.ringbus.windows.aggregate.Aggregates;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SlicedWindowOperatorCostTest {
    private static final long YEARS_NS = 30L * 365 * 24 * 3600 * 1_000_000_000;
    private static final int SLICES_MAX = 4096;

    private final RecordingOutput<Long> output = new RecordingOutput<>();

    @Test
    void thirtyYearsWithoutRecordsCostNoMoreThanTheWindowsOnEitherSide() throws Exception {
        final CountedWork work = new CountedWork(true);
        final AtomicLong visits = new AtomicLong();
        final SlicedWindowOperator<String, Trade, Long, Long> operator = new SlicedWindowOperator<>(
                window(MILLISECONDS.toNanos(10), MILLISECONDS.toNanos(1), work, 1024),
                bytes -> new CountedVisits<>(new HeapKeyedState<>(bytes), visits),
                new CountedUnplaced<>(),
                new Specialiser(false));
        final Trade trade = new Trade("A", 1, 1, 1);
        for (long timeNs = -YEARS_NS; timeNs <= YEARS_NS; timeNs += YEARS_NS) {
            assertTrue(operator.onWatermark(timeNs - 1, output));
            operator.process(trade, timeNs, output);
        }
        assertTrue(operator.onWatermark(Long.MAX_VALUE, output));
        assertEquals(30, output.emitted().size());
        assertTrue(visits.get() <= 3 * 30, "30 windows took visits=" + visits);
        assertTrue(work.count() <= 2 * 30, "30 windows took merges=" + work.count());
        operator.close();
    }

    /** Stepping from slide to slide would be 10^12 steps a jump. */
    @Test
    void aJumpOfThirtyYearsTakesMicroseconds() throws Exception {
        final List<Long> tookNs = new ArrayList<>();
        final Trade trade = new Trade("A", 1, 1, 1);
        for (int again = 0; again < 125; again++) {
            final SlicedWindowOperator<String, Trade, Long, Long> operator = new SlicedWindowOperator<>(
                    window(MILLISECONDS.toNanos(10), MILLISECONDS.toNanos(1), new CountedWork(true), 1024),
                    HeapKeyedState::new,
                    new CountedUnplaced<>(),
                    new Specialiser(false));
            operator.process(trade, -4 * YEARS_NS, output);
            for (long timeNs = -3 * YEARS_NS; timeNs <= 4 * YEARS_NS; timeNs += YEARS_NS) {
                final long startedNs = System.nanoTime();
                assertTrue(operator.onWatermark(timeNs - 1, output)); // tells the ten windows before
                operator.process(trade, timeNs, output);
                tookNs.add(System.nanoTime() - startedNs);
            }
            operator.close();
        }
        Collections.sort(tookNs);
        final long medianNs = tookNs.get(tookNs.size() / 2);
        assertEquals(1_000, tookNs.size());
        assertTrue(medianNs < MICROSECONDS.toNanos(200), "median of 1000 jumps=" + medianNs + " ns");
    }

    @Test
    void aWindowCostsAsManyMergesWhateverTheOverlap() throws Exception {
        for (final boolean subtractable : new boolean[] {true, false}) {
            final int mergesMax = subtractable ? 3 : 13;
            final int mergesMean = subtractable ? 3 : 9;
            for (final int overlaps : new int[] {16, 17, 120, 1_000}) {
                final CountedWork work = new CountedWork(subtractable);
                final SlicedWindowOperator<String, Trade, Long, Long> operator = new SlicedWindowOperator<>(
                        window(10L * overlaps, 10, work, 1024),
                        HeapKeyedState::new,
                        new CountedUnplaced<>(),
                        new Specialiser(false));
                final String run = "subtractable=" + subtractable + " overlaps=" + overlaps;
                long all = 0;
                for (int slide = 0; slide < 3 * overlaps; slide++) {
                    operator.process(new Trade("A", slide, 1, 1), slide * 10L, output);
                    final long before = work.count();
                    assertTrue(operator.onWatermark(slide * 10L + 9, output));
                    final long merges = work.count() - before;
                    if (slide >= overlaps) {
                        all += merges;
                        assertTrue(merges <= mergesMax, run + " slide=" + slide + " merges=" + merges);
                    }
                }
                assertTrue(all <= 2L * overlaps * mergesMean, run + " merges of " + 2 * overlaps + " windows=" + all);
                operator.close();
            }
        }
    }

    @Test
    void aValueBeyondAllMeasureLeavesNoTraceAfterTwoWindows() throws Exception {
        for (final int overlaps : new int[] {4, 15, 120}) {
            final SlicedWindowOperator<String, Trade, Double, Double> operator = new SlicedWindowOperator<>(
                    window(overlaps, 1, Aggregates.sum(Trade::price), 1024),
                    HeapKeyedState::new,
                    new CountedUnplaced<>(),
                    new Specialiser(false));
            final RecordingOutput<Double> sums = new RecordingOutput<>();
            for (int slide = 0; slide < 10 * overlaps; slide++) {
                final double price = slide == 5 * overlaps ? Double.MAX_VALUE : 0.25;
                operator.process(new Trade("A", slide, price, 1), slide, sums);
                operator.process(new Trade("A", slide, price, 1), slide, sums);
                assertTrue(operator.onWatermark(slide, sums));
                if (slide > 7 * overlaps) {
                    assertEquals(0.5 * overlaps, sums.emitted().get(slide).record(), "overlaps=" + overlaps);
                }
            }
            operator.close();
        }
    }

    @Test
    void sumsOfDoublesDoNotDrift() throws Exception {
        final long seed = 20_261_123;
        final Random random = new Random(seed);
        final int overlaps = 120;
        final SlicedWindowOperator<String, Trade, Double, Double> operator = new SlicedWindowOperator<>(
                window(overlaps, 1, Aggregates.sum(Trade::price), 1024),
                HeapKeyedState::new,
                new CountedUnplaced<>(),
                new Specialiser(false));
        final RecordingOutput<Double> sums = new RecordingOutput<>();
        final Deque<Double> prices = new ArrayDeque<>();
        BigDecimal exact = BigDecimal.ZERO;
        BigDecimal sizes = BigDecimal.ZERO;
        for (int slide = 0; slide < 50_000; slide++) {
            final double ordinary = random.nextGaussian() * 100;
            final double price = random.nextInt(1_000) == 0 ? ordinary * 1e12 : ordinary;
            operator.process(new Trade("A", slide, price, 1), slide, sums);
            assertTrue(operator.onWatermark(slide, sums));
            prices.add(price);
            exact = exact.add(new BigDecimal(price));
            sizes = sizes.add(new BigDecimal(Math.abs(price)));
            if (prices.size() > overlaps) {
                final double left = prices.remove();
                exact = exact.subtract(new BigDecimal(left));
                sizes = sizes.subtract(new BigDecimal(Math.abs(left)));
            }
            final double sum = sums.emitted().get(slide).record();
            final double error = new BigDecimal(sum).subtract(exact).abs().doubleValue();
            assertTrue(
                    error <= overlaps * Math.ulp(sizes.doubleValue()),
                    "seed=" + seed + " slide=" + slide + " sum=" + sum + " error=" + error);
        }
        operator.close();
    }

    @Test
    void firesAMillionKeysInPortions() throws Exception {
        final int keys = 1_000_000;
        final SlicedWindowOperator<Long, Trade, Long, Long> operator = new SlicedWindowOperator<>(
                new SlicedWindow<>(
                        "count",
                        Trade::id,
                        Slices.of(10, 10, 0, 8),
                        Aggregates.count(),
                        WindowShape.value(),
                        0,
                        8,
                        1024),
                HeapKeyedState::new,
                new CountedUnplaced<>(),
                new Specialiser(false));
        for (int id = 0; id < keys; id++) {
            operator.process(new Trade("A", id, 1, 1), 5, output);
        }
        int turns = 1;
        while (!operator.onWatermark(10, output)) {
            final int fired = output.emitted().size();
            assertEquals(1024 * turns, fired);
            turns++;
        }
        assertEquals(keys, output.emitted().size());
        operator.close();
    }

    @Test
    void stopsWhenTheOutputIsFull() throws Exception {
        final SlicedWindowOperator<String, Trade, Long, Long> operator = counting(10, 10, 1024);
        final RecordingOutput<Long> narrow = new RecordingOutput<>(3);
        for (char symbol = 'A'; symbol <= 'F'; symbol++) {
            operator.process(new Trade(String.valueOf(symbol), 1, 1, 1), 5, narrow);
        }
        assertFalse(operator.onWatermark(9, narrow));
        assertEquals(3, narrow.emitted().size());
        assertFalse(operator.onWatermark(9, narrow));
        narrow.nextTurn();
        assertTrue(operator.onWatermark(9, narrow));
        assertEquals(6, narrow.emitted().size());
        operator.close();
    }

    @Test
    void allocatesNothingPerRecordOfAKnownKey() throws Exception {
        final SlicedWindowOperator<String, Trade, Long, Long> operator = counting(60_000, 1_000, 1024);
        final Trade[] trades = new Trade[64];
        for (int index = 0; index < trades.length; index++) {
            trades[index] = new Trade(String.valueOf((char) ('A' + index % 16)), index, 1, 1);
        }
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final int records = 1_000_000;
        long allocated = 0;
        for (int round = 0; round < 3; round++) {
            final long before = threads.getCurrentThreadAllocatedBytes();
            for (int index = 0; index < records; index++) {
                operator.process(trades[index & 63], index % 7_000, output);
                operator.onWatermark(0, output);
            }
            allocated = threads.getCurrentThreadAllocatedBytes() - before;
        }
        assertTrue(allocated < records / 100, records + " records allocated " + allocated + " bytes");
        operator.close();
    }

    private static SlicedWindowOperator<String, Trade, Long, Long> counting(
            final long sizeNs, final long slideNs, final int portion) {
        return new SlicedWindowOperator<>(
                window(sizeNs, slideNs, Aggregates.count(), portion),
                HeapKeyedState::new,
                new CountedUnplaced<>(),
                new Specialiser(false));
    }

    private static <R> SlicedWindow<String, Trade, R, R> window(
            final long sizeNs, final long slideNs, final Aggregate<Trade, R> aggregate, final int portion) {
        final Slices slices = Slices.of(sizeNs, slideNs, 0, SLICES_MAX);
        return new SlicedWindow<>(
                "cost", Trade::symbol, slices, aggregate, WindowShape.value(), 0, SLICES_MAX, portion);
    }
}
