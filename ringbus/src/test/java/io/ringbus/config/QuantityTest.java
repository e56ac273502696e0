// SPDX-License-Identifier: Apache-2.0
package io.ringbus.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;

class QuantityTest {
    @Test
    void wholeNumbersTakePowersOfOneThousandAndTwentyFour() {
        assertEquals(0, Quantity.parseWhole("0"));
        assertEquals(-7, Quantity.parseWhole("-7"));
        assertEquals(65_536, Quantity.parseWhole("64k"));
        assertEquals(65_536, Quantity.parseWhole("64 K"));
        assertEquals(1_048_576, Quantity.parseWhole("1m"));
        assertEquals(2_147_483_648L, Quantity.parseWhole("2g"));
    }

    @Test
    void durationsAreNanoseconds() {
        assertEquals(250, Quantity.parseDuration("250ns"));
        assertEquals(50_000, Quantity.parseDuration("50us"));
        assertEquals(1_000_000, Quantity.parseDuration("1ms"));
        assertEquals(5_000_000_000L, Quantity.parseDuration("5 s"));
        assertEquals(120_000_000_000L, Quantity.parseDuration("2M"));
        assertEquals(3_600_000_000_000L, Quantity.parseDuration("1h"));
        assertEquals(0, Quantity.parseDuration("0"));
        assertEquals(-1, Quantity.parseDuration("-1"));
    }

    @Test
    void numbersBeyondALongBecomeItsEnds() {
        assertEquals(Long.MAX_VALUE, Quantity.parseWhole("99999999999g"));
        assertEquals(Long.MIN_VALUE, Quantity.parseWhole("-99999999999g"));
        assertEquals(Long.MAX_VALUE, Quantity.parseWhole("99999999999999999999999"));
        assertEquals(Long.MAX_VALUE, Quantity.parseDuration("9999999999999h"));
        assertEquals(Long.MIN_VALUE, Quantity.parseDuration("-9999999999999h"));
    }

    @Test
    void otherTextIsNoWholeNumber() {
        for (final String text :
                new String[] {"", "-", "k", "abc", "1.5k", "4kb", "1t", "--1", "+1", "0x10", "1 2", "٣"}) {
            assertEquals(
                    "is not a whole number: write digits, and k, m or g where it helps, as in 64k",
                    assertThrows(IllegalArgumentException.class, () -> Quantity.parseWhole(text), text)
                            .getMessage());
        }
    }

    @Test
    void otherTextIsNoDuration() {
        for (final String text : new String[] {"", "us", "abc", "1.5ms", "1d", "-us", "PT5S"}) {
            assertEquals(
                    "is not a duration: write a whole number and ns, us, ms, s, m or h, as in 50us",
                    assertThrows(IllegalArgumentException.class, () -> Quantity.parseDuration(text), text)
                            .getMessage());
        }
    }

    @Test
    void durationsWithoutAUnitAreRefusedWithTheUnitsToWrite() {
        assertEquals(
                "lacks a unit: write 100us or 100ms",
                assertThrows(IllegalArgumentException.class, () -> Quantity.parseDuration("100"))
                        .getMessage());
    }

    @Test
    void durationsAreWrittenAsTheyAreRead() {
        final long seed = System.nanoTime();
        final Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            final long durationNs = random.nextLong() >> random.nextInt(63);
            final String text = Quantity.durationText(durationNs);
            assertEquals(durationNs, Quantity.parseDuration(text), () -> "seed=" + seed + " text=" + text);
        }
        assertEquals("90s", Quantity.durationText(90_000_000_000L));
        assertEquals("100us", Quantity.durationText(100_000));
    }
}
