// SPDX-License-Identifier: Apache-2.0
package io.ringbus.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ringbus.slot.Slab;
import org.junit.jupiter.api.Test;

/** What the compiler makes of a codec in a constant: the record is never built. */
class RecordCodecAllocationTest {
    private static final int RECORDS = 20_000;
    private static final RecordCodec<Shapes.Wide> WIDE = Codecs.of(Shapes.Wide.class);
    private static final RecordCodec<Trade> TRADE = Codecs.of(Trade.class);

    private record Level(double price, int size) {}

    private record Trade(
            @Ascii(8) String symbol,
            Shapes.Side side,
            Level level,
            @Decimal(2) double fee) {}

    private static double decodeWide(final long address) {
        double sum = 0;
        for (int i = 0; i < RECORDS; i++) {
            final Shapes.Wide wide = WIDE.decodeAt(address, WIDE.maxLength());
            sum += wide.a() + wide.c() * wide.h() + wide.m();
        }
        return sum;
    }

    private static double passTrades(final long address) {
        double sum = 0;
        for (int i = 0; i < RECORDS; i++) {
            TRADE.encodeAt(new Trade("SPX", Shapes.Side.SELL, new Level(i * 0.5, i), 0.25), address);
            final Trade trade = TRADE.decodeAt(address, TRADE.maxLength());
            sum += trade.side().sign() * trade.level().price() * trade.level().size()
                    + trade.symbol().length()
                    + trade.fee();
        }
        return sum;
    }

    @Test
    void aDecodedRecordThatDoesNotEscapeIsNotAllocated() {
        try (Slab slab = new Slab(WIDE.maxLength(), Long.BYTES)) {
            assertEquals(0, Allocations.leastBytes(20_000, () -> decodeWide(slab.address())));
        }
    }

    @Test
    void aRecordWithASymbolAnEnumANestedRecordAndADecimalIsNotAllocated() {
        try (Slab slab = new Slab(TRADE.maxLength(), Long.BYTES)) {
            assertEquals(0, Allocations.leastBytes(20_000, () -> passTrades(slab.address())));
        }
    }
}
