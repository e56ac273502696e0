// SPDX-License-Identifier: Apache-2.0
package io.ringbus.demo;

import io.ringbus.chain.Source;

/** Where the slides' prices come from. */
interface StockFeeds {
    /** Lines {@code SYMBOL,PRICE}. */
    Source<String> lines();

    /** Prices of one symbol, with steps that are {@code sigma} wide if they are made up. */
    Source<StockPrice> generator(String symbol, double sigma);

    /** Everything generated, a minute of event time, ending by itself. */
    static StockFeeds generated() {
        return RandomFeeds.generated();
    }

    /** Lines from the server at {@code host} and {@code port}, until it closes the connection; prices at their real pace. */
    static StockFeeds live(final String host, final int port) {
        return RandomFeeds.live(host, port);
    }

    /** The prices that the slides show. */
    static StockFeeds shown() {
        return new ShownFeeds();
    }
}
