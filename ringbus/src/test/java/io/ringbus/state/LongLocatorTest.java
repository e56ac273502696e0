// SPDX-License-Identifier: Apache-2.0
package io.ringbus.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.slot.Slab;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The locator against a map, with keys on both sides of every boundary between its two tables. */
class LongLocatorTest {
    private static final int STEPS = 20_000;

    /** Binary logarithm of the places of a table for 128 keys. */
    private static final int BITS = 8;

    private static final int CROWD = 100;
    private static final long[] EDGES = {
        0, 1, 63, 64, 65, 4_095, 65_535, 65_536, 65_537, -1, -64, Long.MAX_VALUE, Long.MIN_VALUE
    };

    private static long key(final Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> EDGES[random.nextInt(EDGES.length)];
            case 1 -> random.nextInt(300);
            case 2 -> random.nextInt(1 << 17) - 1_000;
            default -> random.nextLong();
        };
    }

    @Test
    void findsWhatAMapFinds() {
        for (long seed = 1; seed <= 10; seed++) {
            final Random random = new Random(seed);
            final Map<Long, Long> oracle = new HashMap<>();
            final List<Long> seen = new ArrayList<>();
            final long before = Slab.liveBytes();
            final LongLocator locator = new LongLocator(16);
            for (int step = 0; step < STEPS; step++) {
                final long key =
                        seen.isEmpty() || random.nextInt(3) > 0 ? key(random) : seen.get(random.nextInt(seen.size()));
                if (oracle.containsKey(key) && random.nextInt(3) == 0) {
                    locator.remove(key);
                    oracle.remove(key);
                } else {
                    final long address = 8L + random.nextInt(1 << 30);
                    locator.reserve();
                    locator.put(key, address);
                    oracle.put(key, address);
                    seen.add(key);
                }
                final long asked = random.nextBoolean() ? key : key(random);
                assertEquals(
                        oracle.getOrDefault(asked, 0L),
                        locator.find(asked),
                        "seed=" + seed + " step=" + step + " key=" + asked);
                final boolean shown = random.nextInt(8) > 0;
                locator.show(shown);
                assertEquals(
                        shown ? oracle.getOrDefault(asked, 0L) : 0L,
                        locator.lookup().find(asked),
                        "seed=" + seed + " step=" + step + " key=" + asked + " shown=" + shown);
            }
            for (final long key : seen) {
                assertEquals(oracle.getOrDefault(key, 0L), locator.find(key), "seed=" + seed + " key=" + key);
            }
            locator.close();
            assertEquals(0, locator.find(seen.get(0)));
            assertEquals(0, locator.lookup().find(seen.get(0)));
            assertEquals(before, Slab.liveBytes());
        }
    }

    /** Keys that all want the last place: their run goes round the end, where a record's look-up stops, but nobody else. */
    @Test
    void findsWhatWentRoundTheEnd() {
        final List<Long> crowd = new ArrayList<>();
        for (long key = 1 << 20; crowd.size() < CROWD; key++) {
            if (LongLookup.mix(key) >>> (Long.SIZE - BITS) == (1 << BITS) - 1) {
                crowd.add(key);
            }
        }
        final Random random = new Random(7);
        final Map<Long, Long> oracle = new HashMap<>();
        int missed = 0;
        try (LongLocator locator = new LongLocator(1 << (BITS - 1))) {
            for (int step = 0; step < STEPS; step++) {
                final long key = crowd.get(random.nextInt(CROWD));
                if (oracle.containsKey(key) && random.nextInt(4) == 0) {
                    locator.remove(key);
                    oracle.remove(key);
                } else {
                    locator.reserve();
                    locator.put(key, 8L + step);
                    oracle.put(key, 8L + step);
                }
                final long asked = crowd.get(random.nextInt(CROWD));
                final long right = oracle.getOrDefault(asked, 0L);
                assertEquals(right, locator.find(asked), "step=" + step + " key=" + asked);
                final long seen = locator.lookup().find(asked);
                missed += seen == right ? 0 : 1;
                assertTrue(seen == right || seen == 0, "step=" + step + " key=" + asked + " seen=" + seen);
            }
        }
        assertTrue(missed > 0, "no run went round the end");
    }
}
