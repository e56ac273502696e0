// SPDX-License-Identifier: Apache-2.0
package io.ringbus.demo;

import io.ringbus.codec.Ascii;

/** What the slides' streams carry. */
record StockPrice(@Ascii(8) String symbol, double price) {
    /** What prices are compared with before the first one. */
    static final StockPrice DEFAULT = new StockPrice("", 1_000);

    /** By what part of its earlier value a price has changed: 0.05 is five per cent. */
    static double relativeChange(final StockPrice from, final StockPrice to) {
        return Math.abs(to.price - from.price) / from.price;
    }

    /** Reads {@code SPX,1804.76}. */
    static StockPrice parse(final String line) {
        final int comma = line.indexOf(',');
        if (comma < 1) {
            throw new IllegalArgumentException("price: line='" + line + "' has no symbol and comma: send SYMBOL,PRICE");
        }
        try {
            return new StockPrice(line.substring(0, comma).strip(), Double.parseDouble(line.substring(comma + 1)));
        } catch (final NumberFormatException notANumber) {
            throw new IllegalArgumentException(
                    "price: line='" + line + "' has no number behind its comma: send SYMBOL,PRICE", notANumber);
        }
    }
}
