// SPDX-License-Identifier: Apache-2.0
package io.ringbus.demo;

import io.ringbus.config.Config;
import io.ringbus.demo.MarketRow.Spread.Quotes;
import io.ringbus.demo.MarketRow.Spread.Side;
import io.ringbus.demo.MarketRow.Spread.Sides;
import io.ringbus.stream.Pipeline;
import io.ringbus.stream.Stream;
import io.ringbus.stream.WindowedStream;
import io.ringbus.windows.aggregate.Aggregate;
import io.ringbus.windows.aggregate.Aggregates;
import java.util.List;

/**
 * The main job, and what {@code mvn -q -Pdemo} runs: prices of a market in windows of event time, and warnings of those that
 * move. Two stages with a ring between them: one reads and merges, the other keeps the windows.
 */
public final class MarketDemo {
    /** Name of the second stage and of the ring before it. */
    static final String WINDOWS = "windows";

    private MarketDemo() {}

    /** The command {@code market} of {@link Main}. */
    public static void main(final String[] args) {
        final String[] command = new String[args.length + 1];
        command[0] = "market";
        System.arraycopy(args, 0, command, 1, args.length);
        Main.main(command);
    }

    static Pipeline pipeline(
            final Config config, final MarketData data, final Replay replay, final MarketResults results) {
        final Pipeline pipeline = Pipeline.create(config);

        // (1) Read the inputs, merge them in event time, and hand over to a second thread
        final Stream<Tick> ticks = merged(pipeline, replay.inputs()).stage(WINDOWS);
        final Stream<Tick> trades = ticks.filter(Tick::isTrade);

        // (2) Windows: the lowest price of all, levels and bars of each symbol
        final WindowedStream<Tick> windowed = trades.window(data.span()).every(data.slide());
        windowed.aggregate(Aggregates.minBy(Tick.CODEC, Tick::price))
                .map(MarketRow.Lowest::of)
                .to(results.lowest());
        windowed.groupBy(Tick::symbol)
                .aggregate(
                        Aggregates.max(Tick::price).and(Aggregates.mean(Tick::price), MarketRow.Level.HighAndMean::new))
                .map(MarketRow.Level::of)
                .to(results.levels());
        trades.keyBy(Tick::symbol)
                .window(data.slide())
                .aggregate(Aggregates.ohlc(Tick::price)
                        .and(Aggregates.vwap(Tick::price, Tick::size), MarketRow.Bar.OhlcAndVwap::new))
                .map(MarketRow.Bar::of)
                .to(results.bars());
        if (data.hasQuotes()) {
            ticks.filter(Tick::isQuote)
                    .window(data.span())
                    .every(data.slide())
                    .groupBy(Tick::symbol)
                    .aggregate(quotes())
                    .map(MarketRow.Spread::of)
                    .to(results.quotes());
        }

        // (3) Warnings: prices that have moved by 5 % since the last one, counted
        final Stream<Move> moves = ticks.keyBy(Tick::symbol).fold(Move.NONE, Move::next);
        final Stream<Move> warnings = moves.filter(Move::isWarning);
        warnings.map(MarketRow.Warning::of).to(results.warnings());
        warnings.keyBy(Move::symbol)
                .window(data.span())
                .count()
                .map(MarketRow.WarningCount::of)
                .to(results.warningCounts());

        // (4) The latency of each record, behind everything else
        moves.to(results.latency());
        return pipeline;
    }

    private static Stream<Tick> merged(final Pipeline pipeline, final List<ReplayedInput> inputs) {
        Stream<Tick> merged = read(pipeline, inputs.get(0));
        for (final ReplayedInput input : inputs.subList(1, inputs.size())) {
            merged = merged.merge(read(pipeline, input));
        }
        return merged;
    }

    private static Stream<Tick> read(final Pipeline pipeline, final ReplayedInput input) {
        return pipeline.from(input).name(input.name()).as(Tick.class).eventTime(Tick::timeNs);
    }

    private static Aggregate<Tick, Quotes> quotes() {
        final Aggregate<Tick, Side> bid =
                Aggregates.max(Tick::bid).and(Aggregates.vwap(Tick::bid, Tick::bids), Side::new);
        final Aggregate<Tick, Side> ask =
                Aggregates.min(Tick::askOrInfinity).and(Aggregates.vwap(Tick::ask, Tick::asks), Side::new);
        return bid.and(ask, Sides::new).and(Aggregates.count(), Quotes::new);
    }
}
