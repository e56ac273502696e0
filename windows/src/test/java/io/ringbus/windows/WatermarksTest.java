// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ringbus.windows.policy.Time;
import org.junit.jupiter.api.Test;

class WatermarksTest {
    @Test
    void closesAWindowWhenTheFirstRecordBehindItArrives() {
        assertEquals(9, Watermarks.monotonous().after(10));
        assertEquals(4, Watermarks.bounded(Time.of(5, NANOSECONDS)).after(10));
    }

    @Test
    void saturatesAtTheFirstValidTime() {
        assertEquals(-Long.MAX_VALUE, Watermarks.monotonous().after(-Long.MAX_VALUE));
        assertEquals(-Long.MAX_VALUE, new Watermarks(Long.MAX_VALUE).after(-100));
        assertEquals(-Long.MAX_VALUE, new Watermarks(Long.MAX_VALUE).after(-1));
        assertEquals(-Long.MAX_VALUE, new Watermarks(Long.MAX_VALUE).after(0));
        assertEquals(-Long.MAX_VALUE + 1, new Watermarks(Long.MAX_VALUE).after(2));
    }

    @Test
    void refusesToRunAhead() {
        final IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> new Watermarks(-1));
        assertEquals("watermarks: delayNs=-1 < 0: a watermark cannot run ahead of its records", refused.getMessage());
    }
}
