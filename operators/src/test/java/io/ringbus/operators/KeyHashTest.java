// SPDX-License-Identifier: Apache-2.0
package io.ringbus.operators;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.codec.AddressCodec;
import io.ringbus.codec.Ascii;
import io.ringbus.codec.Codecs;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The numbers here come from a few lines in another language: they hold only if nothing in them is of this process. */
final class KeyHashTest {
    private static final int KEYS = 100_000;

    enum Side {
        BUY,
        SELL
    }

    record Line(@Ascii(8) String symbol, Side side, int venue) {}

    @Test
    void isTheSameInEveryProcess() {
        assertEquals(-1_364_305_500, hash(Side.class).of(Side.BUY));
        assertEquals(-867_345_600, hash(Side.class).of(Side.SELL));
        assertEquals(1_009_057_158, hash(Line.class).of(new Line("IBM", Side.SELL, 7)));
        assertEquals("IBM".hashCode(), hash(String.class).of("IBM"));
        assertEquals(7, hash(Integer.class).of(7));
    }

    @Test
    void equalKeysHaveEqualHashes() {
        final KeyHash<Line> hash = hash(Line.class);
        final int first = hash.of(new Line("SPY", Side.BUY, 1));
        hash.of(new Line("A-LONGER", Side.SELL, -1));
        assertEquals(first, hash.of(new Line(new String(new char[] {'S', 'P', 'Y'}), Side.BUY, 1)));
    }

    @Test
    void spreadsKeysEvenlyOverTheGroups() {
        final long seed = System.nanoTime();
        final Random random = new Random(seed);
        final KeyHash<Line> hash = hash(Line.class);
        final int[] perGroup = new int[KeyGroups.COUNT];
        for (int i = 0; i < KEYS; i++) {
            final Line key = new Line("S" + random.nextInt(1 << 20), Side.values()[i & 1], random.nextInt(4));
            perGroup[KeyGroups.groupOf(hash.of(key))]++;
        }
        final double expected = (double) KEYS / KeyGroups.COUNT;
        for (final int keys : perGroup) { // seven standard deviations of a fair throw
            assertTrue(Math.abs(keys - expected) < 7 * Math.sqrt(expected), "seed " + seed + ": " + keys);
        }
    }

    @SuppressWarnings("unchecked") // the codec is that of the type
    private static <K> KeyHash<K> hash(final Class<K> type) {
        return KeyHash.of(type, (AddressCodec<K>) Codecs.ofType(type));
    }
}
