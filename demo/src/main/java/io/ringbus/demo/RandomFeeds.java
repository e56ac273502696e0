// SPDX-License-Identifier: Apache-2.0
package io.ringbus.demo;

import io.ringbus.chain.Source;
import io.ringbus.connectors.GeneratorSource;
import io.ringbus.connectors.SocketLines;
import io.ringbus.connectors.Sources;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Made-up prices: generated without a network, a minute of event time as fast as it goes, or live, with
 * lines from a socket and generated prices at their real pace for a minute.
 */
final class RandomFeeds implements StockFeeds {
    /** Prices of one generator. */
    static final int PRICES = 600;

    private static final int PRICES_PER_SECOND = 10;
    private static final double FIRST_PRICE = 1_000;
    private static final double CENTS = 100;
    private static final double LINES_SIGMA = 15;

    private final @Nullable String host;
    private final int port;
    private final int pricesPerSecond;

    private RandomFeeds(final @Nullable String host, final int port, final int pricesPerSecond) {
        this.host = host;
        this.port = port;
        this.pricesPerSecond = pricesPerSecond;
    }

    /** Everything generated, ending by itself. */
    static RandomFeeds generated() {
        return new RandomFeeds(null, 0, PRICES_PER_SECOND);
    }

    /** Lines {@code SYMBOL,PRICE} from the server at {@code host} and {@code port}, until it closes the connection. */
    static RandomFeeds live(final String host, final int port) {
        return live(host, port, PRICES_PER_SECOND);
    }

    /** The same, with this many prices per second of each generator. */
    static RandomFeeds live(final String host, final int port, final int pricesPerSecond) {
        return new RandomFeeds(host, port, pricesPerSecond);
    }

    @Override
    public Source<String> lines() {
        if (host != null) {
            return new ArrivalTimes<>(SocketLines.of(host, port));
        }
        final LongFunction<StockPrice> walk = walk("DJI", LINES_SIGMA);
        return timed(Sources.generate(i -> line(walk.apply(i))).named("lines"));
    }

    @Override
    public Source<StockPrice> generator(final String symbol, final double sigma) {
        return timed(Sources.generate(walk(symbol, sigma)).named(symbol));
    }

    private <T> Source<T> timed(final GeneratorSource<T> endless) {
        final GeneratorSource<T> source = endless.count(PRICES);
        if (host != null) {
            return new ArrivalTimes<>(source.perSecond(pricesPerSecond));
        }
        final long[] records = new long[1];
        return source.timestamps(record -> TimeUnit.SECONDS.toNanos(records[0]++) / pricesPerSecond);
    }

    private static LongFunction<StockPrice> walk(final String symbol, final double sigma) {
        final Random random = new Random(symbol.hashCode());
        final double[] price = {FIRST_PRICE};
        return i -> {
            price[0] = Math.max(1, Math.rint((price[0] + sigma * random.nextGaussian()) * CENTS) / CENTS);
            return new StockPrice(symbol, price[0]);
        };
    }

    private static String line(final StockPrice price) {
        return price.symbol() + "," + price.price();
    }
}
