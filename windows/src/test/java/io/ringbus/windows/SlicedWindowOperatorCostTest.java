// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.ringbus.chain.Specialiser;
import io.ringbus.testing.HeapKeyedState;
import io.ringbus.testing.RecordingOutput;
import io.ringbus.windows.aggregate.Aggregates;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class SlicedWindowOperatorCostTest {
    private static final long YEARS_NS = 30L * 365 * 24 * 3600 * 1_000_000_000;

    private final RecordingOutput<Long> output = new RecordingOutput<>();

    @Test
    void skipsThirtyYearsWithoutRecordsAtOnce() throws Exception {
        final SlicedWindowOperator<String, Trade, Long, Long> operator = counting(60_000, 1_000, 1024);
        final Trade trade = new Trade("A", 1, 1, 1);
        operator.process(trade, -YEARS_NS, output);
        final long startedNs = System.nanoTime();
        assertTrue(operator.onWatermark(0, output));
        operator.process(trade, 1, output);
        assertTrue(operator.onWatermark(YEARS_NS, output));
        final long tookNs = System.nanoTime() - startedNs;
        assertEquals(120, output.emitted().size());
        assertTrue(tookNs < 1_000_000_000, "two jumps of 30 years took " + tookNs + " ns");
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
                new SlicedWindow<>(
                        "count",
                        Trade::symbol,
                        Slices.of(sizeNs, slideNs, 0, 4096),
                        Aggregates.count(),
                        WindowShape.value(),
                        0,
                        4096,
                        portion),
                HeapKeyedState::new,
                new CountedUnplaced<>(),
                new Specialiser(false));
    }
}
