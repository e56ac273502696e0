// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SlicesPropertyTest {
    private static final BigInteger EARLIEST = BigInteger.valueOf(-Long.MAX_VALUE);
    private static final BigInteger LATEST = BigInteger.valueOf(Long.MAX_VALUE);

    @Test
    void agreesWithTheDefinitionOnWindowsOfATime() {
        for (long seed = 0; seed < 20_000; seed++) {
            final Random random = new Random(seed);
            final long unit = unit(random);
            final long size = unit * (1 + random.nextInt(60));
            final long slide = unit * (1 + random.nextInt(80));
            final long offset = random.nextBoolean() ? random.nextLong() : random.nextInt(200) - 100L;
            final long timestampNs = time(random, unit);
            final String run =
                    "seed=" + seed + " size=" + size + " slide=" + slide + " offset=" + offset + " time=" + timestampNs;
            final Slices slices = Slices.of(size, slide, offset, 4096);
            final List<BigInteger> starts = starts(size, slide, offset, timestampNs);
            final long slice = slices.sliceOf(timestampNs);
            assertEquals(starts.isEmpty(), slices.inGap(slice), run);
            if (!starts.isEmpty()) {
                compareWindows(run, slices, slice, starts, size);
            }
        }
    }

    @Test
    void agreesWithTheDefinitionOnClosedWindows() {
        for (long seed = 0; seed < 20_000; seed++) {
            final Random random = new Random(seed);
            final long unit = Math.max(2, unit(random));
            final long size = unit * (1 + random.nextInt(60));
            final long slide = unit * (1 + random.nextInt(80));
            final long offset = random.nextInt(200) - 100L;
            final long watermarkNs = time(random, unit);
            final Slices slices = Slices.of(size, slide, offset, 4096);
            final String run = "seed=" + seed + " size=" + size + " slide=" + slide + " offset=" + offset
                    + " watermark=" + watermarkNs;
            final long open = slices.firstOpenWindow(watermarkNs);
            if (watermarkNs == Long.MAX_VALUE) {
                assertEquals(Long.MAX_VALUE, open, run);
            } else {
                assertEquals(true, slices.windowLastNs(open) > watermarkNs, run);
                assertEquals(true, slices.windowLastNs(open - slices.slideSlices()) <= watermarkNs, run);
            }
        }
    }

    @Test
    void keepsASliceOfOneNanosecondInRangeAtBothEnds() {
        final Slices slices = Slices.of(7, 3, 1, 4096);
        for (final long timestampNs : new long[] {-Long.MAX_VALUE, Long.MAX_VALUE}) {
            final long slice = slices.sliceOf(timestampNs);
            assertEquals(true, slices.firstWindowOf(slice) <= slices.lastWindowOf(slice));
            assertEquals(true, slices.startNs(slices.lastWindowOf(slice)) < slices.windowEndNs(slice));
        }
    }

    @Test
    void refusesMoreSlicesThanTheSettingAllowsWithTheArithmetic() {
        final IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> Slices.of(10_000, 7, 0, 4096));
        assertEquals(
                "window: slices = size / gcd(size, slide) = 10000 ns / 1 ns = 10000 > ringbus.window.slices.max=4096:"
                        + " choose a slide that shares a larger divisor with the size, or raise the setting",
                refused.getMessage());
    }

    private static void compareWindows(
            final String run, final Slices slices, final long slice, final List<BigInteger> starts, final long size) {
        long window = slices.firstWindowOf(slice);
        for (final BigInteger start : starts) {
            assertEquals(clamped(start), slices.startNs(window), run);
            assertEquals(clamped(start.add(BigInteger.valueOf(size))), slices.windowEndNs(window), run);
            assertEquals(clamped(start.add(BigInteger.valueOf(size - 1))), slices.windowLastNs(window), run);
            window += slices.slideSlices();
        }
        assertEquals(window - slices.slideSlices(), slices.lastWindowOf(slice), run);
    }

    /** The definition: back by the slide from the last start at or before the time, while the window still holds it. */
    private static List<BigInteger> starts(
            final long size, final long slide, final long offset, final long timestampNs) {
        final BigInteger time = BigInteger.valueOf(timestampNs);
        final BigInteger step = BigInteger.valueOf(slide);
        final List<BigInteger> starts = new ArrayList<>();
        BigInteger start =
                time.subtract(time.subtract(BigInteger.valueOf(offset)).mod(step));
        while (start.compareTo(time.subtract(BigInteger.valueOf(size))) > 0) {
            starts.add(start);
            start = start.subtract(step);
        }
        Collections.reverse(starts);
        return starts;
    }

    private static long unit(final Random random) {
        return new long[] {1, 2, 1_000, 1_000_000_007L, 50_000_000_000_000_000L}[random.nextInt(5)];
    }

    /** Ordinary times, negative ones, and those at the ends of the range (not with the narrowest slices). */
    private static long time(final Random random, final long unit) {
        if (unit > 1 && random.nextInt(4) == 0) {
            final long inside = (long) (random.nextDouble() * 100 * unit);
            return random.nextBoolean() ? Long.MAX_VALUE - inside : -Long.MAX_VALUE + inside;
        }
        return random.nextBoolean() ? random.nextInt(2_000) - 1_000L : random.nextLong() / 2;
    }

    private static long clamped(final BigInteger value) {
        return value.max(EARLIEST).min(LATEST).longValueExact();
    }
}
