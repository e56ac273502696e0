// SPDX-License-Identifier: Apache-2.0
package io.ringbus.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ringbus.slot.Slab;
import java.math.BigDecimal;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class NumericFieldTest {
    private record Venue(short id, long timestampNs) {}

    private record Trade(
            @Ascii(8) String symbol,
            @Decimal(2) double price,
            double notional,
            int size,
            byte lots,
            float ratio,
            @Decimal(4) BigDecimal fee,
            boolean buy,
            Venue venue) {
        private Trade {
            if (symbol.isEmpty() || size < 1) {
                throw new IllegalArgumentException("a constructor with an opinion");
            }
        }
    }

    private final RecordCodec<Trade> codec = Codecs.of(Trade.class);

    private String nameOf(final ToDoubleFunction<Trade> accessor) {
        return codec.numericField(accessor).name();
    }

    @Test
    void anAccessorLeadsToItsField() {
        assertEquals("price", nameOf(Trade::price));
        assertEquals("notional", nameOf(Trade::notional));
        assertEquals("size", nameOf(Trade::size));
        assertEquals("lots", nameOf(Trade::lots));
        assertEquals("ratio", nameOf(Trade::ratio));
        assertEquals("fee", nameOf(trade -> trade.fee().doubleValue()));
        assertEquals("venue.id", nameOf(trade -> trade.venue().id()));
        assertEquals("venue.timestampNs", nameOf(trade -> trade.venue().timestampNs()));
    }

    @Test
    void aFunctionThatComputesIsRefused() {
        final String message = "the function is not an accessor of a numeric component of " + Trade.class.getName()
                + "; use aggregate(..)";
        assertRefused(message, trade -> trade.price() * trade.size());
        assertRefused(message, trade -> 2.0 * trade.size());
        assertRefused(message, trade -> 5);
        assertRefused(message, trade -> trade.symbol().length());
        assertRefused(message, trade -> Double.parseDouble(trade.symbol()));
    }

    private void assertRefused(final String message, final ToDoubleFunction<Trade> function) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> codec.numericField(function))
                        .getMessage());
    }

    @Test
    void aFieldIsReplacedInPlaceAndTheOthersStay() {
        final Trade trade =
                new Trade("SPX", 1.25, 7, 3, (byte) 4, 0.5f, new BigDecimal("2.5000"), true, new Venue((short) 1, 2));
        try (Slab slab = new Slab(codec.maxLength(), Long.BYTES)) {
            codec.encodeAt(trade, slab.address());
            final RecordField price = codec.numericField(Trade::price);
            assertEquals(125, price.units(slab.address()));
            assertEquals(1.25, price.number(slab.address()));
            price.putNumber(slab.address(), 2.505);
            codec.numericField(Trade::size).putUnits(slab.address(), Integer.MIN_VALUE + 1L);
            codec.numericField(Trade::size).putNumber(slab.address(), 2.5);
            codec.numericField(Trade::ratio).putNumber(slab.address(), 0.75);
            codec.numericField(Trade::notional).putNumber(slab.address(), 1e300);
            final Trade changed = new Trade("SPX", 2.51, 1e300, 3, (byte) 4, 0.75f, trade.fee(), true, trade.venue());
            assertEquals(changed, codec.decodeAt(slab.address(), codec.maxLength()));
        }
    }

    @Test
    void aValueThatTheTypeDoesNotHoldIsRefused() {
        try (Slab slab = new Slab(codec.maxLength(), Long.BYTES)) {
            final RecordField lots = codec.numericField(Trade::lots);
            lots.putUnits(slab.address(), Byte.MIN_VALUE);
            assertEquals(Byte.MIN_VALUE, lots.units(slab.address()));
            assertEquals(
                    "lots: value=128 does not fit into type=byte: widen the component",
                    assertThrows(IllegalArgumentException.class, () -> lots.putUnits(slab.address(), 128))
                            .getMessage());
            assertEquals(
                    "notional: type=double is no whole number: ask whole() before",
                    assertThrows(
                                    IllegalStateException.class,
                                    () -> codec.numericField(Trade::notional).units(slab.address()))
                            .getMessage());
        }
    }
}
