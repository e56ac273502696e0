// SPDX-License-Identifier: Apache-2.0
package io.ringbus.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.ringbus.slot.Memory;
import io.ringbus.slot.Slab;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordLayoutTest {
    private static final int SCHEMA_ID_OF_PAIR = -716_804_978;

    private record Trade(
            boolean buy,
            int size,
            @Ascii(12) String symbol,
            @Decimal(2) double price,
            Venue venue) {}

    private record Venue(short id, long timestampNs) {}

    private record Pair(int left, int right) {}

    private static final class Variants {
        private record Swapped(int right, int left) {}

        private record Widened(int left, long right) {}

        private record Retyped(int left, float right) {}

        private record Renamed(int left, int rite) {}

        private record Same(int left, int right) {}
    }

    private static final class Before {
        private enum Side {
            BUY,
            SELL
        }

        private record Order(Side side) {}
    }

    private static final class After {
        private enum Side {
            SELL,
            BUY
        }

        private record Order(Side side) {}
    }

    @Test
    void wideFieldsComeFirstWithoutGaps() {
        final List<String> fields = new ArrayList<>();
        for (final RecordField field : Codecs.of(Trade.class).fields()) {
            fields.add(field.name() + '@' + field.offset() + '+' + field.bytes());
        }
        assertEquals(
                List.of(
                        "buy@38+1",
                        "size@32+4",
                        "symbol@0+16",
                        "price@16+8",
                        "venue.id@36+2",
                        "venue.timestampNs@24+8"),
                fields);
        assertEquals(39, Codecs.of(Trade.class).maxLength());
    }

    @Test
    void bytesAreLittleEndianAtTheirOffsets() {
        final RecordCodec<Trade> codec = Codecs.of(Trade.class);
        try (Slab slab = new Slab(codec.maxLength(), Long.BYTES)) {
            final long address = slab.address();
            codec.encodeAt(new Trade(true, 0x01020304, "AB", -12.345, new Venue((short) 9, 77)), address);
            assertEquals('A', Memory.getByte(address));
            assertEquals('B', Memory.getByte(address + 1));
            assertEquals(0, Memory.getLong(address + 8));
            assertEquals(-1235, Memory.getLong(address + 16));
            assertEquals(77, Memory.getLong(address + 24));
            assertEquals(4, Memory.getByte(address + 32));
            assertEquals(1, Memory.getByte(address + 35));
            assertEquals(9, Memory.getShort(address + 36));
            assertEquals(1, Memory.getByte(address + 38));
        }
    }

    @Test
    void theSchemaIdIsOfTheLayoutAndNotOfTheClass() {
        final int schemaId = Codecs.of(Pair.class).schemaId();
        assertEquals(schemaId, Codecs.of(Variants.Same.class).schemaId());
        assertNotEquals(schemaId, Codecs.of(Variants.Swapped.class).schemaId());
        assertNotEquals(schemaId, Codecs.of(Variants.Widened.class).schemaId());
        assertNotEquals(schemaId, Codecs.of(Variants.Retyped.class).schemaId());
        assertNotEquals(schemaId, Codecs.of(Variants.Renamed.class).schemaId());
    }

    @Test
    void theSchemaIdChangesWhenEnumConstantsTradePlaces() {
        assertNotEquals(
                Codecs.of(Before.Order.class).schemaId(),
                Codecs.of(After.Order.class).schemaId());
    }

    @Test
    void theSchemaIdStaysTheSameFromReleaseToRelease() {
        // Snapshots on disk carry this number: a change here needs a note in the changelog.
        assertEquals(SCHEMA_ID_OF_PAIR, Codecs.of(Pair.class).schemaId());
    }
}
