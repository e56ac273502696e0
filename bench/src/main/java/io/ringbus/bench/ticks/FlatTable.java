// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.ticks;

import io.ringbus.bench.harness.Contender;
import io.ringbus.bench.pipeline.TradeCodec;
import io.ringbus.bench.pipeline.TradeTape;
import io.ringbus.slot.Memory;
import io.ringbus.slot.Slab;

/**
 * The job as one loop over a flat off-heap table with a row per symbol, found by multiplication: it knows that symbols are
 * small numbers and that trades come in order, which no engine does.
 */
public final class FlatTable implements Contender {
    private static final int ROW_BYTES = 32;
    private static final int ALIGNMENT = 64;

    private final TradeTape tape = new TradeTape(TickJob.TRADES, TickJob.SEED);
    private final Slab rows = new Slab((long) TickJob.SYMBOLS * ROW_BYTES, ALIGNMENT);
    private long shiftNs = -TickJob.WINDOW_NS;
    private long windowEndNs = TickJob.WINDOW_NS;
    private long checksum;

    @Override
    public long eventsPerRound() {
        return TickJob.TRADES;
    }

    @Override
    public long round() {
        checksum = 0;
        shiftNs += TickJob.WINDOW_NS;
        lap(shiftNs);
        return checksum;
    }

    private void lap(final long shift) {
        final long end = tape.end();
        final long table = rows.address();
        long windowEnd = windowEndNs;
        for (long trade = tape.address(); trade != end; trade += TradeCodec.BYTES) {
            final long timeNs = Memory.getLong(trade + TradeCodec.TIME_OFFSET) + shift;
            if (timeNs >= windowEnd) {
                fire();
                windowEnd += TickJob.WINDOW_NS;
            }
            final int size = Memory.getInt(trade + TradeCodec.SIZE_OFFSET);
            if (size < TickJob.SIZE_MIN) {
                continue;
            }
            final long amount = Memory.getLong(trade + TradeCodec.PRICE_OFFSET) * size;
            final long row = table + (long) Memory.getInt(trade + TradeCodec.SYMBOL_OFFSET) * ROW_BYTES;
            Summaries.add(row, amount);
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
        tape.close();
    }
}
