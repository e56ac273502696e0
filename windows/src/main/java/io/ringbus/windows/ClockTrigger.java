// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.chain.Operator;
import io.ringbus.environment.Clock;
import java.util.List;

/**
 * When windows are told by the clock: at the multiples of one or several periods, counted from the first record, and never
 * while there is nothing to tell.
 *
 * <p><b>Units.</b> Nanoseconds of {@link Clock#nanoTime}.
 * <p><b>Threading.</b> Stage thread.
 */
final class ClockTrigger {
    private final Clock clock;
    private final List<Long> periodsNs;
    private boolean started;
    private long startNs;
    private long nextNs = Operator.NO_TIMER;

    ClockTrigger(final Clock clock, final List<Long> periodsNs) {
        this.clock = clock;
        this.periodsNs = periodsNs;
    }

    /** Sees to it that the next multiple fires: there is something to tell. */
    void set() {
        if (nextNs != Operator.NO_TIMER) {
            return;
        }
        final long nowNs = clock.nanoTime();
        if (!started) {
            started = true;
            startNs = nowNs;
        }
        final long sinceNs = nowNs - startNs;
        for (final long periodNs : periodsNs) {
            final long dueNs = nowNs - sinceNs % periodNs + periodNs;
            nextNs = Math.min(nextNs, dueNs < nowNs ? Operator.NO_TIMER : dueNs); // beyond the end of time
        }
    }

    /** There is nothing to tell. */
    void reset() {
        nextNs = Operator.NO_TIMER;
    }

    long timerNs() {
        return nextNs;
    }
}
