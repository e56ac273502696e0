// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.crossing;

import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SingleProducerSequencer;
import io.ringbus.bench.harness.Contender;
import io.ringbus.bench.pipeline.TradeTape;

/**
 * {@link RawSlots} with both ends on one thread, in turns of as many trades as a stage of {@link RingTurns} takes: claims of
 * {@code ringbus.bench.claim}, each published at once, then everything is read.
 */
public final class RawTurns implements Contender {
    private static final int TURN_TRADES = 256;

    private final TradeTape tape = new TradeTape(RawEvents.TRADES, RawEvents.SEED);
    private final TradeCount count = new TradeCount(RawEvents.TRADES);
    private final TradeSlots slots = new TradeSlots();
    private final SingleProducerSequencer sequencer =
            new SingleProducerSequencer(RawEvents.SLOTS, new BusySpinWaitStrategy());
    private final Sequence read = new Sequence();

    public RawTurns() {
        sequencer.addGatingSequences(read);
    }

    @Override
    public long eventsPerRound() {
        return RawEvents.TRADES;
    }

    @Override
    public long round() {
        final long end = tape.end();
        for (long trade = tape.address(); trade != end; ) {
            trade = writeTurn(trade);
            readTurn();
        }
        return count.await();
    }

    private long writeTurn(final long first) {
        long trade = first;
        for (int written = 0; written < TURN_TRADES; written += RawEvents.CLAIM) {
            final long last = sequencer.next(RawEvents.CLAIM);
            trade = slots.write(last - RawEvents.CLAIM + 1, last, trade);
            sequencer.publish(last - RawEvents.CLAIM + 1, last);
        }
        return trade;
    }

    private void readTurn() {
        final long last = sequencer.getCursor();
        slots.read(read.get() + 1, last, count);
        read.set(last);
    }

    @Override
    public void close() {
        slots.close();
        tape.close();
    }
}
