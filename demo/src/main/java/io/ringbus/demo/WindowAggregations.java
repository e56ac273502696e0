// SPDX-License-Identifier: Apache-2.0
package io.ringbus.demo;

import static io.ringbus.windows.Watermarks.monotonous;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.ringbus.config.Config;
import io.ringbus.connectors.Sinks;
import io.ringbus.stage.Execution;
import io.ringbus.stream.Pipeline;
import io.ringbus.stream.Stream;
import io.ringbus.stream.WindowedStream;
import io.ringbus.windows.aggregate.Aggregates;
import io.ringbus.windows.policy.Time;
import java.io.PrintStream;
import java.time.Duration;

/** The slide "Window aggregations". */
final class WindowAggregations {
    private static final Duration SILENCE = Duration.ofSeconds(1);

    private WindowAggregations() {}

    static void run(final Config config, final StockFeeds feeds, final PrintStream out) throws InterruptedException {
        final Pipeline pipeline = Pipeline.create(config);

        final Stream<StockPrice> prices = pipeline.from(feeds.lines(), SILENCE)
                .map(StockPrice::parse)
                .watermarks(monotonous())
                .merge(pipeline.from(feeds.generator("SPX", 10)).watermarks(monotonous()))
                .merge(pipeline.from(feeds.generator("FTSE", 20)).watermarks(monotonous()));

        // (1) Define the windows: 10 seconds, every 5 seconds
        final WindowedStream<StockPrice> windowed =
                prices.window(Time.of(10, SECONDS)).every(Time.of(5, SECONDS));

        // (2) The lowest price of all stocks
        windowed.minBy(StockPrice::price).map(price -> "lowest of all " + price).to(Sinks.print(out));

        // (3) The highest price of each stock
        windowed.groupBy(StockPrice::symbol)
                .maxBy(StockPrice::price)
                .map(price -> "highest " + price)
                .to(Sinks.print(out));

        // (4) The mean price of each stock
        windowed.groupBy(StockPrice::symbol)
                .aggregate(Aggregates.mean(StockPrice::price))
                .map(mean -> "mean " + new StockPrice(mean.key(), mean.value()))
                .to(Sinks.print(out));

        try (Execution execution = pipeline.start()) {
            execution.await();
        }
    }
}
