// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.ticks;

import io.ringbus.bench.pipeline.Trade;
import io.ringbus.bench.pipeline.TradeCodec;
import io.ringbus.bench.pipeline.TradeTape;
import io.ringbus.chain.Output;
import io.ringbus.chain.Source;
import io.ringbus.slot.SlotLayout;

/** Plays a tape a second later in every lap, so that event time goes on. Stage thread, which is also the harness's. */
final class TickSource implements Source<Trade> {
    private static final TradeCodec CODEC = new TradeCodec();

    private final long start;
    private final long end;
    private long next;
    private long shiftNs;
    private long allowed;

    TickSource(final TradeTape tape) {
        this.start = tape.address();
        this.end = tape.end();
        this.next = end;
        this.shiftNs = -TickJob.WINDOW_NS;
    }

    void allow() {
        allowed++;
    }

    boolean isPlayed() {
        return next == end && allowed == 0;
    }

    @Override
    public Poll poll(final Output<Trade> output) {
        final long address = next;
        if (address == end) {
            return rewind();
        }
        next = address + TradeCodec.BYTES;
        final Trade trade = CODEC.decodeAt(address, TradeCodec.BYTES);
        output.emit(
                new Trade(trade.timeNs() + shiftNs, trade.price(), trade.size(), trade.symbol(), trade.flags()),
                SlotLayout.NO_TIME);
        return Poll.EMITTED;
    }

    private Poll rewind() {
        if (allowed == 0) {
            return Poll.NOTHING_YET;
        }
        allowed--;
        next = start;
        shiftNs += TickJob.WINDOW_NS;
        return Poll.EMITTED;
    }

    @Override
    public String position() {
        return "trade " + (next - start) / TradeCodec.BYTES;
    }
}
