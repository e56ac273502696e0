// SPDX-License-Identifier: Apache-2.0
package io.ringbus.testing;

import io.ringbus.environment.Clock;

/** A clock that stands still until somebody moves it. One thread. */
public final class SimulatedClock implements Clock {
    private long nowNs;

    /** A clock that shows {@code nowNs}. */
    public SimulatedClock(final long nowNs) {
        this.nowNs = nowNs;
    }

    /** Moves the clock forward. */
    public void advance(final long byNs) {
        nowNs += byNs;
    }

    @Override
    public long nanoTime() {
        return nowNs;
    }

    @Override
    public long epochNs() {
        return nowNs;
    }
}
