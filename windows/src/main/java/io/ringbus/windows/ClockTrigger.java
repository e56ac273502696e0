// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.chain.Operator;
import io.ringbus.environment.Clock;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import io.ringbus.snapshot.Stateful;
import java.util.List;

/**
 * When windows are told by the clock: at the multiples of one or several periods, counted from the first record, and never
 * while there is nothing to tell.
 *
 * <p><b>Units.</b> Nanoseconds of {@link Clock#nanoTime}.
 * <p><b>Threading.</b> Stage thread.
 */
final class ClockTrigger implements Stateful {
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
            final long dueNs = nowNs - Math.floorMod(sinceNs, periodNs) + periodNs;
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

    /** Saves its times as times since the epoch: the other clock begins anew with each process. */
    @Override
    public void save(final StateWriter out) {
        final long epochNs = clock.epochNs() - clock.nanoTime();
        out.putBoolean(started);
        out.putLong(startNs + epochNs);
        out.putBoolean(nextNs != Operator.NO_TIMER);
        out.putLong(nextNs + epochNs);
    }

    /** Goes on with the same multiples. One that passed meanwhile is due now, once; one that went away is not waited for. */
    @Override
    public void restore(final StateReader in) {
        final long epochNs = clock.epochNs() - clock.nanoTime();
        final boolean wasStarted = in.getBoolean();
        final long savedStartNs = in.getLong() - epochNs;
        if (wasStarted) {
            startNs = started ? Math.min(startNs, savedStartNs) : savedStartNs; // of several shares the first
            started = true;
        }
        final boolean due = in.getBoolean();
        final long savedNs = in.getLong() - epochNs;
        if (due) {
            set();
            nextNs = Math.min(nextNs, savedNs);
        }
    }
}
