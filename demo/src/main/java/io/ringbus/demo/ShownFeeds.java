// SPDX-License-Identifier: Apache-2.0
package io.ringbus.demo;

import io.ringbus.chain.Source;
import io.ringbus.connectors.Sources;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The four prices on the slides, one a second, and a minute later one that has not changed, so that time goes on. */
final class ShownFeeds implements StockFeeds {
    private static final Map<String, Long> SECONDS = Map.of("SPX", 1L, "FTSE", 2L);

    @Override
    public Source<String> lines() {
        return Sources.of(List.of("HDP,23.8", "HDP,26.6"))
                .timestamps(line -> seconds(line.endsWith("23.8") ? 3 : 4))
                .named("lines");
    }

    @Override
    public Source<StockPrice> generator(final String symbol, final double sigma) {
        final StockPrice price = new StockPrice(symbol, symbol.equals("SPX") ? 2113.9 : 6931.7);
        final long[] records = new long[1];
        final List<StockPrice> prices = symbol.equals("SPX") ? List.of(price, price) : List.of(price);
        return Sources.of(prices)
                .timestamps(any -> seconds(SECONDS.getOrDefault(symbol, 0L) + 60 * records[0]++))
                .named(symbol);
    }

    private static long seconds(final long seconds) {
        return TimeUnit.SECONDS.toNanos(seconds);
    }
}
