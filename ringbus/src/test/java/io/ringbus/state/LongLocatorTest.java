// SPDX-License-Identifier: Apache-2.0
package io.ringbus.state;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
    private static final long ABSENT = 5;
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
                assertEquals(
                        oracle.getOrDefault(asked, ABSENT),
                        locator.findOr(asked, ABSENT),
                        "seed=" + seed + " step=" + step + " key=" + asked);
            }
            for (final long key : seen) {
                assertEquals(oracle.getOrDefault(key, 0L), locator.find(key), "seed=" + seed + " key=" + key);
            }
            locator.close();
            assertEquals(0, locator.find(seen.get(0)));
            assertEquals(ABSENT, locator.findOr(seen.get(0), ABSENT));
            assertEquals(before, Slab.liveBytes());
        }
    }
}
