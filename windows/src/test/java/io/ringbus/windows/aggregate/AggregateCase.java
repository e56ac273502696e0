// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

import io.ringbus.codec.AddressCodec;
import io.ringbus.slot.Memory;
import io.ringbus.windows.Trade;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** An aggregate beside its naive definition over the records in order of arrival, and how far apart numbers may be. */
public record AggregateCase(
        String name,
        Aggregate<Trade, ?> aggregate,
        Function<List<AggregateCase.Stamped>, Object> naive,
        double tolerance) {
    private static final double ROUNDING = 1e-9;

    /** With numbers that may be apart by rounding alone. */
    public AggregateCase(
            final String name,
            final Aggregate<Trade, ?> aggregate,
            final Function<List<AggregateCase.Stamped>, Object> naive) {
        this(name, aggregate, naive, ROUNDING);
    }

    /** A record with its time. */
    public record Stamped(Trade trade, long timestampNs) {}

    /** The accumulator of the user's aggregate. */
    record Spread(double low, double high) {
        private record SpreadCodec() implements AddressCodec<Spread> {
            @Override
            public int schemaId() {
                return 1;
            }

            @Override
            public int maxLength() {
                return 2 * Double.BYTES;
            }

            @Override
            public int encodeAt(final Spread value, final long address) {
                Memory.putDouble(address, value.low());
                Memory.putDouble(address + Double.BYTES, value.high());
                return maxLength();
            }

            @Override
            public Spread decodeAt(final long address, final int length) {
                return new Spread(Memory.getDouble(address), Memory.getDouble(address + Double.BYTES));
            }
        }

        Spread with(final Spread other) {
            return new Spread(Math.min(low, other.low), Math.max(high, other.high));
        }
    }

    static final Comparator<Stamped> BY_TIME = Comparator.comparingLong(Stamped::timestampNs);
    static final Comparator<Stamped> BY_PRICE =
            Comparator.comparingDouble(stamped -> stamped.trade().price());

    /** All built-in aggregates, and some made of them. */
    public static List<AggregateCase> all() {
        return Stream.concat(simple().stream(), StatisticCases.all().stream()).toList();
    }

    private static List<AggregateCase> simple() {
        final AddressCodec<Trade> codec = Trade.CODEC;
        final ToDoubleFunction<Trade> price = Trade::price;
        final AggregateCase count = new AggregateCase("count", Aggregates.count(), all -> (long) all.size());
        final AggregateCase mean =
                new AggregateCase("mean", Aggregates.mean(price), all -> sum(all, price) / all.size());
        return List.of(
                count,
                mean,
                new AggregateCase("sum", Aggregates.sum(price), all -> sum(all, price)),
                new AggregateCase("sumLong", Aggregates.sumLong(Trade::size), AggregateCase::sizes),
                new AggregateCase(
                        "min",
                        Aggregates.min(price),
                        all -> ordered(all, BY_PRICE).get(0).price()),
                new AggregateCase(
                        "max",
                        Aggregates.max(price),
                        all -> last(ordered(all, BY_PRICE)).price()),
                new AggregateCase(
                        "minLong",
                        Aggregates.minLong(Trade::size),
                        all -> sortedSizes(all).get(0)),
                new AggregateCase("maxLong", Aggregates.maxLong(Trade::size), all -> last(sortedSizes(all))),
                new AggregateCase(
                        "minBy",
                        Aggregates.minBy(codec, price),
                        all -> ordered(all, BY_PRICE.thenComparing(BY_TIME)).get(0)),
                new AggregateCase(
                        "minBy, last",
                        Aggregates.minBy(codec, price, Ties.KEEP_LAST),
                        all -> last(ordered(all, BY_PRICE.reversed().thenComparing(BY_TIME)))),
                new AggregateCase(
                        "maxBy",
                        Aggregates.maxBy(codec, price),
                        all -> ordered(all, BY_PRICE.reversed().thenComparing(BY_TIME))
                                .get(0)),
                new AggregateCase(
                        "maxBy, last",
                        Aggregates.maxBy(codec, price, Ties.KEEP_LAST),
                        all -> last(ordered(all, BY_PRICE.thenComparing(BY_TIME)))),
                new AggregateCase(
                        "first",
                        Aggregates.first(codec),
                        all -> ordered(all, BY_TIME).get(0)),
                new AggregateCase("last", Aggregates.last(codec), all -> last(ordered(all, BY_TIME))),
                new AggregateCase("ohlc", Aggregates.ohlc(price), AggregateCase::bar),
                new AggregateCase(
                        "vwap",
                        Aggregates.vwap(price, Trade::size),
                        all -> sum(all, trade -> trade.price() * trade.size()) / sum(all, Trade::size)),
                new AggregateCase("spread", spread(), all -> bar(all).high() - bar(all).low()),
                new AggregateCase(
                        "count and mean",
                        Aggregates.<Trade>count().and(Aggregates.mean(price), List::of),
                        all -> List.of(count.naive().apply(all), mean.naive().apply(all))),
                new AggregateCase(
                        "count and sumLong",
                        Aggregates.<Trade>count().and(Aggregates.sumLong(Trade::size), List::of),
                        all -> List.of((long) all.size(), sizes(all))),
                field("sum of price", Trade.PRICE_OFFSET, FieldType.DOUBLE, FieldAggregate.Kind.SUM),
                field("min of price", Trade.PRICE_OFFSET, FieldType.DOUBLE, FieldAggregate.Kind.MIN),
                field("max of size", Trade.SIZE_OFFSET, FieldType.INT, FieldAggregate.Kind.MAX),
                field("sum of size", Trade.SIZE_OFFSET, FieldType.INT, FieldAggregate.Kind.SUM));
    }

    private static Aggregate<Trade, Double> spread() {
        return Aggregates.<Trade, Spread, Double>of(
                new Spread.SpreadCodec(),
                trade -> new Spread(trade.price(), trade.price()),
                (spread, trade) -> spread.with(new Spread(trade.price(), trade.price())),
                Spread::with,
                spread -> spread.high() - spread.low());
    }

    private static AggregateCase field(
            final String name, final int offset, final FieldType type, final FieldAggregate.Kind kind) {
        return new AggregateCase(name, new FieldAggregate<>(Trade.CODEC, offset, type, kind), all -> {
            final Trade first = ordered(all, BY_TIME).get(0);
            final boolean ofPrice = offset == Trade.PRICE_OFFSET;
            final double[] values = all.stream()
                    .mapToDouble(
                            one -> ofPrice ? one.trade().price() : one.trade().size())
                    .sorted()
                    .toArray();
            double value = values[kind == FieldAggregate.Kind.MIN ? 0 : values.length - 1];
            if (kind == FieldAggregate.Kind.SUM) {
                value = java.util.Arrays.stream(values).sum();
            }
            return ofPrice
                    ? new Trade(first.symbol(), first.id(), value, first.size())
                    : new Trade(first.symbol(), first.id(), first.price(), (int) value);
        });
    }

    static double sum(final List<Stamped> all, final ToDoubleFunction<Trade> value) {
        return all.stream().mapToDouble(one -> value.applyAsDouble(one.trade())).sum();
    }

    static Object sizes(final List<Stamped> all) {
        return all.stream().mapToLong(one -> one.trade().size()).sum();
    }

    static List<Long> sortedSizes(final List<Stamped> all) {
        return all.stream().map(one -> (long) one.trade().size()).sorted().toList();
    }

    static List<Trade> ordered(final List<Stamped> all, final Comparator<Stamped> order) {
        return all.stream().sorted(order).map(Stamped::trade).toList();
    }

    static <E> E last(final List<E> list) {
        return list.get(list.size() - 1);
    }

    private static Ohlc bar(final List<Stamped> all) {
        final List<Trade> byPrice = ordered(all, BY_PRICE);
        final List<Trade> byTime = ordered(all, BY_TIME);
        return new Ohlc(
                byTime.get(0).price(),
                last(byPrice).price(),
                byPrice.get(0).price(),
                last(byTime).price());
    }
}
