// SPDX-License-Identifier: Apache-2.0
package io.ringbus.demo;

import io.ringbus.codec.Ascii;
import io.ringbus.codec.Codecs;
import io.ringbus.codec.RecordCodec;

/**
 * A trade or a quote. A trade has a price and a size; a quote has a bid, an ask or both; what it has not is 0.
 *
 * <p><b>Units.</b> {@code timeNs} is event time since the epoch; {@code sentNs} is when the record was or should have been
 * sent, by {@code System.nanoTime()}.
 */
record Tick(@Ascii(8) String symbol, double price, double size, double bid, double ask, long timeNs, long sentNs) {
    static final RecordCodec<Tick> CODEC = Codecs.of(Tick.class);

    static Tick trade(final String symbol, final double price, final double size, final long timeNs) {
        return new Tick(symbol, price, size, 0, 0, timeNs, 0);
    }

    static Tick quote(final String symbol, final double bid, final double ask, final long timeNs) {
        return new Tick(symbol, 0, 0, bid, ask, timeNs, 0);
    }

    Tick sentAt(final long nanoTime) {
        return new Tick(symbol, price, size, bid, ask, timeNs, nanoTime);
    }

    boolean isTrade() {
        return price != 0;
    }

    boolean isQuote() {
        return price == 0;
    }

    /** 1 when there is a bid: the weight of {@link #bid} in a mean. */
    double bids() {
        return bid > 0 ? 1 : 0;
    }

    /** 1 when there is an ask: the weight of {@link #ask} in a mean. */
    double asks() {
        return ask > 0 ? 1 : 0;
    }

    /** The ask, or infinity where there is none: what a lowest ask is made of. */
    double askOrInfinity() {
        return ask > 0 ? ask : Double.POSITIVE_INFINITY;
    }
}
