// SPDX-License-Identifier: Apache-2.0
package io.ringbus.demo;

import io.ringbus.codec.Ascii;

/** A price that depends on its number only: read again, it is the same. */
record Quote(@Ascii(8) String symbol, long price, long timeNs) {
    private static final String[] SYMBOLS = {"BTC", "DJI", "FTSE", "SPX", "XAU"};
    private static final long MILLIS = 1_000_000;
    private static final long BREAK = 60;

    /** Some milliseconds apart; now and then nothing happens for a while. */
    static Quote of(final long number) {
        final long drawn = mixed(number);
        return new Quote(
                SYMBOLS[(int) (drawn & 0xFFFF) % SYMBOLS.length],
                1_000 + (drawn >>> 16 & 0xFF),
                (number * 10 + number / BREAK * 700) * MILLIS);
    }

    private static long mixed(final long number) {
        long bits = (number + 1) * 0x9E3779B97F4A7C15L;
        bits = (bits ^ bits >>> 30) * 0xBF58476D1CE4E5B9L;
        return (bits ^ bits >>> 27) >>> 8;
    }
}
