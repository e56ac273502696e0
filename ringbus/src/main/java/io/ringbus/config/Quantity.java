// SPDX-License-Identifier: Apache-2.0
package io.ringbus.config;

import java.util.Locale;

/**
 * Numbers as people write them in settings: {@code 64k}, {@code 50us}.
 *
 * <p><b>Failure.</b> {@link IllegalArgumentException} whose message continues the sentence "name=value ...". A number
 * too large for a long becomes {@link Long#MAX_VALUE} or {@link Long#MIN_VALUE}, so that the check of the bounds
 * refuses it.
 */
final class Quantity {
    private static final String[] DURATION_SUFFIXES = {"h", "m", "s", "ms", "us", "ns"};
    private static final long[] DURATION_UNITS_NS = {
        3_600_000_000_000L, 60_000_000_000L, 1_000_000_000L, 1_000_000L, 1_000L, 1L
    };

    private Quantity() {}

    /** Reads a count or a size in bytes; {@code k}, {@code m} and {@code g} are powers of 1024. */
    static long parseWhole(final String text) {
        final int digits = digitsEnd(text);
        final long factor = switch (lower(text.substring(digits))) {
            case "" -> 1L;
            case "k" -> 1L << 10;
            case "m" -> 1L << 20;
            case "g" -> 1L << 30;
            default -> 0L;
        };
        if (digits == 0 || factor == 0) {
            throw new IllegalArgumentException(
                    "is not a whole number: write digits, and k, m or g where it helps, as in 64k");
        }
        return product(text.substring(0, digits), factor);
    }

    /** Reads a duration in nanoseconds; only 0 and -1 go without a unit. */
    static long parseDuration(final String text) {
        if (text.equals("0")) {
            return 0;
        }
        if (text.equals("-1")) {
            return -1;
        }
        final int digits = digitsEnd(text);
        final String suffix = lower(text.substring(digits));
        if (digits > 0 && suffix.isEmpty()) {
            throw new IllegalArgumentException("lacks a unit: write " + text + "us or " + text + "ms");
        }
        for (int i = 0; i < DURATION_SUFFIXES.length && digits > 0; i++) {
            if (DURATION_SUFFIXES[i].equals(suffix)) {
                return product(text.substring(0, digits), DURATION_UNITS_NS[i]);
            }
        }
        throw new IllegalArgumentException(
                "is not a duration: write a whole number and ns, us, ms, s, m or h, as in 50us");
    }

    /** Writes a duration with the largest unit that leaves a whole number. */
    static String durationText(final long durationNs) {
        if (durationNs == 0 || durationNs == -1) {
            return Long.toString(durationNs);
        }
        int unit = 0;
        while (durationNs % DURATION_UNITS_NS[unit] != 0) {
            unit++;
        }
        return durationNs / DURATION_UNITS_NS[unit] + DURATION_SUFFIXES[unit];
    }

    /** Index behind the sign and the digits at the start of the text, or 0 when there is no digit. */
    private static int digitsEnd(final String text) {
        final int first = text.startsWith("-") ? 1 : 0;
        int end = first;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end == first ? 0 : end;
    }

    private static long product(final String digits, final long factor) {
        try {
            return Math.multiplyExact(Long.parseLong(digits), factor);
        } catch (final ArithmeticException | NumberFormatException overflow) {
            return digits.startsWith("-") ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }

    private static String lower(final String suffix) {
        return suffix.strip().toLowerCase(Locale.ROOT);
    }
}
