// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.ringbus.chain.RecordsOnly;
import io.ringbus.function.KeySelector;
import io.ringbus.testing.HeapKeyedState;
import io.ringbus.testing.RecordingOutput;
import io.ringbus.windows.aggregate.Aggregates;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class SessionWindowOperatorCostTest {
    private static final long YEARS_NS = 30L * 365 * 24 * 3600 * 1_000_000_000;
    private static final long SECOND_NS = 1_000_000_000;
    private static final int KEYS = 1_000_000;

    private final RecordingOutput<Long> output = new RecordingOutput<>();

    @Test
    void skipsThirtyYearsWithoutRecordsAtOnce() throws Exception {
        final SessionWindowOperator<String, Trade, Long, Long> operator = counting(Trade::symbol, 10, 0);
        final Trade trade = new Trade("A", 1, 1, 1);
        operator.process(trade, -YEARS_NS, output);
        final long startedNs = System.nanoTime();
        assertTrue(operator.onWatermark(0, output));
        operator.process(trade, 1, output);
        assertTrue(operator.onWatermark(YEARS_NS, output));
        final long tookNs = System.nanoTime() - startedNs;
        assertEquals(2, output.emitted().size());
        assertTrue(tookNs < SECOND_NS, "two jumps of 30 years took " + tookNs + " ns");
        operator.close();
    }

    @Test
    void firesAMillionKeysInPortions() throws Exception {
        final SessionWindowOperator<Long, Trade, Long, Long> operator = counting(Trade::id, 10, 0);
        for (int id = 0; id < KEYS; id++) {
            operator.process(new Trade("A", id, 1, 1), 5, output);
        }
        int turns = 1;
        while (!operator.onWatermark(15, output)) {
            assertEquals(1024 * turns, output.emitted().size());
            turns++;
        }
        assertEquals(KEYS, output.emitted().size());
        operator.close();
    }

    /** A million watermarks over a million open sessions would be 10^12 visits. */
    @Test
    void visitsOnlyKeysThatAreDue() throws Exception {
        final SessionWindowOperator<Long, Trade, Long, Long> operator = counting(Trade::id, KEYS, 0);
        for (int id = 0; id < KEYS; id++) {
            operator.process(new Trade("A", id, 1, 1), id, output);
        }
        final long startedNs = System.nanoTime();
        for (long now = 1; now <= KEYS; now++) {
            assertTrue(operator.onWatermark(now, output));
        }
        final long tookNs = System.nanoTime() - startedNs;
        assertEquals(1, output.emitted().size());
        assertTrue(tookNs < 10 * SECOND_NS, "a million watermarks took " + tookNs + " ns");
        operator.close();
    }

    @Test
    void stopsWhenTheOutputIsFull() throws Exception {
        final SessionWindowOperator<String, Trade, Long, Long> operator = counting(Trade::symbol, 10, 0);
        final RecordingOutput<Long> narrow = new RecordingOutput<>(3);
        for (char symbol = 'A'; symbol <= 'F'; symbol++) {
            operator.process(new Trade(String.valueOf(symbol), 1, 1, 1), 5, narrow);
        }
        assertFalse(operator.onWatermark(15, narrow));
        assertEquals(3, narrow.emitted().size());
        assertFalse(operator.onWatermark(15, narrow));
        narrow.nextTurn();
        assertTrue(operator.onWatermark(15, narrow));
        assertEquals(6, narrow.emitted().size());
        operator.close();
    }

    /** Sessions that grow, begin, bridge two others, and are told again; short ones, whose counts need no new boxes. */
    @Test
    void allocatesNothingPerRecordOfAKnownKey() throws Exception {
        final SessionWindowOperator<String, Trade, Long, Long> operator = counting(Trade::symbol, 12, 500);
        final Trade[] trades = new Trade[16];
        for (int index = 0; index < trades.length; index++) {
            trades[index] = new Trade(String.valueOf((char) ('A' + index)), index, 1, 1);
        }
        final Counting counting = new Counting();
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final int records = 1_000_000;
        long allocated = 0;
        long now = 0;
        for (int round = 0; round < 3; round++) {
            final long before = threads.getCurrentThreadAllocatedBytes();
            for (int index = 0; index < records; index++) {
                now++;
                operator.process(trades[index & 15], now - (index * 31L) % 100, counting);
                operator.onWatermark(now - 30, counting);
            }
            allocated = threads.getCurrentThreadAllocatedBytes() - before;
        }
        assertTrue(counting.count > records / 10, "only " + counting.count + " sessions were told");
        assertTrue(allocated < records / 100, records + " records allocated " + allocated + " bytes");
        operator.close();
    }

    private static final class Counting implements RecordsOnly<Long> {
        private long count;

        @Override
        public void emit(final Long record, final long timestampNs) {
            count++;
        }

        @Override
        public void emitWatermark(final long watermarkNs) {}

        @Override
        public void emitIdle() {}

        @Override
        public void emitActive() {}

        @Override
        public void emitEnd() {}

        @Override
        public boolean isFull() {
            return false;
        }
    }

    private static <K> SessionWindowOperator<K, Trade, Long, Long> counting(
            final KeySelector<Trade, K> key, final long gapNs, final long latenessNs) {
        return new SessionWindowOperator<>(
                new SessionWindow<>(
                        "count", key, trade -> gapNs, Aggregates.count(), WindowShape.value(), latenessNs, 64, 1024),
                HeapKeyedState::new,
                new CountedUnplaced<>());
    }
}
