// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.codec.Ascii;
import io.ringbus.config.Config;
import io.ringbus.config.Settings;
import io.ringbus.connectors.GeneratorSource;
import io.ringbus.connectors.Sinks;
import io.ringbus.connectors.Sources;
import io.ringbus.stage.Execution;
import io.ringbus.windows.aggregate.Aggregates;
import io.ringbus.windows.policy.Time;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The program of the documentation, as far as its words exist: three streams of prices, windows over all of them. */
class DocumentedProgramTest {
    private static final long NS_PER_SECOND = 1_000_000_000L;

    record StockPrice(@Ascii(8) String symbol, double price, long timeNs) {
        static StockPrice parse(final String line) {
            final String[] parts = line.split(",");
            return new StockPrice(parts[0], Double.parseDouble(parts[1]), Long.parseLong(parts[2]) * NS_PER_SECOND);
        }
    }

    private static GeneratorSource<StockPrice> generator(final String symbol, final double step) {
        return Sources.<StockPrice>generate(i -> new StockPrice(symbol, 100 + i * step, i * NS_PER_SECOND))
                .count(10);
    }

    @Test
    void windowsOverMergedPrices() throws InterruptedException {
        final ByteArrayOutputStream printed = new ByteArrayOutputStream();
        final PrintStream screen = new PrintStream(printed, true, StandardCharsets.UTF_8);
        final Pipeline pipeline = Pipeline.create(Config.defaults().with(Settings.STATE_BACKEND, "slab"));

        final Stream<StockPrice> socket =
                pipeline.from(Sources.of(List.of("HDP,23.8,1", "HDP,26.6,4"))).map(StockPrice::parse);
        final Stream<StockPrice> spx = pipeline.from(generator("SPX", 10));
        final Stream<StockPrice> ftse = pipeline.from(generator("FTSE", 20));
        final Stream<StockPrice> prices = socket.eventTime(StockPrice::timeNs)
                .merge(spx.eventTime(StockPrice::timeNs))
                .merge(ftse.eventTime(StockPrice::timeNs));

        final WindowedStream<StockPrice> windowed =
                prices.window(Time.of(10, SECONDS)).every(Time.of(5, SECONDS));
        windowed.minBy(StockPrice::price).to(Sinks.print(screen));
        windowed.groupBy(StockPrice::symbol).maxBy(StockPrice::price).to(Sinks.print(screen));
        windowed.groupBy(StockPrice::symbol)
                .aggregate(Aggregates.mean(StockPrice::price))
                .to(Sinks.print(screen));

        try (Execution execution = pipeline.start()) {
            execution.await();
        }
        final String text = printed.toString(StandardCharsets.UTF_8);
        assertTrue(text.contains("StockPrice[symbol=HDP, price=23.8, timeNs=1000000000]"), text);
        assertTrue(text.contains("StockPrice[symbol=FTSE, price=280.0, timeNs=9000000000]"), text);
        assertTrue(text.contains("25.2"), text);
        assertEquals(3 + 2 * (3 + 3 + 2), text.lines().count(), text);
    }
}
