// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.crossing;

import com.lmax.disruptor.BatchEventProcessor;
import com.lmax.disruptor.BatchEventProcessorBuilder;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.YieldingWaitStrategy;
import io.ringbus.bench.harness.Contender;
import io.ringbus.bench.pipeline.TradeTape;
import io.ringbus.slot.Memory;

/**
 * The job of P2 over a Disruptor as its manual has it: events allocated beforehand, one producer that claims
 * {@code ringbus.bench.claim} of them at a time, a batch event processor.
 */
public final class RawEvents implements Contender {
    static final int TRADES = 1 << 16;
    static final long SEED = 20_260_102;
    static final int SLOTS = 4096;
    static final int CLAIM = Integer.getInteger("ringbus.bench.claim", 64);

    /** What lies in the ring. */
    static final class Event {
        long timeNs;
        long price;
        int size;
        int symbol;
        long flags;
    }

    private final TradeTape tape = new TradeTape(TRADES, SEED);
    private final TradeCount count = new TradeCount(TRADES);
    private final RingBuffer<Event> ring =
            RingBuffer.createSingleProducer(Event::new, SLOTS, new YieldingWaitStrategy());
    private final BatchEventProcessor<Event> reader;
    private final Laps laps = new Laps(this::writeLap);

    public RawEvents() {
        reader = new BatchEventProcessorBuilder()
                .build(
                        ring,
                        ring.newBarrier(),
                        (event, sequence, endOfBatch) ->
                                count.add(event.timeNs, event.price, event.size, event.symbol, event.flags));
        ring.addGatingSequences(reader.getSequence());
        laps.start(reader);
    }

    private void writeLap() {
        final long end = tape.end();
        long trade = tape.address();
        while (trade != end) {
            final long last = ring.next(CLAIM);
            for (long sequence = last - CLAIM + 1; sequence <= last; sequence++) {
                final Event event = ring.get(sequence);
                event.timeNs = Memory.getLong(trade + TradeSlots.TIME_OFFSET);
                event.price = Memory.getLong(trade + TradeSlots.PRICE_OFFSET);
                event.size = Memory.getInt(trade + TradeSlots.SIZE_OFFSET);
                event.symbol = Memory.getInt(trade + TradeSlots.SYMBOL_OFFSET);
                event.flags = Memory.getLong(trade + TradeSlots.FLAGS_OFFSET);
                trade += TradeSlots.BYTES;
            }
            ring.publish(last - CLAIM + 1, last);
        }
    }

    @Override
    public long eventsPerRound() {
        return TRADES;
    }

    @Override
    public long round() {
        laps.allow();
        return count.await();
    }

    @Override
    public void close() {
        reader.halt();
        laps.close();
        tape.close();
    }
}
