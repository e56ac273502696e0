// SPDX-License-Identifier: Apache-2.0
package io.ringbus.environment;

import java.time.Clock;
import java.time.Instant;

/** The machine's clock. */
final class SystemClock implements io.ringbus.environment.Clock {
    private static final long NS_PER_SECOND = 1_000_000_000L;

    private final Clock wall = Clock.systemUTC();

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public long epochNs() {
        final Instant now = wall.instant();
        return now.getEpochSecond() * NS_PER_SECOND + now.getNano();
    }
}
