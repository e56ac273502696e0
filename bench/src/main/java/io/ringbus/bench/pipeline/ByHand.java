// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.pipeline;

import io.ringbus.bench.harness.Contender;
import io.ringbus.slot.Memory;

/** The job of P1 as one loop that reads fields by address: nothing between the bytes and the sums. */
public final class ByHand implements Contender {
    private final TradeTape tape = new TradeTape(TradeJob.TRADES, TradeJob.SEED);
    private long count;
    private long keys;
    private long amounts;

    @Override
    public long eventsPerRound() {
        return (long) TradeJob.TRADES * TradeJob.LAPS;
    }

    @Override
    public long round() {
        count = 0;
        keys = 0;
        amounts = 0;
        for (int lap = 0; lap < TradeJob.LAPS; lap++) {
            lap();
        }
        return TradeJob.checksum(count, keys, amounts);
    }

    private void lap() {
        final long end = tape.end();
        long count = this.count;
        long keys = this.keys;
        long amounts = this.amounts;
        for (long trade = tape.address(); trade != end; trade += TradeCodec.BYTES) {
            final int size = Memory.getInt(trade + TradeCodec.SIZE_OFFSET);
            if (size < TradeJob.SIZE_MIN) {
                continue;
            }
            if ((Memory.getLong(trade + TradeCodec.FLAGS_OFFSET) & TradeJob.FLAG_MASK) == 0) {
                continue;
            }
            final long value = Memory.getLong(trade + TradeCodec.PRICE_OFFSET) * size;
            if (value < TradeJob.VALUE_MIN) {
                continue;
            }
            final long amount = value - (value >> TradeJob.CHARGE_SHIFT);
            final long bucket = Memory.getLong(trade + TradeCodec.TIME_OFFSET) >> TradeJob.BUCKET_SHIFT;
            final int symbol = Memory.getInt(trade + TradeCodec.SYMBOL_OFFSET);
            if ((symbol & TradeJob.GROUP_MASK) == TradeJob.GROUP_LEFT_OUT) {
                continue;
            }
            count++;
            keys += symbol * TradeJob.KEY_FACTOR + bucket;
            amounts += amount;
        }
        this.count = count;
        this.keys = keys;
        this.amounts = amounts;
    }

    @Override
    public void close() {
        tape.close();
    }
}
