// SPDX-License-Identifier: Apache-2.0
package io.ringbus.demo;

import io.ringbus.chain.Source;
import io.ringbus.connectors.Csv;
import io.ringbus.connectors.CsvRecords;
import io.ringbus.connectors.FileLines;
import io.ringbus.connectors.Sources;
import io.ringbus.windows.policy.Time;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What the market demo runs on, each input in order of event time, and the windows that suit it.
 *
 * @param hasQuotes whether there are quotes beside the trades
 */
record MarketData(String title, List<Input> inputs, boolean hasQuotes, Time span, Time slide) {
    /** One stream of ticks. */
    record Input(String name, Source<Tick> source) {}

    private static final String TRADES = "bitstamp_trades_from_20131125_usd.csv";
    private static final long FIRST_SECOND = 1_385_337_600;
    private static final long LAST_SECOND = 1_385_913_725;
    private static final long INDEX_SECONDS = 6;

    /** A week of real Bitcoin trades in US dollars, and two indices generated over the same time. */
    static MarketData bitcoin() {
        return new MarketData(
                "BTC trades of Bitstamp with two generated indices",
                List.of(
                        new Input("BTC", bitstamp()),
                        new Input("SPX", index("SPX", 1_804.76, 0.0005)),
                        new Input("FTSE", index("FTSE", 6_694.62, 0.0007))),
                false,
                Time.of(1, TimeUnit.HOURS),
                Time.of(15, TimeUnit.MINUTES));
    }

    private static Source<Tick> bitstamp() {
        final ClassLoader loader = MarketData.class.getClassLoader();
        return CsvRecords.of(
                FileLines.resource(loader, TRADES),
                Csv.of(trade -> Tick.trade(
                        "BTC", trade.doubleAt(1), trade.doubleAt(2), TimeUnit.SECONDS.toNanos(trade.longAt(0)))));
    }

    /** Trades at a price that goes up or down by up to {@code step} of itself. */
    private static Source<Tick> index(final String symbol, final double firstPrice, final double step) {
        return Sources.generate(new PriceWalk(symbol, firstPrice, step, FIRST_SECOND, INDEX_SECONDS))
                .named(symbol)
                .count((LAST_SECOND - FIRST_SECOND) / INDEX_SECONDS + 1);
    }
}
