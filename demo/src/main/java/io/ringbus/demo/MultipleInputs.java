// SPDX-License-Identifier: Apache-2.0
package io.ringbus.demo;

import io.ringbus.config.Config;
import io.ringbus.connectors.Sinks;
import io.ringbus.stage.Execution;
import io.ringbus.stream.Pipeline;
import io.ringbus.stream.Stream;
import java.io.PrintStream;

/** The slide "Reading from multiple inputs". */
final class MultipleInputs {
    private MultipleInputs() {}

    static void run(final Config config, final StockFeeds feeds, final PrintStream out) throws InterruptedException {
        final Pipeline pipeline = Pipeline.create(config);

        // (1) Read prices as text, from a socket in the live variant, and parse them
        final Stream<StockPrice> socket = pipeline.from(feeds.lines()).map(StockPrice::parse);

        // (2) Generate prices of other stocks
        final Stream<StockPrice> spx = pipeline.from(feeds.generator("SPX", 10));
        final Stream<StockPrice> ftse = pipeline.from(feeds.generator("FTSE", 20));

        // (3) Merge all of them into one stream
        final Stream<StockPrice> prices = socket.merge(spx).merge(ftse);

        // (4) Print it
        prices.to(Sinks.print(out));

        try (Execution execution = pipeline.start()) {
            execution.await();
        }
    }
}
