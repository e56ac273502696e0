// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import java.time.ZoneId;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Pure arithmetic of aligned time windows: time is cut into numbered slices of {@code gcd(size, slide)}, and a window is a
 * whole number of them. A window is named by the number of its first slice.
 *
 * <p>Slice {@code i} holds the times from {@code i * widthNs + phaseNs} up to the start of slice {@code i + 1}. Windows start at
 * the slices that leave the remainder {@code anchor} when divided by {@code slideSlices}; where the slide is wider than the
 * window, the slices in between are gaps and belong to no window.
 *
 * <p>Slices may also be days of a time zone, which are not all of one length; the width is then that of so many days of 24
 * hours, and numbers are as if all days were such.
 *
 * <p><b>Units.</b> Nanoseconds since the epoch for times, slices for counts and numbers.
 * <p><b>Laws.</b> Exact for all times but {@code Long.MIN_VALUE}, negative ones included; bounds beyond the range of a long
 * saturate. With slices of one nanosecond, the outermost {@value #MARGIN} nanoseconds of the range count as one slice.
 *
 * @param widthNs      width of a slice
 * @param phaseNs      start of slice 0, in [0, widthNs)
 * @param windowSlices slices of a window
 * @param slideSlices  slices from the start of a window to the start of the next
 * @param anchor       number of the first window at or above slice 0, in [0, slideSlices)
 * @param days         the days that slices consist of, or null where time is cut evenly
 */
public record Slices(
        long widthNs,
        long phaseNs,
        long windowSlices,
        long slideSlices,
        long anchor,
        @Nullable LocalDays days) {
    /** Most slices that a window may have, so that slice numbers never overflow. */
    static final long MARGIN = 1L << 21;

    /** The first valid time: {@code Long.MIN_VALUE} means "none". */
    private static final long EARLIEST_NS = -Long.MAX_VALUE;

    private static final long DAY_NS = TimeUnit.DAYS.toNanos(1);

    /**
     * Cuts windows of {@code sizeNs} that start every {@code slideNs}, one of them at {@code offsetNs}.
     *
     * <p><b>Failure.</b> Sizes and slides below 1 are refused, and so is a window of more slices than {@code slicesMax}.
     */
    public static Slices of(final long sizeNs, final long slideNs, final long offsetNs, final long slicesMax) {
        if (sizeNs < 1) {
            throw new IllegalArgumentException("window: sizeNs=" + sizeNs + " < 1");
        }
        if (slideNs < 1) {
            throw new IllegalArgumentException("window: slideNs=" + slideNs + " < 1");
        }
        final long widthNs = greatestCommonDivisor(sizeNs, slideNs);
        final long windowSlices = sizeNs / widthNs;
        if (windowSlices > Math.min(slicesMax, MARGIN)) {
            throw new IllegalArgumentException(
                    "window: slices = size / gcd(size, slide) = " + sizeNs + " ns / " + widthNs
                            + " ns = " + windowSlices + " > ringbus.window.slices.max=" + slicesMax
                            + ": choose a slide that shares a larger divisor with the size, or raise the setting");
        }
        final long firstNs = Math.floorMod(offsetNs, slideNs);
        return new Slices(widthNs, firstNs % widthNs, windowSlices, slideNs / widthNs, firstNs / widthNs, null);
    }

    /**
     * Cuts windows of whole days of a time zone: {@code offsetNs} of local time after midnight, so that 17 hours cut at five in
     * the afternoon whatever the season.
     *
     * <p><b>Failure.</b> As {@link #of}; sizes and slides that are not whole days are refused, too.
     */
    public static Slices ofDays(
            final long sizeNs, final long slideNs, final long offsetNs, final ZoneId zone, final long slicesMax) {
        if (sizeNs % DAY_NS != 0 || slideNs % DAY_NS != 0) {
            throw new IllegalArgumentException("window: sizeNs=" + sizeNs + ", slideNs=" + slideNs
                    + " are not whole days of 24 hours, but zone=" + zone
                    + ": only days follow a time zone; shift shorter windows by an offset");
        }
        final long beginNs = Math.floorMod(offsetNs, DAY_NS);
        final Slices even = of(sizeNs, slideNs, offsetNs - beginNs, slicesMax);
        final LocalDays days = new LocalDays(zone, beginNs);
        return new Slices(even.widthNs, even.phaseNs, even.windowSlices, even.slideSlices, even.anchor, days);
    }

    /** Number of the slice that holds {@code timestampNs}. */
    public long sliceOf(final long timestampNs) {
        if (days != null) {
            return Math.floorDiv(days.dayOf(timestampNs) - phaseNs / DAY_NS, widthNs / DAY_NS);
        }
        final long quotient = Math.floorDiv(timestampNs, widthNs);
        final long slice = timestampNs - quotient * widthNs < phaseNs ? quotient - 1 : quotient;
        return Math.max(Long.MIN_VALUE + MARGIN, Math.min(Long.MAX_VALUE - MARGIN, slice));
    }

    /** Whether the slice lies between two windows and belongs to neither. */
    public boolean inGap(final long slice) {
        return sinceWindow(slice) >= windowSlices;
    }

    /** The first window that holds the slice, which must not lie in a gap. */
    public long firstWindowOf(final long slice) {
        return windowAtOrAfter(slice - windowSlices + 1);
    }

    /** The last window that holds the slice, which must not lie in a gap. */
    public long lastWindowOf(final long slice) {
        return slice - sinceWindow(slice);
    }

    /** The first window that {@code watermarkNs} has not closed, or {@code Long.MAX_VALUE} when all are. */
    public long firstOpenWindow(final long watermarkNs) {
        return watermarkNs == Long.MAX_VALUE
                ? Long.MAX_VALUE
                : windowAtOrAfter(sliceOf(watermarkNs + 1) - windowSlices + 1);
    }

    /** First time of the slice, and so of the window that starts with it. */
    public long startNs(final long slice) {
        return timeNs(slice, phaseNs);
    }

    /** Last time of the slice. */
    public long lastNs(final long slice) {
        return timeNs(slice + 1, phaseNs - 1);
    }

    /** First time behind the window. */
    public long windowEndNs(final long window) {
        return timeNs(window + windowSlices, phaseNs);
    }

    /** Last time of the window: the watermark that closes it. */
    public long windowLastNs(final long window) {
        return timeNs(window + windowSlices, phaseNs - 1);
    }

    private long sinceWindow(final long slice) {
        return Math.floorMod(Math.floorMod(slice, slideSlices) - anchor, slideSlices);
    }

    private long windowAtOrAfter(final long slice) {
        final long window = slice + Math.floorMod(anchor - Math.floorMod(slice, slideSlices), slideSlices);
        return window < slice ? Long.MAX_VALUE : window;
    }

    /** {@code slice * widthNs + addendNs} in 128 bits, saturated. */
    private long timeNs(final long slice, final long addendNs) {
        if (days != null) {
            final long beginNs = days.beginNs(slice * (widthNs / DAY_NS) + phaseNs / DAY_NS);
            return beginNs == Long.MAX_VALUE ? beginNs : Math.max(EARLIEST_NS, beginNs + (addendNs - phaseNs));
        }
        final long product = slice * widthNs;
        final long low = product + addendNs;
        final int carry = Long.compareUnsigned(low, product) < 0 ? 1 : 0;
        final long high = Math.multiplyHigh(slice, widthNs) + (addendNs >> (Long.SIZE - 1)) + carry;
        if (high != low >> (Long.SIZE - 1)) {
            return high < 0 ? EARLIEST_NS : Long.MAX_VALUE;
        }
        return Math.max(EARLIEST_NS, low);
    }

    private static long greatestCommonDivisor(final long left, final long right) {
        long divisor = left;
        long rest = right;
        while (rest != 0) {
            final long next = divisor % rest;
            divisor = rest;
            rest = next;
        }
        return divisor;
    }
}
