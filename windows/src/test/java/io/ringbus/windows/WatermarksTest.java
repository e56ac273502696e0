// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ringbus.chain.BoundedDisorder;
import io.ringbus.chain.WatermarkStrategy;
import io.ringbus.windows.policy.Time;
import org.junit.jupiter.api.Test;

class WatermarksTest {
    private static long after(final WatermarkStrategy<Long> strategy, final long timestampNs) {
        return strategy.onRecord(timestampNs, timestampNs, 0);
    }

    @Test
    void closesAWindowWhenTheFirstRecordBehindItArrives() {
        assertEquals(9, after(Watermarks.monotonous(), 10));
        assertEquals(4, after(Watermarks.bounded(Time.of(5, NANOSECONDS)), 10));
    }

    @Test
    void hasNoneBeforeTheBeginningOfTime() {
        assertEquals(Long.MIN_VALUE, after(Watermarks.monotonous(), -Long.MAX_VALUE));
        assertEquals(Long.MIN_VALUE, after(new BoundedDisorder<>(Long.MAX_VALUE), -1));
        assertEquals(-Long.MAX_VALUE, after(new BoundedDisorder<>(Long.MAX_VALUE), 1));
        assertEquals(-Long.MAX_VALUE, after(Watermarks.monotonous(), -Long.MAX_VALUE + 1));
    }

    @Test
    void aRecordMayTellTheWatermarkItself() {
        assertEquals(-3, after(Watermarks.punctuated(record -> -record), 3));
    }

    @Test
    void refusesToRunAhead() {
        final IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> new BoundedDisorder<>(-1));
        assertEquals(
                "watermarks: disorderNs=-1 < 0: a watermark cannot run ahead of its records", refused.getMessage());
    }
}
