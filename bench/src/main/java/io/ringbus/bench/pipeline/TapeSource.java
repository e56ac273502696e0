// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.pipeline;

import io.ringbus.chain.Output;
import io.ringbus.chain.Source;
import io.ringbus.slot.SlotLayout;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Plays a {@link TradeTape} as often as {@link #allow} permits, decoding each trade.
 *
 * <p><b>Threading.</b> {@link #allow} from any thread, the rest on the stage thread.
 */
public final class TapeSource implements Source<Trade> {
    private static final TradeCodec CODEC = new TradeCodec();

    private final TradeTape tape;
    private final long end;
    private long next;
    private long played;
    private final AtomicLong allowed = new AtomicLong();

    public TapeSource(final TradeTape tape) {
        this.tape = tape;
        this.end = tape.end();
        this.next = end;
    }

    /** Lets {@code laps} more laps play. */
    public void allow(final long laps) {
        allowed.addAndGet(laps);
    }

    @Override
    public Poll poll(final Output<Trade> output) {
        final long address = next;
        if (address == end) {
            return rewind();
        }
        next = address + TradeCodec.BYTES;
        output.emit(CODEC.decodeAt(address, TradeCodec.BYTES), SlotLayout.NO_TIME);
        return Poll.EMITTED;
    }

    private Poll rewind() {
        if (played == allowed.get()) {
            return Poll.NOTHING_YET;
        }
        played++;
        next = tape.address();
        return Poll.EMITTED;
    }

    /** True when everything allowed has been played. */
    public boolean isPlayed() {
        return next == end && played == allowed.get();
    }

    @Override
    public String position() {
        return "lap " + played;
    }
}
