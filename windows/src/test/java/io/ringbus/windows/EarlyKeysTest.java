// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.ringbus.chain.Operator;
import io.ringbus.testing.SimulatedClock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is still to be told by the clock when a state with wider cells gives its keys other ordinals. */
class EarlyKeysTest {
    private static final long EVERY_NS = 100;
    private static final int KEYS = 1_000;

    private final SimulatedClock clock = new SimulatedClock(0);
    private final EarlyKeys keys = keys();

    private EarlyKeys keys() {
        final EarlyKeys made = EarlyKeys.of(new Early(0, EVERY_NS, clock));
        assertNotNull(made);
        return made;
    }

    private List<Integer> told() {
        final List<Integer> told = new ArrayList<>();
        while (keys.hasNext()) {
            told.add(keys.next());
        }
        keys.end();
        return told;
    }

    @Test
    void keysKeepTheirOrderAndTheirTimeUnderOtherOrdinals() {
        keys.note(2);
        clock.advance(30);
        keys.note(0);
        keys.note(3);
        keys.renumber(new int[] {5, 6, 0, 1});
        assertEquals(EVERY_NS, keys.timerNs());
        assertEquals(List.of(0, 5, 1), told());
        assertEquals(Operator.NO_TIMER, keys.timerNs());
    }

    @Test
    void keysThatHoldNothingAnyMoreAreForgotten() {
        keys.note(0);
        keys.note(1);
        keys.note(2);
        keys.renumber(new int[] {-1, 0, -1});
        assertEquals(List.of(0), told());
    }

    /** A record notes its key under the new ordinal once, and one whose old ordinal was noted for another key, too. */
    @Test
    void aKeyIsNotedOnceAndUnderItsNewOrdinalOnly() {
        keys.note(1);
        keys.renumber(new int[] {1, 0});
        keys.note(0);
        keys.note(1);
        assertEquals(List.of(0, 1), told());
        keys.note(0);
        assertEquals(List.of(0), told());
    }

    @Test
    void whatHasBeenToldOfASweepIsNotToldAgain() {
        keys.note(0);
        keys.note(1);
        keys.note(2);
        assertEquals(0, keys.next());
        keys.renumber(new int[] {2, 1, 0});
        assertEquals(List.of(1, 0), told());
    }

    @Test
    void anyNumberOfKeysMayMove() {
        final int[] ordinals = new int[KEYS];
        final List<Integer> expected = new ArrayList<>();
        for (int ordinal = 0; ordinal < KEYS; ordinal++) {
            keys.note(ordinal);
            ordinals[ordinal] = KEYS - 1 - ordinal;
            expected.add(KEYS - 1 - ordinal);
        }
        keys.renumber(ordinals);
        assertEquals(expected, told());
    }

    @Test
    void nothingIsDueWhereNothingWas() {
        keys.note(0);
        told();
        keys.renumber(new int[] {0});
        assertEquals(Operator.NO_TIMER, keys.timerNs());
    }
}
