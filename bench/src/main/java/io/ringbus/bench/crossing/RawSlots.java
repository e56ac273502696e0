// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.crossing;

import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SingleProducerSequencer;
import com.lmax.disruptor.YieldingWaitStrategy;
import io.ringbus.bench.harness.Contender;
import io.ringbus.bench.pipeline.TradeTape;
import io.ringbus.slot.Memory;
import io.ringbus.slot.Slab;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;

/**
 * The job of P2 over a Disruptor's sequencer and packed slots in native memory, read and written by address: what somebody
 * would write who counts every nanosecond. Claims {@code ringbus.bench.claim} slots at a time.
 */
public final class RawSlots implements Contender {
    static final int BYTES = 32;
    static final int TIME_OFFSET = 0;
    static final int PRICE_OFFSET = 8;
    static final int SIZE_OFFSET = 16;
    static final int SYMBOL_OFFSET = 20;
    static final int FLAGS_OFFSET = 24;
    private static final int SLOT_BYTES = BYTES;
    private static final long MASK = RawEvents.SLOTS - 1;

    private final TradeTape tape = new TradeTape(RawEvents.TRADES, RawEvents.SEED);
    private final TradeCount count = new TradeCount(RawEvents.TRADES);
    private final Slab slots = new Slab((long) RawEvents.SLOTS * SLOT_BYTES, 128);
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
        final long end = tape.end();
        final long base = slots.address();
        final int claim = RawEvents.CLAIM;
        long trade = tape.address();
        while (trade != end) {
            final long last = sequencer.next(claim);
            for (long sequence = last - claim + 1; sequence <= last; sequence++) {
                final long slot = base + (sequence & MASK) * SLOT_BYTES;
                Memory.putLong(slot + TIME_OFFSET, Memory.getLong(trade + TIME_OFFSET));
                Memory.putLong(slot + PRICE_OFFSET, Memory.getLong(trade + PRICE_OFFSET));
                Memory.putInt(slot + SIZE_OFFSET, Memory.getInt(trade + SIZE_OFFSET));
                Memory.putInt(slot + SYMBOL_OFFSET, Memory.getInt(trade + SYMBOL_OFFSET));
                Memory.putLong(slot + FLAGS_OFFSET, Memory.getLong(trade + FLAGS_OFFSET));
                trade += BYTES;
            }
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
            readUpTo(next, last);
            read.set(last);
            next = last + 1;
        }
    }

    private void readUpTo(final long first, final long last) {
        final long base = slots.address();
        for (long sequence = first; sequence <= last; sequence++) {
            final long slot = base + (sequence & MASK) * SLOT_BYTES;
            count.add(
                    Memory.getLong(slot + TIME_OFFSET),
                    Memory.getLong(slot + PRICE_OFFSET),
                    Memory.getInt(slot + SIZE_OFFSET),
                    Memory.getInt(slot + SYMBOL_OFFSET),
                    Memory.getLong(slot + FLAGS_OFFSET));
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
