// SPDX-License-Identifier: Apache-2.0
package io.ringbus.demo;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * The market demo's results, worked out the plain way: each tick goes into a map entry for each window that holds it. Ticks of
 * a symbol and kind come in order of time. Keys are the columns that name a row, values its numbers.
 */
final class NaiveMarket {
    private static final long NS_PER_SECOND = 1_000_000_000L;

    final Map<String, double[]> lowest = new HashMap<>();
    final Map<String, double[]> levels = new HashMap<>();
    final Map<String, double[]> bars = new HashMap<>();
    final Map<String, double[]> quotes = new HashMap<>();
    final Map<String, double[]> warnings = new HashMap<>();
    final Map<String, double[]> warningCounts = new HashMap<>();

    private final long spanNs;
    private final long slideNs;
    private final Map<Long, LowestTick> lowestTicks = new HashMap<>();
    private final Map<Long, Map<String, Sums>> tradeSums = new HashMap<>();
    private final Map<Long, Map<String, Sums>> barSums = new HashMap<>();
    private final Map<Long, Map<String, Sums>> quoteSums = new HashMap<>();
    private final Map<String, Double> references = new HashMap<>();

    private record LowestTick(String symbol, double price, long timeNs) {}

    private static final class Sums {
        private long count;
        private double open;
        private double high = Double.NEGATIVE_INFINITY;
        private double low = Double.POSITIVE_INFINITY;
        private double close;
        private double sum;
        private double turnover;
        private double volume;
        private double bid;
        private double bids;
        private double bidSum;
        private double ask = Double.POSITIVE_INFINITY;
        private double asks;
        private double askSum;
    }

    NaiveMarket(final long spanSeconds, final long slideSeconds) {
        this.spanNs = spanSeconds * NS_PER_SECOND;
        this.slideNs = slideSeconds * NS_PER_SECOND;
    }

    void trade(final String symbol, final double price, final double size, final long timeNs) {
        for (long start = timeNs - timeNs % slideNs; start > timeNs - spanNs; start -= slideNs) {
            final LowestTick lowestTick = lowestTicks.get(start);
            if (lowestTick == null
                    || price < lowestTick.price
                    || (price == lowestTick.price && timeNs < lowestTick.timeNs)) {
                lowestTicks.put(start, new LowestTick(symbol, price, timeNs));
            }
            add(sums(tradeSums, start, symbol), price, size);
        }
        add(sums(barSums, timeNs - timeNs % slideNs, symbol), price, size);
        final double reference = references.computeIfAbsent(symbol, first -> price);
        if (price >= reference * 1.05 || price <= reference * 0.95) {
            warnings.put(
                    Instant.ofEpochSecond(0, timeNs) + "," + symbol + "," + price,
                    new double[] {reference, price / reference - 1});
            references.put(symbol, price);
            final long start = timeNs - timeNs % spanNs;
            warningCounts.computeIfAbsent(key(start, spanNs, symbol), none -> new double[1])[0]++;
        }
    }

    void quote(final String symbol, final double bid, final double ask, final long timeNs) {
        for (long start = timeNs - timeNs % slideNs; start > timeNs - spanNs; start -= slideNs) {
            final Sums sums = sums(quoteSums, start, symbol);
            sums.count++;
            if (bid > 0) {
                sums.bid = Math.max(sums.bid, bid);
                sums.bids++;
                sums.bidSum += bid;
            }
            if (ask > 0) {
                sums.ask = Math.min(sums.ask, ask);
                sums.asks++;
                sums.askSum += ask;
            }
        }
    }

    /** Writes down what the windows came to. */
    void end() {
        lowestTicks.forEach((start, tick) -> lowest.put(
                key(start, spanNs, tick.symbol) + "," + Instant.ofEpochSecond(0, tick.timeNs),
                new double[] {tick.price}));
        write(tradeSums, spanNs, levels, sums -> new double[] {sums.high, sums.sum / sums.count});
        write(barSums, slideNs, bars, sums ->
                new double[] {sums.open, sums.high, sums.low, sums.close, sums.turnover / sums.volume});
        write(quoteSums, spanNs, quotes, sums ->
                new double[] {sums.count, sums.bid, sums.bidSum / sums.bids, sums.ask, sums.askSum / sums.asks});
    }

    private interface Values {
        double[] of(Sums sums);
    }

    private static void write(
            final Map<Long, Map<String, Sums>> windows,
            final long spanNs,
            final Map<String, double[]> rows,
            final Values values) {
        windows.forEach((start, symbols) ->
                symbols.forEach((symbol, sums) -> rows.put(key(start, spanNs, symbol), values.of(sums))));
    }

    private static Sums sums(final Map<Long, Map<String, Sums>> windows, final long start, final String symbol) {
        return windows.computeIfAbsent(start, none -> new HashMap<>()).computeIfAbsent(symbol, none -> new Sums());
    }

    private static void add(final Sums sums, final double price, final double size) {
        if (sums.count++ == 0) {
            sums.open = price;
        }
        sums.high = Math.max(sums.high, price);
        sums.low = Math.min(sums.low, price);
        sums.close = price;
        sums.sum += price;
        sums.turnover += price * size;
        sums.volume += size;
    }

    private static String key(final long startNs, final long spanNs, final String symbol) {
        return Instant.ofEpochSecond(0, startNs) + "," + Instant.ofEpochSecond(0, startNs + spanNs) + "," + symbol;
    }
}
