// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.ticks;

import io.ringbus.bench.harness.Contender;
import net.openhft.chronicle.bytes.Byteable;
import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.map.ChronicleMap;
import org.jspecify.annotations.Nullable;

/** The job with a Chronicle Map used as a map: {@code acquireUsing} for every event that passes, the value updated in place. */
public final class MapCallPerEvent implements Contender {
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
        return TickJob.TICKS;
    }

    @Override
    public long round() {
        checksum = 0;
        shiftNs += TickJob.WINDOW_NS;
        for (int number = 0; number < TickJob.TICKS; number++) {
            final long hash = TickJob.hash(number);
            final long timeNs = shiftNs + number * TickJob.NS_PER_TICK;
            if (timeNs >= windowEndNs) {
                fire();
                windowEndNs += TickJob.WINDOW_NS;
            }
            final int size = TickJob.sizeOf(hash);
            if (size >= TickJob.SIZE_MIN) {
                map.acquireUsing(keys[TickJob.symbolOf(hash)], row);
                Summaries.add(row.address, TickJob.priceOf(hash) * size);
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
    }
}
