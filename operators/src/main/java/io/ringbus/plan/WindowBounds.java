// SPDX-License-Identifier: Apache-2.0
package io.ringbus.plan;

import io.ringbus.config.Settings;
import io.ringbus.windows.Slices;
import io.ringbus.windows.policy.FixedGap;
import io.ringbus.windows.policy.Session;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * What cuts a stream into windows of event time.
 *
 * @param <T> record judged
 */
public sealed interface WindowBounds<T> {
    /** The words that say it. */
    String text();

    /**
     * Windows of one length that start at regular times.
     *
     * <p><b>Units.</b> Nanoseconds.
     *
     * @param sizeNs   how long a window is
     * @param slideNs  how far apart windows start
     * @param offsetNs where one of them starts
     * @param zone     time zone whose days they consist of, or null for days of 24 hours since the epoch
     */
    record Aligned(
            long sizeNs,
            long slideNs,
            long offsetNs,
            @Nullable ZoneId zone) implements WindowBounds<Object> {
        /** Windows without gap or overlap. */
        public static Aligned tumbling(final long sizeNs) {
            return new Aligned(sizeNs, sizeNs, 0, null);
        }

        /** The same windows, starting this far apart. */
        public Aligned every(final long newSlideNs) {
            return new Aligned(sizeNs, newSlideNs, offsetNs, zone);
        }

        /** The same windows, one of them starting at this time. */
        public Aligned offset(final long newOffsetNs) {
            return new Aligned(sizeNs, slideNs, newOffsetNs, zone);
        }

        /** The same windows, of the days of a time zone. */
        public Aligned zone(final ZoneId newZone) {
            return new Aligned(sizeNs, slideNs, offsetNs, newZone);
        }

        /** Their arithmetic; refused when a window would have more than {@code slicesMax} slices. */
        public Slices slices(final long slicesMax) {
            return zone == null
                    ? Slices.of(sizeNs, slideNs, offsetNs, slicesMax)
                    : Slices.ofDays(sizeNs, slideNs, offsetNs, zone, slicesMax);
        }

        @Override
        public String text() {
            final String size = "window(" + duration(sizeNs) + ")";
            final String slide = slideNs == sizeNs ? "" : " every(" + duration(slideNs) + ")";
            final String offset = offsetNs == 0 ? "" : " offset(" + duration(offsetNs) + ")";
            return size + slide + offset + (zone == null ? "" : " zone(" + zone + ")");
        }
    }

    /** Windows that end where no record follows for a while. */
    record Sessions<T>(Session<? super T> session) implements WindowBounds<T> {
        @Override
        public String text() {
            return session.gapNs() instanceof FixedGap gap
                    ? "window(session of " + duration(gap.ns()) + ")"
                    : "window(session)";
        }
    }

    private static String duration(final long ns) {
        return ns < 0 ? ns + "ns" : Settings.FLUSH_INTERVAL.text(ns);
    }
}
