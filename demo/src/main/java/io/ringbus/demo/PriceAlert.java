// SPDX-License-Identifier: Apache-2.0
package io.ringbus.demo;

import io.ringbus.codec.Ascii;

/**
 * The price of a symbol that the last warning came with, and whether the latest price is one to warn of. The first price
 * of a symbol is what its next ones are compared with.
 */
record PriceAlert(@Ascii(8) String symbol, double triggerPrice, boolean raised) {
    /** A symbol without a price yet. */
    static final PriceAlert NONE = new PriceAlert("", Double.NaN, false);

    private static final double THRESHOLD = 0.05;

    /** What the next price of the symbol makes of it. */
    PriceAlert next(final StockPrice price) {
        if (Double.isNaN(triggerPrice)) {
            return new PriceAlert(price.symbol(), price.price(), false);
        }
        final boolean moved = Math.abs(price.price() - triggerPrice) >= THRESHOLD * triggerPrice;
        return new PriceAlert(symbol, moved ? price.price() : triggerPrice, moved);
    }
}
