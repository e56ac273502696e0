// SPDX-License-Identifier: Apache-2.0
package io.ringbus.environment;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ClockTest {
    private final Clock clock = Clock.SYSTEM;

    @Test
    void epochNsLiesBetweenTwoReadingsOfTheWallClock() {
        final long beforeMs = System.currentTimeMillis();
        final long epochNs = clock.epochNs();
        final long afterMs = System.currentTimeMillis();
        final long epochMs = TimeUnit.NANOSECONDS.toMillis(epochNs);
        assertTrue(beforeMs <= epochMs && epochMs <= afterMs, beforeMs + " <= " + epochMs + " <= " + afterMs);
    }

    @Test
    void nanoTimeNeverGoesBack() {
        long last = clock.nanoTime();
        for (int i = 0; i < 10_000; i++) {
            final long now = clock.nanoTime();
            assertTrue(now - last >= 0, "step " + i);
            last = now;
        }
    }
}
