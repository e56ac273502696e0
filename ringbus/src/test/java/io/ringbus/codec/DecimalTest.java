// SPDX-License-Identifier: Apache-2.0
package io.ringbus.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ringbus.slot.Slab;
import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DecimalTest {
    private record Price(@Decimal(2) double value) {}

    private record Exact(@Decimal(2) BigDecimal value) {}

    private static double through(final double value) {
        final RecordCodec<Price> codec = Codecs.of(Price.class);
        try (Slab slab = new Slab(codec.maxLength(), Long.BYTES)) {
            codec.encodeAt(new Price(value), slab.address());
            return codec.decodeAt(slab.address(), codec.maxLength()).value();
        }
    }

    private static String through(final String value) {
        final RecordCodec<Exact> codec = Codecs.of(Exact.class);
        try (Slab slab = new Slab(codec.maxLength(), Long.BYTES)) {
            codec.encodeAt(new Exact(new BigDecimal(value)), slab.address());
            return codec.decodeAt(slab.address(), codec.maxLength()).value().toPlainString();
        }
    }

    @Test
    void halvesAreRoundedAwayFromZero() {
        assertEquals(0.13, through(0.125));
        assertEquals(-0.13, through(-0.125));
        assertEquals(0.12, through(0.1249));
        assertEquals(0.0, through(-0.004));
        assertEquals("0.13", through("0.125"));
        assertEquals("-0.13", through("-0.125"));
        assertEquals("92233720368547758.07", through("92233720368547758.07"));
    }

    @Test
    void aPriceWithThatManyDecimalsComesBackExactly() {
        final long seed = 20_260_101;
        final Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            final double price = BigDecimal.valueOf(random.nextLong() >> (14 + random.nextInt(40)), 2)
                    .doubleValue();
            assertEquals(price, through(price), () -> "seed=" + seed);
        }
    }
}
