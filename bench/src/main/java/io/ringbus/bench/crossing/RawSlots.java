// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.crossing;

import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SingleProducerSequencer;
import com.lmax.disruptor.YieldingWaitStrategy;
import io.ringbus.bench.harness.Contender;
import io.ringbus.bench.pipeline.TradeTape;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;

/**
 * The job of P2 over a Disruptor's sequencer and packed slots in native memory, read and written by address: what somebody
 * would write who counts every nanosecond. Claims {@code ringbus.bench.claim} slots at a time.
 */
public final class RawSlots implements Contender {
    private final TradeTape tape = new TradeTape(RawEvents.TRADES, RawEvents.SEED);
    private final TradeCount count = new TradeCount(RawEvents.TRADES);
    private final TradeSlots slots = new TradeSlots();
    private final SingleProducerSequencer sequencer =
            new SingleProducerSequencer(RawEvents.SLOTS, new YieldingWaitStrategy());
    private final Sequence read = new Sequence();
    private final Laps laps = new Laps(this::writeLap);
    private volatile boolean closed;

    public RawSlots() {
        sequencer.addGatingSequences(read);
        laps.start(this::read);
    }

    private void writeLap() {
        final int claim = RawEvents.CLAIM;
        final long end = tape.end();
        for (long trade = tape.address(); trade != end; ) {
            final long last = sequencer.next(claim);
            trade = slots.write(last - claim + 1, last, trade);
            sequencer.publish(last - claim + 1, last);
        }
    }

    private void read() {
        final IdleStrategy idle = new YieldingIdleStrategy();
        long next = 0;
        while (!closed) {
            final long last = sequencer.getCursor();
            if (last < next) {
                idle.idle();
                continue;
            }
            slots.read(next, last, count);
            read.set(last);
            next = last + 1;
        }
    }

    @Override
    public long eventsPerRound() {
        return RawEvents.TRADES;
    }

    @Override
    public long round() {
        laps.allow();
        return count.await();
    }

    @Override
    public void close() {
        closed = true;
        laps.close();
        slots.close();
        tape.close();
    }
}
