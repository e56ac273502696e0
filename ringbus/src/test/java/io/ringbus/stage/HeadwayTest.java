// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ringbus.environment.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When a reader lets its writer get ahead, by a clock that goes on by 100 ns whenever it is read. */
@Timeout(60)
final class HeadwayTest {
    private static final int FEW = 3;
    private static final int MANY = Headway.SHORT_TURN;

    private long stepNs = 100;
    private long nowNs;

    private final Headway headway = new Headway(new Clock() {
        @Override
        public long nanoTime() {
            nowNs += stepNs;
            return nowNs;
        }

        @Override
        public long epochNs() {
            return nowNs;
        }
    });

    /** How long the reader waits behind a turn of so many records; the clock is read once more than it has gone on. */
    private long waitNs(final int records) {
        final long beforeNs = nowNs;
        headway.keep(records);
        return nowNs == beforeNs ? 0 : nowNs - beforeNs - stepNs;
    }

    private void follow() {
        for (int turn = 0; turn < Headway.SHORT_TURNS; turn++) {
            assertEquals(0, waitNs(FEW), "turn " + turn);
        }
    }

    @Test
    void waitsOnceItFollows() {
        follow();
        assertEquals(Headway.WAIT_NS, waitNs(FEW));
        assertEquals(Headway.WAIT_NS, waitNs(1));
    }

    @Test
    void oneLookInVainIsNoSilence() {
        follow();
        assertEquals(0, waitNs(0));
        assertEquals(Headway.WAIT_NS, waitNs(FEW));
        assertEquals(0, waitNs(0));
        assertEquals(Headway.WAIT_NS, waitNs(FEW));
    }

    @Test
    void neverWaitsWhereSilenceIsInBetween() {
        follow();
        for (int record = 0; record < 10 * Headway.SHORT_TURNS; record++) {
            for (int look = 0; look < Headway.VAIN_TURNS; look++) {
                assertEquals(0, waitNs(0));
            }
            assertEquals(0, waitNs(1), "record " + record);
        }
    }

    @Test
    void neverWaitsWhileTheWriterIsAhead() {
        for (int turn = 0; turn < 10 * Headway.SHORT_TURNS; turn++) {
            assertEquals(0, waitNs(MANY), "turn " + turn);
        }
        follow();
        assertEquals(0, waitNs(MANY));
    }

    @Test
    void goesOnWhereTheClockStandsStill() {
        stepNs = 0;
        for (int turn = 0; turn < 10 * Headway.SHORT_TURNS; turn++) {
            headway.keep(FEW);
        }
        assertEquals(0, nowNs);
    }
}
