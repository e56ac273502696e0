// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.ticks;

import io.ringbus.bench.harness.Contender;
import io.ringbus.bench.pipeline.TradeCodec;
import io.ringbus.bench.pipeline.TradeTape;
import io.ringbus.slot.Memory;
import net.openhft.chronicle.bytes.Byteable;
import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.map.ChronicleMap;
import org.jspecify.annotations.Nullable;

/** The job with a Chronicle Map used as a map: {@code acquireUsing} for every event that passes, the value updated in place. */
public final class MapCallPerEvent implements Contender {
    private final TradeTape tape = new TradeTape(TickJob.TRADES, TickJob.SEED);
    private final Integer[] keys = new Integer[TickJob.SYMBOLS];
    private final Row row = new Row();
    private final ChronicleMap<Integer, Row> map = ChronicleMap.of(Integer.class, Row.class)
            .name("ticks")
            .entries(TickJob.SYMBOLS)
            .actualSegments(1)
            .checksumEntries(false)
            .entryAndValueOffsetAlignment(Long.BYTES)
            .putReturnsNull(true)
            .create();
    private long shiftNs = -TickJob.WINDOW_NS;
    private long windowEndNs = TickJob.WINDOW_NS;
    private long checksum;

    public MapCallPerEvent() {
        for (int symbol = 0; symbol < keys.length; symbol++) {
            keys[symbol] = symbol;
        }
    }

    /** A value that stays where it is in the map. */
    public static final class Row implements Byteable {
        private @Nullable BytesStore<?, ?> store;
        private long offset;
        private long address;

        @Override
        @SuppressWarnings("rawtypes")
        public void bytesStore(final BytesStore bytes, final long at, final long length) {
            store = bytes;
            offset = at;
            address = bytes.addressForWrite(at);
        }

        @Override
        public @Nullable BytesStore<?, ?> bytesStore() {
            return store;
        }

        @Override
        public long offset() {
            return offset;
        }

        @Override
        public long maxSize() {
            return Summaries.BYTES;
        }
    }

    @Override
    public long eventsPerRound() {
        return TickJob.TRADES;
    }

    @Override
    public long round() {
        checksum = 0;
        shiftNs += TickJob.WINDOW_NS;
        final long end = tape.end();
        for (long trade = tape.address(); trade != end; trade += TradeCodec.BYTES) {
            final long timeNs = Memory.getLong(trade + TradeCodec.TIME_OFFSET) + shiftNs;
            if (timeNs >= windowEndNs) {
                fire();
                windowEndNs += TickJob.WINDOW_NS;
            }
            final int size = Memory.getInt(trade + TradeCodec.SIZE_OFFSET);
            if (size >= TickJob.SIZE_MIN) {
                final long amount = Memory.getLong(trade + TradeCodec.PRICE_OFFSET) * size;
                map.acquireUsing(keys[Memory.getInt(trade + TradeCodec.SYMBOL_OFFSET)], row);
                Summaries.add(row.address, amount);
            }
        }
        return checksum;
    }

    private void fire() {
        for (int symbol = 0; symbol < TickJob.SYMBOLS; symbol++) {
            if (map.getUsing(keys[symbol], row) != null) {
                checksum += Summaries.take(row.address, symbol);
            }
        }
    }

    @Override
    public void close() {
        map.close();
        tape.close();
    }
}
