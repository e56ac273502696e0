// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.crossing;

import io.ringbus.slot.Memory;
import io.ringbus.slot.Slab;

/**
 * Packed slots in native memory for the contenders without an engine: trades as they lie on the tape.
 *
 * <p><b>Layout.</b> 32 bytes a slot, as {@link io.ringbus.bench.pipeline.TradeCodec}.
 */
final class TradeSlots implements AutoCloseable {
    static final int BYTES = 32;
    static final int TIME_OFFSET = 0;
    static final int PRICE_OFFSET = 8;
    static final int SIZE_OFFSET = 16;
    static final int SYMBOL_OFFSET = 20;
    static final int FLAGS_OFFSET = 24;
    private static final long MASK = RawEvents.SLOTS - 1;

    private final Slab slab = new Slab((long) RawEvents.SLOTS * BYTES, 128);

    /** Copies trades from {@code firstTrade} on into slots; answers where the next one lies. */
    long write(final long first, final long last, final long firstTrade) {
        final long base = slab.address();
        long trade = firstTrade;
        for (long sequence = first; sequence <= last; sequence++) {
            final long slot = base + (sequence & MASK) * BYTES;
            Memory.putLong(slot + TIME_OFFSET, Memory.getLong(trade + TIME_OFFSET));
            Memory.putLong(slot + PRICE_OFFSET, Memory.getLong(trade + PRICE_OFFSET));
            Memory.putInt(slot + SIZE_OFFSET, Memory.getInt(trade + SIZE_OFFSET));
            Memory.putInt(slot + SYMBOL_OFFSET, Memory.getInt(trade + SYMBOL_OFFSET));
            Memory.putLong(slot + FLAGS_OFFSET, Memory.getLong(trade + FLAGS_OFFSET));
            trade += BYTES;
        }
        return trade;
    }

    void read(final long first, final long last, final TradeCount count) {
        final long base = slab.address();
        for (long sequence = first; sequence <= last; sequence++) {
            final long slot = base + (sequence & MASK) * BYTES;
            count.add(
                    Memory.getLong(slot + TIME_OFFSET),
                    Memory.getLong(slot + PRICE_OFFSET),
                    Memory.getInt(slot + SIZE_OFFSET),
                    Memory.getInt(slot + SYMBOL_OFFSET),
                    Memory.getLong(slot + FLAGS_OFFSET));
        }
    }

    @Override
    public void close() {
        slab.close();
    }
}
