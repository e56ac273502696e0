// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.status.AtomicCounter;
import org.junit.jupiter.api.Test;

class CountersTest {
    private static final int MANY = 5_000;

    @Test
    void thousandsOfCountersKeepTheirLabelsTheirOrderAndTheirValues() {
        final Counters counters = new Counters();
        for (int i = 0; i < MANY; i++) {
            final AtomicCounter counter = counters.allocate("counter " + i);
            counter.getAndAddPlain(i);
        }
        counters.gauge("gauge", () -> -1);
        final List<String> seen = new ArrayList<>();
        counters.forEach((label, value) -> seen.add(label + " = " + value));
        assertEquals(MANY + 1, seen.size());
        for (int i = 0; i < MANY; i++) {
            assertEquals("counter " + i + " = " + i, seen.get(i));
        }
        assertEquals("gauge = -1", seen.get(MANY));
        assertEquals(4_711, counters.value("counter 4711"));
        assertEquals(0, counters.value("no such counter"));
    }
}
