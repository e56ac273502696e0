// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.policy;

import static java.util.concurrent.TimeUnit.DAYS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimeTest {
    @Test
    void countsNanoseconds() {
        assertEquals(10_000_000_000L, Time.of(10, SECONDS).spanNs());
        assertEquals(Time.of(10, SECONDS), Time.of(Duration.ofSeconds(10)));
    }

    @Test
    void refusesASpanBelowOne() {
        final IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> Time.of(0, SECONDS));
        assertEquals("time: spanNs=0 < 1: a window needs a positive span", refused.getMessage());
    }

    @Test
    void refusesASpanOfCenturies() {
        final IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> Time.of(200_000, DAYS));
        assertEquals(
                "time: amount=200000 DAYS > 292 years of nanoseconds: choose a shorter span", refused.getMessage());
        final Duration centuries = Duration.ofDays(200_000);
        assertEquals(
                "time: span=" + centuries + " > 292 years of nanoseconds: choose a shorter span",
                assertThrows(IllegalArgumentException.class, () -> Time.of(centuries))
                        .getMessage());
    }

    @Test
    void refusesProcessingTimeByItsOwnName() {
        assertEquals(
                "processing time: amount=200000 DAYS > 292 years of nanoseconds: choose a shorter span",
                assertThrows(IllegalArgumentException.class, () -> ProcessingTime.of(200_000, DAYS))
                        .getMessage());
        assertEquals(
                "processing time: spanNs=0 < 1: a window needs a positive span",
                assertThrows(IllegalArgumentException.class, () -> ProcessingTime.of(0, SECONDS))
                        .getMessage());
    }
}
