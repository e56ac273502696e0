// SPDX-License-Identifier: Apache-2.0
package io.ringbus.recovery;

import io.ringbus.chain.Output;
import io.ringbus.chain.Source;
import io.ringbus.codec.Ascii;
import io.ringbus.codec.Codecs;
import io.ringbus.connectors.Journal;
import io.ringbus.connectors.Sinks;
import io.ringbus.slot.SlotLayout;
import io.ringbus.stream.KeyedStream;
import io.ringbus.stream.Loop;
import io.ringbus.stream.Stream;
import io.ringbus.windows.Results;
import io.ringbus.windows.Window;
import io.ringbus.windows.WindowOutput;
import io.ringbus.windows.aggregate.Aggregates;
import io.ringbus.windows.policy.Count;
import io.ringbus.windows.policy.Delta;
import io.ringbus.windows.policy.ProcessingTime;
import io.ringbus.windows.policy.Punctuation;
import io.ringbus.windows.policy.Session;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A loop with records on their way, a journaled source, and the kinds of windows that {@link GoldenPipeline} lacks. */
final class SecondGoldenPipeline extends GoldenRun {
    private static final ProcessingTime HOUR = ProcessingTime.of(1, TimeUnit.HOURS);

    /** What goes round: one of its rounds, and how many are left. */
    record Round(@Ascii(8) String symbol, long left, long one) {
        static Round of(final Quote quote) {
            return new Round(quote.symbol(), quote.price() % 12, 1);
        }

        Round next() {
            return new Round(symbol, left - 1, 1);
        }
    }

    /** Orders that cannot be read again: each is given once, to the journal. */
    private static final class Fed implements Source<Order> {
        private volatile int next;
        private volatile int until;
        private volatile boolean closed;

        @Override
        public Poll poll(final Output<Order> output) {
            if (next >= until) {
                return closed ? Poll.EXHAUSTED : Poll.NOTHING_YET;
            }
            output.emit(new Order(next % 2, next), SlotLayout.NO_TIME);
            next++; // by the journal's thread alone
            return Poll.EMITTED;
        }

        @Override
        public String position() {
            return "order " + next;
        }
    }

    private final int parallelism;
    private final Fed fed = new Fed();
    private final AtomicInteger ordersSeen = new AtomicInteger();

    /** Everything in {@code folder}; {@code parallelism} of what may have another one after a savepoint. */
    SecondGoldenPipeline(final Path folder, final String backend, final int parallelism, final boolean isHeld) {
        super(folder, backend, isHeld);
        this.parallelism = parallelism;
        final Stream<Quote> quotes = quotes(states());
        rounds(quotes.map(Round::of).name("rounds begin"))
                .to(Sinks.lines(file("rounds")))
                .name("rounds out");
        pipeline()
                .from("orders", fed, Codecs.of(Order.class), Journal.in(folder.resolve("journal")))
                .keyBy(Order::id)
                .sum(Order::amount)
                .name("amounts")
                .map(order -> {
                    ordersSeen.incrementAndGet();
                    return "orders " + order;
                })
                .name("amounts text")
                .to(Sinks.lines(file("orders")))
                .name("orders out");
    }

    /** Each record goes round as often as its price says, and each round of a symbol has a number. */
    private Stream<String> rounds(final Stream<Round> rounds) {
        return rounds.iterate(looped -> {
                    final Stream<Round> next =
                            looped.name("loop").map(Round::next).name("next");
                    return Loop.back(next.filter(round -> round.left() >= 0).name("rounds left"))
                            .out(looped.keyBy(Round::symbol)
                                    .parallelism(parallelism)
                                    .sum(Round::one)
                                    .name("counted rounds"));
                })
                .map(count -> "rounds " + count.symbol() + " " + count.one())
                .name("rounds text");
    }

    private Map<String, Function<Stream<Quote>, Stream<?>>> states() {
        final Map<String, Function<Stream<Quote>, Stream<?>>> states = new LinkedHashMap<>();
        states.put(
                "punctuated",
                in -> bySymbol(in)
                        .window(Punctuation.of((Quote quote) -> quote.price() % 5 == 0))
                        .aggregate(Aggregates.sumLong(Quote::price)));
        states.put(
                "time-of-policies",
                in -> bySymbol(in).window(ns(100)).every(Count.of(5)).aggregate(Aggregates.maxLong(Quote::price)));
        states.put(
                "growing",
                in -> bySymbol(in)
                        .every(Count.of(6))
                        .fold(
                                new Order(0, 0),
                                (order, quote) -> new Order(order.id() + 1, 31 * order.amount() + quote.price())));
        states.put(
                "kept-by-delta",
                in -> bySymbol(in)
                        .window(Delta.of(30, (Quote from, Quote to) -> Math.abs(to.price() - from.price())))
                        .every(Count.of(3))
                        .mapWindow(SecondGoldenPipeline::hash));
        states.put("all", in -> in.window(Count.of(20)).groupBy(Quote::symbol).count());
        states.put(
                "sliding-kept",
                in -> bySymbol(in).window(SPAN).every(ns(50)).lateness(ns(100)).mapWindow(SecondGoldenPipeline::hash));
        states.put(
                "sessions-kept",
                in -> bySymbol(in).window(Session.of(ns(60))).lateness(ns(100)).mapWindow(SecondGoldenPipeline::hash));
        states.put(
                "sessions-early",
                in -> bySymbol(in).window(Session.of(ns(60))).early(Count.of(3)).count());
        states.put(
                "early-by-the-clock",
                in -> bySymbol(in)
                        .window(SPAN)
                        .early(HOUR) // has passed when it goes on: what it told then is left out
                        .count()
                        .filter(window -> !window.early()));
        states.put(
                "sessions-early-by-the-clock",
                in -> bySymbol(in)
                        .window(Session.of(ns(60)))
                        .early(HOUR)
                        .count()
                        .filter(window -> !window.early()));
        return states;
    }

    private static Results<String> hash(final String key, final Window<Quote> window, final WindowOutput out) {
        long hash = window.startNs();
        for (final Quote quote : window) {
            hash = 31 * hash + quote.price();
        }
        return out.emit(key + " " + hash);
    }

    private static KeyedStream<String, Quote> bySymbol(final Stream<Quote> quotes) {
        return quotes.keyBy(Quote::symbol);
    }

    @Override
    void publish(final int from, final int until) {
        if (fed.until == 0) {
            fed.next = from;
        }
        fed.until = until;
    }

    @Override
    boolean isPublished() {
        return ordersSeen.get() >= fed.until;
    }

    @Override
    void closeOrders() {
        fed.closed = true;
    }
}
