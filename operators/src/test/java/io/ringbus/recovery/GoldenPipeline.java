// SPDX-License-Identifier: Apache-2.0
package io.ringbus.recovery;

import io.ringbus.codec.Codecs;
import io.ringbus.connectors.Journal;
import io.ringbus.connectors.Sinks;
import io.ringbus.connectors.Sources;
import io.ringbus.ring.Ingress;
import io.ringbus.stream.KeyedStream;
import io.ringbus.stream.Stream;
import io.ringbus.windows.aggregate.Aggregates;
import io.ringbus.windows.policy.Count;
import io.ringbus.windows.policy.Delta;
import io.ringbus.windows.policy.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A pipeline with state of many kinds, and what it comes to. */
final class GoldenPipeline extends GoldenRun {
    private static final String INPUT = "input.txt";
    private static final int LINES = 40;

    private final Ingress<Order> orders;
    private final int parallelism;

    /** Everything in {@code folder}; {@code parallelism} of what may have another one after a savepoint. */
    GoldenPipeline(final Path folder, final String backend, final int parallelism, final boolean isHeld)
            throws IOException {
        super(folder, backend, isHeld);
        this.parallelism = parallelism;
        final Stream<Quote> quotes = quotes(states());
        quotes.keyBy(Quote::symbol)
                .maxBy(Quote::price)
                .name("parts")
                .to(Sinks.csv(output().resolve("parts.csv"), Quote.class).inParts())
                .name("parts out");
        from(Sources.lines(folder.resolve(INPUT)), LINES)
                .as(Codecs.string(16))
                .name("lines")
                .keyBy(line -> line.substring(0, 1))
                .aggregate(Aggregates.count())
                .name("counted lines")
                .map(count -> "lines " + count)
                .name("counted lines text")
                .to(Sinks.lines(file("lines")))
                .name("lines out");
        orders = pipeline().ingress("orders", Codecs.of(Order.class), Journal.in(folder.resolve("journal")));
        pipeline()
                .from(orders)
                .keyBy(Order::id)
                .sum(Order::amount)
                .name("amounts")
                .map(order -> "orders " + order)
                .name("amounts text")
                .to(Sinks.lines(file("orders")))
                .name("orders out");
    }

    /** Every kind of keyed state. */
    private Map<String, Function<Stream<Quote>, Stream<?>>> states() {
        final Map<String, Function<Stream<Quote>, Stream<?>>> states = new LinkedHashMap<>();
        states.put("rolling", in -> bySymbol(in).sum(Quote::price));
        states.put(
                "fold",
                in -> bySymbol(in)
                        .fold(
                                new Order(0, 0),
                                (order, quote) -> new Order(order.id() + 1, 31 * order.amount() + quote.price())));
        states.put("integer-keys", in -> in.keyBy(Quote::id).aggregate(Aggregates.mean(Quote::price)));
        states.put("tumbling", in -> bySymbol(in).window(SPAN).aggregate(Aggregates.maxLong(Quote::price)));
        states.put(
                "sliding",
                in -> bySymbol(in)
                        .window(SPAN)
                        .every(ns(50))
                        .lateness(ns(100))
                        .aggregate(Aggregates.sum(Quote::price)));
        states.put(
                "many-overlaps",
                in -> bySymbol(in).window(SPAN).every(ns(20)).aggregate(Aggregates.minLong(Quote::price)));
        states.put(
                "top",
                in -> bySymbol(in).window(SPAN).aggregate(Aggregates.topN(2, Codecs.of(Quote.class), Quote::price)));
        states.put("quantile", in -> bySymbol(in).window(SPAN).aggregate(Aggregates.quantile(Quote::price, 0.5)));
        states.put("distinct", in -> bySymbol(in).window(SPAN).aggregate(Aggregates.distinctLong(Quote::price, 6)));
        states.put("early", in -> bySymbol(in).window(SPAN).early(Count.of(5)).aggregate(Aggregates.count()));
        states.put(
                "kept",
                in -> in.keyBy(Quote::symbol).window(SPAN).mapWindow((key, window, out) -> {
                    long hash = window.startNs();
                    for (final Quote quote : window) {
                        hash = 31 * hash + quote.price();
                    }
                    return out.emit(key + " " + hash);
                }));
        states.put("sessions", in -> bySymbol(in).window(Session.of(ns(60))).aggregate(Aggregates.count()));
        states.put("counts", in -> bySymbol(in).window(Count.of(7)).aggregate(Aggregates.sumLong(Quote::price)));
        states.put(
                "sliding-counts",
                in -> bySymbol(in).window(Count.of(9)).every(Count.of(4)).aggregate(Aggregates.maxLong(Quote::price)));
        states.put(
                "deltas",
                in -> bySymbol(in)
                        .window(Delta.of(40, (Quote from, Quote to) -> Math.abs(to.price() - from.price())))
                        .aggregate(Aggregates.count()));
        states.put(
                "parallel",
                in -> in.keyBy(Quote::symbol)
                        .parallelism(parallelism)
                        .window(SPAN)
                        .aggregate(Aggregates.sumLong(Quote::price)));
        return states;
    }

    private static KeyedStream<String, Quote> bySymbol(final Stream<Quote> quotes) {
        return quotes.keyBy(Quote::symbol);
    }

    /** What the pipeline reads that is not made. */
    static void writeInput(final Path folder) throws IOException {
        final List<String> lines = new ArrayList<>();
        for (int i = 0; i < LINES; i++) {
            lines.add((char) ('a' + i % 3) + " " + i);
        }
        Files.write(folder.resolve(INPUT), lines);
    }

    @Override
    void publish(final int from, final int until) {
        for (int i = from; i < until; i++) {
            orders.publish(new Order(i % 2, i));
        }
    }

    @Override
    boolean isPublished() {
        return true; // publish waits for it
    }

    @Override
    void closeOrders() {
        orders.close();
    }
}
