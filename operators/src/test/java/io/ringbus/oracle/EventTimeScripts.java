// SPDX-License-Identifier: Apache-2.0
package io.ringbus.oracle;

import java.util.Random;

/** Scripts in which time mostly runs on, with events out of order, and watermarks that often come too soon. */
final class EventTimeScripts {
    private static final int EVENTS = 48;
    private static final int VALUES = 60;
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private EventTimeScripts() {}

    /** Unlike for neighbouring seeds, whose first numbers would be much alike. */
    static Random seeded(final long seed) {
        return new Random(seed * SPREAD);
    }

    /** A script of a few keys that ends with the last watermark. */
    static Script random(final Random random) {
        final Script script = new Script();
        final int keys = 1 + random.nextInt(3);
        final int pace = 1 + random.nextInt(8);
        final int disorder = 1 + random.nextInt(40);
        final int delay = random.nextInt(40);
        long now = random.nextInt(200) - 150L;
        for (int index = 0; index < EVENTS; index++) {
            now += random.nextInt(pace);
            if (random.nextInt(20) == 0) {
                now += random.nextInt(100);
            }
            final String key = String.valueOf((char) ('A' + random.nextInt(keys)));
            script.event(key, now - random.nextInt(disorder), random.nextInt(VALUES));
            if (random.nextInt(3) == 0) {
                script.mark(now - random.nextInt(delay + 1));
            }
        }
        return script.mark(Long.MAX_VALUE);
    }

    /** Events of a few keys with values, in time or {@code disorder} out of it, and no watermark. */
    static Script valued(final Random random, final int disorder) {
        final Script script = new Script();
        final int keys = 1 + random.nextInt(3);
        final int pace = 1 + random.nextInt(8);
        long now = random.nextInt(200) - 150L;
        for (int index = 0; index < EVENTS; index++) {
            now += random.nextInt(random.nextInt(12) == 0 ? 60 : pace);
            final String key = String.valueOf((char) ('A' + random.nextInt(keys)));
            script.event(key, now - random.nextInt(1 + disorder), random.nextInt(VALUES));
        }
        return script;
    }

    /** Events of a few keys in the order of their times, and no watermark. */
    static Script inOrder(final Random random, final int events) {
        final Script script = new Script();
        final int keys = 1 + random.nextInt(3);
        final int pace = 1 + random.nextInt(5);
        long now = random.nextInt(100) - 70L;
        for (int index = 0; index < events; index++) {
            now += random.nextInt(pace);
            script.event(String.valueOf((char) ('A' + random.nextInt(keys))), now, random.nextInt(VALUES));
        }
        return script;
    }
}
