// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ringbus.chain.Operator;
import io.ringbus.environment.Clock;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Periods of processing time over a restart: the clock of intervals begins anew, the one of the epoch goes on. */
class ClockTriggerTest {
    private static final long PERIOD_NS = 100;

    /** A process that began at a time since the epoch; its clock of intervals began at some other number. */
    private static final class Process implements Clock {
        private final long originNs;
        private long epochNs;

        Process(final long epochNs, final long startNs) {
            this.epochNs = epochNs;
            this.originNs = epochNs - startNs;
        }

        @Override
        public long nanoTime() {
            return epochNs - originNs;
        }

        @Override
        public long epochNs() {
            return epochNs;
        }
    }

    private final Process before = new Process(1_000, 7);
    private final ClockTrigger trigger = new ClockTrigger(before, List.of(PERIOD_NS));

    private ClockTrigger restored(final Clock clock) {
        final ClockTrigger after = new ClockTrigger(clock, List.of(PERIOD_NS));
        try (StateWriter saved = new StateWriter()) {
            trigger.save(saved);
            after.restore(new StateReader("trigger", saved.address(), saved.length()));
        }
        return after;
    }

    @Test
    void theSamePeriodsGoOn() {
        trigger.set();
        assertEquals(7 + PERIOD_NS, trigger.timerNs());
        final Process after = new Process(1_030, -5_000);
        final ClockTrigger restored = restored(after);
        assertEquals(-5_000 + PERIOD_NS - 30, restored.timerNs());
        restored.reset();
        after.epochNs = 1_250;
        restored.set();
        assertEquals(-5_000 + 3 * PERIOD_NS - 30, restored.timerNs());
    }

    @Test
    void aPeriodThatPassedMeanwhileIsDueAtOnce() {
        trigger.set();
        final Process after = new Process(1_999, 0);
        assertEquals(-(999 - PERIOD_NS), restored(after).timerNs());
    }

    @Test
    void nothingIsDueWhereThereWasNothingToTell() {
        assertEquals(Operator.NO_TIMER, restored(new Process(5_000, 0)).timerNs());
        trigger.set();
        trigger.reset();
        assertEquals(Operator.NO_TIMER, restored(new Process(5_000, 0)).timerNs());
    }

    @Test
    void aClockThatWasSetBackDelaysByAPeriodAtMost() {
        trigger.set();
        assertEquals(50, restored(new Process(450, 0)).timerNs());
    }
}
