// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * The days of a time zone that begin at some time of day, numbered as {@link LocalDate#toEpochDay}. A day ends where the next
 * one begins, so clocks that are put forward or back make it shorter or longer, and a day that a zone has skipped is empty.
 * Where clocks jump over the time of day, the day begins when they have; where it comes twice, the first time.
 *
 * <p><b>Units.</b> Nanoseconds since the epoch; beginnings beyond the range of a long saturate.
 * <p><b>Allocation.</b> A few short-lived objects per call.
 *
 * @param beginNs time of day, in nanoseconds since midnight
 */
record LocalDays(ZoneId zone, long beginNs) {
    private static final long SECOND_NS = 1_000_000_000;
    private static final long SECONDS_MAX = Long.MAX_VALUE / SECOND_NS;

    /** Number of the day that holds {@code timestampNs}. */
    long dayOf(final long timestampNs) {
        final Instant instant =
                Instant.ofEpochSecond(Math.floorDiv(timestampNs, SECOND_NS), Math.floorMod(timestampNs, SECOND_NS));
        long day = instant.atZone(zone).toLocalDate().toEpochDay();
        while (isBefore(instant, day)) {
            day--;
        }
        while (!isBefore(instant, day + 1)) {
            day++;
        }
        return day;
    }

    private boolean isBefore(final Instant instant, final long day) {
        return instant.isBefore(begin(day).toInstant());
    }

    /** When the day begins. */
    long beginNs(final long day) {
        final ZonedDateTime begin = begin(day);
        final long seconds = begin.toEpochSecond();
        if (seconds >= SECONDS_MAX) {
            return Long.MAX_VALUE;
        }
        return seconds <= -SECONDS_MAX ? -Long.MAX_VALUE : seconds * SECOND_NS + begin.getNano();
    }

    private ZonedDateTime begin(final long day) {
        return LocalDate.ofEpochDay(day).atTime(LocalTime.ofNanoOfDay(beginNs)).atZone(zone);
    }
}
