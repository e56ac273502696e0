// SPDX-License-Identifier: Apache-2.0
package io.ringbus.demo;

import static io.ringbus.windows.Watermarks.monotonous;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.ringbus.config.Config;
import io.ringbus.connectors.Sinks;
import io.ringbus.stage.Execution;
import io.ringbus.stream.Pipeline;
import io.ringbus.stream.PolicyWindowedStream;
import io.ringbus.stream.Stream;
import io.ringbus.windows.policy.Delta;
import io.ringbus.windows.policy.Time;
import java.io.PrintStream;
import java.time.Duration;

/** The slide "Data-driven windows": warnings of prices that have moved by more than 5 % since the last warning. */
final class DataDrivenWindows {
    private static final Duration SILENCE = Duration.ofSeconds(1);

    private DataDrivenWindows() {}

    static void run(final Config config, final StockFeeds feeds, final PrintStream out) throws InterruptedException {
        final Pipeline pipeline = Pipeline.create(config);

        final Stream<StockPrice> prices = pipeline.from(feeds.lines(), SILENCE)
                .map(StockPrice::parse)
                .watermarks(monotonous())
                .merge(pipeline.from(feeds.generator("SPX", 10)).watermarks(monotonous()))
                .merge(pipeline.from(feeds.generator("FTSE", 20)).watermarks(monotonous()));

        // (1) Define windows of prices that stay within 5 % of the one that ended the last window
        final PolicyWindowedStream<String, StockPrice> calm =
                prices.keyBy(StockPrice::symbol).window(Delta.of(0.05, StockPrice::relativeChange, StockPrice.DEFAULT));

        // (2) Warn of each window that ends
        final Stream<Count> warnings = calm.mapWindow((symbol, window, warned) -> warned.emit(new Count(symbol, 1)));

        // (3) Count the warnings of each stock in windows of 30 seconds
        final Stream<Count> counts =
                warnings.keyBy(Count::symbol).window(Time.of(30, SECONDS)).sum(Count::count);

        // (4) Print the counts
        counts.to(Sinks.print(out));

        try (Execution execution = pipeline.start()) {
            execution.await();
        }
    }
}
