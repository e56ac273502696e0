// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import static java.util.concurrent.TimeUnit.DAYS;
import static java.util.concurrent.TimeUnit.HOURS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Days of time zones, on the days on which clocks change. */
class LocalDaysTest {
    private static final List<String> ZONES = List.of(
            "Europe/London",
            "America/New_York",
            "America/Sao_Paulo", // changed clocks at midnight
            "America/St_Johns", // changed them a minute after midnight
            "Pacific/Apia", // skipped a day
            "Asia/Kathmandu",
            "UTC");

    private static long ns(final ZoneId zone, final String local) {
        final Instant instant = LocalDateTime.parse(local).atZone(zone).toInstant();
        return instant.getEpochSecond() * 1_000_000_000L;
    }

    private static long hours(final ZoneId zone, final long beginNs, final String date) {
        final LocalDays days = new LocalDays(zone, beginNs);
        final long day = LocalDate.parse(date).toEpochDay();
        return Duration.ofNanos(days.beginNs(day + 1) - days.beginNs(day)).toHours();
    }

    @Test
    void aDayOnWhichClocksChangeIsShorterOrLonger() {
        final ZoneId london = ZoneId.of("Europe/London");
        assertEquals(24, hours(london, 0, "2025-03-29"));
        assertEquals(23, hours(london, 0, "2025-03-30"));
        assertEquals(25, hours(london, 0, "2025-10-26"));
        final ZoneId newYork = ZoneId.of("America/New_York");
        assertEquals(23, hours(newYork, HOURS.toNanos(17), "2025-03-08")); // from Saturday five o'clock
        assertEquals(25, hours(newYork, HOURS.toNanos(17), "2025-11-01"));
        assertEquals(0, hours(ZoneId.of("Pacific/Apia"), 0, "2011-12-30"));
    }

    @Test
    void windowsOfDaysBeginAtMidnightOrAtTheOffset() {
        final ZoneId london = ZoneId.of("Europe/London");
        final Slices daily = Slices.ofDays(DAYS.toNanos(1), DAYS.toNanos(1), 0, london, 8);
        final long window = daily.lastWindowOf(daily.sliceOf(ns(london, "2025-10-26T12:00:00")));
        assertEquals(ns(london, "2025-10-26T00:00:00"), daily.startNs(window));
        assertEquals(ns(london, "2025-10-27T00:00:00"), daily.windowEndNs(window));
        assertEquals(daily.windowEndNs(window) - 1, daily.windowLastNs(window));
        final Slices weekly =
                Slices.ofDays(DAYS.toNanos(7), DAYS.toNanos(7), DAYS.toNanos(4) + HOURS.toNanos(17), london, 8);
        final long week = weekly.lastWindowOf(weekly.sliceOf(ns(london, "2025-10-27T16:59:59")));
        assertEquals(ns(london, "2025-10-20T17:00:00"), weekly.startNs(week)); // a Monday
        assertEquals(ns(london, "2025-10-27T17:00:00"), weekly.windowEndNs(week));
        assertEquals(week + 1, weekly.sliceOf(ns(london, "2025-10-27T17:00:00")));
    }

    @Test
    void eachTimeLiesInOneDayAndDaysFollowEachOther() {
        for (long seed = 0; seed < 2_000; seed++) {
            final Random random = new Random(seed);
            final ZoneId zone = ZoneId.of(ZONES.get(random.nextInt(ZONES.size())));
            final LocalDays days = new LocalDays(zone, random.nextBoolean() ? 0 : random.nextLong(DAYS.toNanos(1)));
            final long timeNs = random.nextLong();
            final long day = days.dayOf(timeNs);
            final String run = "seed=" + seed + " " + days + " at " + timeNs;
            assertTrue(days.beginNs(day) <= timeNs && timeNs <= days.beginNs(day + 1), run);
            assertTrue(timeNs < days.beginNs(day + 1) || timeNs > Long.MAX_VALUE - 1_000_000_000, run);
            assertEquals(day, days.dayOf(days.beginNs(day)), run);
            if (days.beginNs() == 0) {
                final LocalDate date = LocalDate.ofEpochDay(day);
                assertEquals(date.atStartOfDay(zone).toEpochSecond(), days.beginNs(day) / 1_000_000_000, run);
            }
        }
    }

    @Test
    void daysBeyondTheRangeOfTimesSaturate() {
        final Slices daily = Slices.ofDays(DAYS.toNanos(2), DAYS.toNanos(1), 0, ZoneId.of("Asia/Kathmandu"), 8);
        final long last = daily.sliceOf(Long.MAX_VALUE);
        assertEquals(Long.MAX_VALUE, daily.windowEndNs(last));
        assertEquals(Long.MAX_VALUE, daily.windowLastNs(last));
        final long first = daily.sliceOf(-Long.MAX_VALUE);
        assertEquals(-Long.MAX_VALUE, daily.startNs(first));
    }
}
