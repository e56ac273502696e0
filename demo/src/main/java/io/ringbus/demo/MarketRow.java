// SPDX-License-Identifier: Apache-2.0
package io.ringbus.demo;

import io.ringbus.windows.WindowResult;
import io.ringbus.windows.aggregate.Ohlc;
import java.time.Instant;

/** The lines of the market demo's result files; a window goes from its start up to its end, which it does not hold. */
sealed interface MarketRow {
    /** {@code lowest.csv}: the lowest price of all symbols in a window. */
    record Lowest(Instant start, Instant end, String symbol, double price, Instant time) implements MarketRow {
        static Lowest of(final WindowResult<?, Tick> window) {
            final Tick tick = window.value();
            return new Lowest(
                    instant(window.startNs()),
                    instant(window.endNs()),
                    tick.symbol(),
                    tick.price(),
                    instant(tick.timeNs()));
        }
    }

    /** {@code levels.csv}: the highest and the mean price of a symbol in a window. */
    record Level(Instant start, Instant end, String symbol, double highest, double mean) implements MarketRow {
        /** What the aggregates come to. */
        record HighAndMean(double highest, double mean) {}

        static Level of(final WindowResult<String, HighAndMean> window) {
            final HighAndMean prices = window.value();
            return new Level(
                    instant(window.startNs()), instant(window.endNs()), window.key(), prices.highest, prices.mean);
        }
    }

    /** {@code bars.csv}: open, high, low, close and volume-weighted price of a symbol. */
    record Bar(
            Instant start, Instant end, String symbol, double open, double high, double low, double close, double vwap)
            implements MarketRow {
        /** What the aggregates come to. */
        record OhlcAndVwap(Ohlc ohlc, double vwap) {}

        static Bar of(final WindowResult<String, OhlcAndVwap> window) {
            final Ohlc ohlc = window.value().ohlc();
            return new Bar(
                    instant(window.startNs()),
                    instant(window.endNs()),
                    window.key(),
                    ohlc.open(),
                    ohlc.high(),
                    ohlc.low(),
                    ohlc.close(),
                    window.value().vwap());
        }
    }

    /**
     * {@code quotes.csv}: the quotes of a symbol in a window. Without bids the highest is 0 and the mean is NaN, without asks
     * the lowest is infinite and the mean is NaN.
     */
    record Spread(
            Instant start,
            Instant end,
            String symbol,
            long quotes,
            double highestBid,
            double meanBid,
            double lowestAsk,
            double meanAsk)
            implements MarketRow {
        /** One side of the quotes. */
        record Side(double best, double mean) {}

        /** Both sides. */
        record Sides(Side bid, Side ask) {}

        /** What the aggregates come to. */
        record Quotes(Sides sides, long count) {}

        static Spread of(final WindowResult<String, Quotes> window) {
            final Sides sides = window.value().sides;
            return new Spread(
                    instant(window.startNs()),
                    instant(window.endNs()),
                    window.key(),
                    window.value().count,
                    sides.bid.best,
                    sides.bid.mean,
                    sides.ask.best,
                    sides.ask.mean);
        }
    }

    /** {@code warnings.csv}: a price that has moved by 5 % since the symbol's last warning. */
    record Warning(Instant time, String symbol, double price, double previous, double change) implements MarketRow {
        static Warning of(final Move move) {
            return new Warning(instant(move.timeNs()), move.symbol(), move.price(), move.previous(), move.change());
        }
    }

    /** {@code warning-counts.csv}: warnings of a symbol in a window. */
    record WarningCount(Instant start, Instant end, String symbol, long warnings) implements MarketRow {
        static WarningCount of(final WindowResult<String, Long> window) {
            return new WarningCount(instant(window.startNs()), instant(window.endNs()), window.key(), window.value());
        }
    }

    /** A time of the engine for people. */
    static Instant instant(final long timeNs) {
        return Instant.ofEpochSecond(0, timeNs);
    }
}
