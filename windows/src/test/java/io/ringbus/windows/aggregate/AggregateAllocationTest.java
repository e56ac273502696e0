// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.ringbus.slot.Slab;
import io.ringbus.windows.Trade;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** Adding and merging cost no bytes on the heap, compiled or not. */
class AggregateAllocationTest {
    private static final int RECORDS = 10_000;
    private static final int ROUNDS_MAX = 30;
    private static final ThreadMXBean THREAD = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void addAndMergeAllocateNothing() {
        final Trade[] trades = new Trade[RECORDS];
        for (int i = 0; i < RECORDS; i++) {
            trades[i] = new Trade(String.valueOf((char) ('A' + i % 26)), i, 100 + (i * 7919 % 1_000) * 0.25, i % 100);
        }
        int checked = 0;
        for (final AggregateCase example : AggregateCase.all()) {
            if (!(example.aggregate() instanceof Folded<?, ?, ?>)) { // its accumulator is a record of the user's
                assertEquals(0, leastAllocated(example.aggregate(), trades), example.name());
                checked++;
            }
        }
        assertTrue(checked > 30, "checked=" + checked);
    }

    /** Bytes of the best of some rounds: classes are loaded, and call sites linked, in the first ones. */
    private static long leastAllocated(final Aggregate<Trade, ?> aggregate, final Trade[] trades) {
        long least = Long.MAX_VALUE;
        try (Slab slab = new Slab(2L * aggregate.accumulatorBytes(), Long.BYTES)) {
            final long right = slab.address() + aggregate.accumulatorBytes();
            for (int round = 0; round < ROUNDS_MAX && least != 0; round++) {
                final long before = THREAD.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < trades.length; i++) {
                    aggregate.add(trades[i], i, right);
                }
                aggregate.merge(slab.address(), right);
                aggregate.merge(slab.address(), right);
                if (aggregate.subtractable()) {
                    aggregate.subtract(slab.address(), right);
                }
                least = Math.min(least, THREAD.getCurrentThreadAllocatedBytes() - before);
            }
        }
        return least;
    }
}
