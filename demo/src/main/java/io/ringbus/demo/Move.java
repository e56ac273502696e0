// SPDX-License-Identifier: Apache-2.0
package io.ringbus.demo;

import io.ringbus.codec.Ascii;

/**
 * The latest price of a symbol, held against the price of its last warning or its first price. Quotes change nothing but
 * the times.
 *
 * @param previous  what this price was held against
 * @param reference what the next price is held against: this price if it is worth a warning, else {@code previous}
 */
record Move(
        @Ascii(8) String symbol,
        double price,
        double previous,
        double reference,
        boolean isWarning,
        long timeNs,
        long sentNs) {
    /** Change of price that is worth a warning. */
    static final double THRESHOLD = 0.05;

    /** A symbol without a price yet. */
    static final Move NONE = new Move("", 0, 0, 0, false, 0, 0);

    /** The symbol's move once {@code tick} is known. */
    Move next(final Tick tick) {
        if (tick.isQuote()) {
            return new Move(tick.symbol(), price, previous, reference, false, tick.timeNs(), tick.sentNs());
        }
        final double current = tick.price();
        final double base = reference == 0 ? current : reference;
        final boolean warning = Math.abs(current / base - 1) >= THRESHOLD;
        return new Move(tick.symbol(), current, base, warning ? current : base, warning, tick.timeNs(), tick.sentNs());
    }

    /** Relative change of the price. */
    double change() {
        return price / previous - 1;
    }
}
