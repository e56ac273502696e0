// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.ticks;

import io.ringbus.bench.harness.Contender;
import io.ringbus.slot.Slab;

/**
 * The job as one loop over a flat off-heap table with a row per symbol, found by multiplication: it knows that symbols are
 * small numbers and that ticks come in order, which no engine does.
 */
public final class FlatTable implements Contender {
    private static final int ROW_BYTES = 32;
    private static final int ALIGNMENT = 64;

    private final Slab rows = new Slab((long) TickJob.SYMBOLS * ROW_BYTES, ALIGNMENT);
    private long shiftNs = -TickJob.WINDOW_NS;
    private long windowEndNs = TickJob.WINDOW_NS;
    private long checksum;

    @Override
    public long eventsPerRound() {
        return TickJob.TICKS;
    }

    @Override
    public long round() {
        checksum = 0;
        shiftNs += TickJob.WINDOW_NS;
        lap(shiftNs);
        return checksum;
    }

    private void lap(final long shift) {
        final long table = rows.address();
        long windowEnd = windowEndNs;
        for (int number = 0; number < TickJob.TICKS; number++) {
            final long hash = TickJob.hash(number);
            final long timeNs = shift + number * TickJob.NS_PER_TICK;
            if (timeNs >= windowEnd) {
                fire();
                windowEnd += TickJob.WINDOW_NS;
            }
            final int size = TickJob.sizeOf(hash);
            if (size < TickJob.SIZE_MIN) {
                continue;
            }
            final long row = table + (long) TickJob.symbolOf(hash) * ROW_BYTES;
            Summaries.add(row, TickJob.priceOf(hash) * size);
        }
        windowEndNs = windowEnd;
    }

    private void fire() {
        for (int symbol = 0; symbol < TickJob.SYMBOLS; symbol++) {
            checksum += Summaries.take(rows.address() + (long) symbol * ROW_BYTES, symbol);
        }
    }

    @Override
    public void close() {
        rows.close();
    }
}
