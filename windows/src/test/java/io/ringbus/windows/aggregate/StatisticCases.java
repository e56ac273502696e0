// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

import io.ringbus.codec.Codecs;
import io.ringbus.windows.Trade;
import io.ringbus.windows.aggregate.AggregateCase.Stamped;
import io.ringbus.windows.policy.Time;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Statistics, sketches and rankings beside their definitions. */
final class StatisticCases {
    private static final int TOP = 3;
    private static final double HALF_LIFE_NS = 2;
    private static final double ERROR = 0.02;
    private static final int BINS = 64;
    private static final int PRECISION = 8;
    private static final ToDoubleFunction<Trade> PRICE = Trade::price;
    private static final ToDoubleFunction<Trade> SIZE = Trade::size;

    private StatisticCases() {}

    static List<AggregateCase> all() {
        final Time halfLife = Time.of((long) HALF_LIFE_NS, TimeUnit.NANOSECONDS);
        return List.of(
                new AggregateCase(
                        "meanLong", Aggregates.meanLong(Trade::size), all -> AggregateCase.sum(all, SIZE) / all.size()),
                new AggregateCase("summary", Aggregates.summary(PRICE), StatisticCases::summary),
                new AggregateCase("summaryLong", Aggregates.summaryLong(Trade::size), StatisticCases::summaryLong),
                new AggregateCase(
                        "variance", Aggregates.variance(PRICE), all -> products(all, PRICE, PRICE) / (all.size() - 1)),
                new AggregateCase(
                        "stddev",
                        Aggregates.stddev(PRICE, Divisor.POPULATION),
                        all -> Math.sqrt(products(all, PRICE, PRICE) / all.size())),
                new AggregateCase(
                        "covariance",
                        Aggregates.covariance(PRICE, SIZE),
                        all -> products(all, PRICE, SIZE) / (all.size() - 1)),
                new AggregateCase(
                        "covariance of a population",
                        Aggregates.covariance(PRICE, SIZE, Divisor.POPULATION),
                        all -> products(all, PRICE, SIZE) / all.size()),
                new AggregateCase("correlation", Aggregates.correlation(PRICE, SIZE), StatisticCases::correlation),
                new AggregateCase("regression", Aggregates.regression(PRICE, SIZE), StatisticCases::regression),
                new AggregateCase("ewma", Aggregates.ewma(PRICE, halfLife), StatisticCases::decayingMean),
                quantile("lowest", 0),
                quantile("median", 0.5),
                quantile("highest", 1),
                distinct("distinct texts", Aggregates.distinct(Trade::symbol, PRECISION), Trade::symbol),
                distinct(
                        "distinct keys",
                        Aggregates.distinct(Codecs.string(Long.BYTES), Trade::symbol, PRECISION),
                        Trade::symbol),
                distinct("distinct longs", Aggregates.distinctLong(Trade::size, PRECISION), Trade::size),
                new AggregateCase("top 3", Aggregates.topN(TOP, Trade.CODEC, PRICE), StatisticCases::top));
    }

    private static AggregateCase quantile(final String name, final double q) {
        return new AggregateCase(
                name,
                Aggregates.quantile(PRICE, q, ERROR, BINS),
                all -> {
                    final List<Trade> byPrice = AggregateCase.ordered(all, AggregateCase.BY_PRICE);
                    return byPrice.get((int) (q * (byPrice.size() - 1))).price();
                },
                ERROR + 1e-9);
    }

    private static AggregateCase distinct(
            final String name, final Aggregate<Trade, Long> aggregate, final Function<Trade, Object> key) {
        return new AggregateCase(
                name,
                aggregate,
                all -> all.stream()
                        .map(one -> key.apply(one.trade()))
                        .distinct()
                        .count());
    }

    private static Object summary(final List<Stamped> all) {
        final List<Trade> byPrice = AggregateCase.ordered(all, AggregateCase.BY_PRICE);
        return new DoubleSummary(
                all.size(),
                AggregateCase.sum(all, PRICE),
                byPrice.get(0).price(),
                AggregateCase.last(byPrice).price());
    }

    private static Object summaryLong(final List<Stamped> all) {
        final List<Long> sizes = AggregateCase.sortedSizes(all);
        return new LongSummary(all.size(), (long) AggregateCase.sizes(all), sizes.get(0), AggregateCase.last(sizes));
    }

    /** Sum of the products of the distances from the means. */
    private static double products(
            final List<Stamped> all, final ToDoubleFunction<Trade> x, final ToDoubleFunction<Trade> y) {
        final double xMean = AggregateCase.sum(all, x) / all.size();
        final double yMean = AggregateCase.sum(all, y) / all.size();
        return AggregateCase.sum(all, trade -> (x.applyAsDouble(trade) - xMean) * (y.applyAsDouble(trade) - yMean));
    }

    private static Object correlation(final List<Stamped> all) {
        return products(all, PRICE, SIZE) / Math.sqrt(products(all, PRICE, PRICE) * products(all, SIZE, SIZE));
    }

    private static Object regression(final List<Stamped> all) {
        final double slope = products(all, PRICE, SIZE) / products(all, PRICE, PRICE);
        final double xMean = AggregateCase.sum(all, PRICE) / all.size();
        final double yMean = AggregateCase.sum(all, SIZE) / all.size();
        final double correlation = (double) correlation(all);
        return new Regression(slope, yMean - slope * xMean, correlation * correlation);
    }

    private static Object decayingMean(final List<Stamped> all) {
        double sum = 0;
        double weights = 0;
        for (final Stamped one : all) {
            final double weight = Math.pow(2, one.timestampNs() / HALF_LIFE_NS);
            sum += weight * one.trade().price();
            weights += weight;
        }
        return sum / weights;
    }

    private static Object top(final List<Stamped> all) {
        final List<Trade> best =
                AggregateCase.ordered(all, AggregateCase.BY_PRICE.reversed().thenComparing(AggregateCase.BY_TIME));
        return best.subList(0, Math.min(TOP, best.size()));
    }
}
