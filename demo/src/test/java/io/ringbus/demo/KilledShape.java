// SPDX-License-Identifier: Apache-2.0
package io.ringbus.demo;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.ringbus.stream.Loop;
import io.ringbus.stream.Stream;
import io.ringbus.windows.WindowResult;
import io.ringbus.windows.aggregate.Aggregates;
import io.ringbus.windows.policy.Delta;
import io.ringbus.windows.policy.Session;
import io.ringbus.windows.policy.Time;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A pipeline that is killed, and what it comes to by a plain computation: the rows of one symbol. */
enum KilledShape {
    TUMBLING {
        @Override
        Stream<KilledRow> rows(final Stream<Quote> quotes) {
            return quotes.keyBy(Quote::symbol)
                    .window(Time.of(SPAN_MS, MILLISECONDS))
                    .aggregate(Aggregates.sumLong(Quote::price))
                    .map(KilledShape::row);
        }

        @Override
        List<KilledRow> naive(final List<Quote> quotes) {
            return aligned(quotes, SPAN_MS);
        }
    },
    SLIDING {
        @Override
        Stream<KilledRow> rows(final Stream<Quote> quotes) {
            return quotes.keyBy(Quote::symbol)
                    .window(Time.of(SPAN_MS, MILLISECONDS))
                    .every(Time.of(SLIDE_MS, MILLISECONDS))
                    .aggregate(Aggregates.sumLong(Quote::price))
                    .map(KilledShape::row);
        }

        @Override
        List<KilledRow> naive(final List<Quote> quotes) {
            return aligned(quotes, SLIDE_MS);
        }
    },
    SESSION {
        @Override
        Stream<KilledRow> rows(final Stream<Quote> quotes) {
            return quotes.keyBy(Quote::symbol)
                    .window(Session.of(GAP_MS, MILLISECONDS))
                    .aggregate(Aggregates.sumLong(Quote::price))
                    .map(KilledShape::row);
        }

        @Override
        List<KilledRow> naive(final List<Quote> quotes) {
            final List<KilledRow> rows = new ArrayList<>();
            for (final Quote quote : quotes) {
                final KilledRow last = rows.isEmpty() ? null : rows.get(rows.size() - 1);
                final long endNs = quote.timeNs() + GAP_MS * MILLIS;
                if (last != null && quote.timeNs() <= last.endNs()) {
                    rows.set(
                            rows.size() - 1,
                            new KilledRow(last.symbol(), last.startNs(), endNs, last.sum() + quote.price()));
                } else {
                    rows.add(new KilledRow(quote.symbol(), quote.timeNs(), endNs, quote.price()));
                }
            }
            return rows;
        }
    },
    DELTA {
        @Override
        Stream<KilledRow> rows(final Stream<Quote> quotes) {
            return quotes.keyBy(Quote::symbol)
                    .window(Delta.of(THRESHOLD, (from, to) -> Math.abs(to.price() - from.price())))
                    .aggregate(Aggregates.sumLong(Quote::price))
                    .map(KilledShape::row);
        }

        @Override
        List<KilledRow> naive(final List<Quote> quotes) {
            final List<KilledRow> rows = new ArrayList<>();
            Quote trigger = quotes.get(0);
            long startNs = trigger.timeNs();
            long lastNs = startNs;
            long sum = 0;
            for (final Quote quote : quotes) {
                if (Math.abs(quote.price() - trigger.price()) > THRESHOLD) {
                    rows.add(new KilledRow(quote.symbol(), startNs, lastNs + 1, sum));
                    trigger = quote;
                    startNs = quote.timeNs();
                    sum = 0;
                }
                sum += quote.price();
                lastNs = quote.timeNs();
            }
            rows.add(new KilledRow(trigger.symbol(), startNs, lastNs + 1, sum));
            return rows;
        }
    },
    LOOP {
        /** A quote goes round until its price is below the lowest; each round is shown, and counted by two instances. */
        @Override
        Stream<KilledRow> rows(final Stream<Quote> quotes) {
            return quotes.iterate(looped -> {
                        final Stream<Quote> next = looped.map(KilledShape::cheaper);
                        final Stream<Quote> counts = looped.map(quote -> new Quote(quote.symbol(), 1, 0))
                                .keyBy(Quote::symbol)
                                .parallelism(2)
                                .sum(Quote::price);
                        return Loop.back(next.filter(quote -> quote.price() >= LOWEST))
                                .out(looped.merge(counts));
                    })
                    .map(quote -> new KilledRow(quote.symbol(), quote.timeNs(), quote.timeNs(), quote.price()));
        }

        @Override
        List<KilledRow> naive(final List<Quote> quotes) {
            final List<KilledRow> rows = new ArrayList<>();
            long count = 0;
            for (final Quote quote : quotes) {
                for (long price = quote.price(); price >= LOWEST; price -= STEP) {
                    count++;
                    rows.add(new KilledRow(quote.symbol(), 0, 0, count));
                    rows.add(new KilledRow(quote.symbol(), quote.timeNs(), quote.timeNs(), price));
                }
            }
            return rows;
        }

        @Override
        boolean isOrdered() {
            return false;
        }
    },
    TWO_SOURCES {
        @Override
        Stream<KilledRow> rows(final Stream<Quote> quotes) {
            return quotes.keyBy(Quote::symbol)
                    .parallelism(2)
                    .window(Time.of(SPAN_MS, MILLISECONDS))
                    .aggregate(Aggregates.sumLong(Quote::price))
                    .map(KilledShape::row);
        }

        @Override
        List<KilledRow> naive(final List<Quote> quotes) {
            return aligned(quotes, SPAN_MS);
        }

        @Override
        int sources() {
            return 2;
        }
    };

    private static final long MILLIS = 1_000_000;
    private static final long SPAN_MS = 200;
    private static final long SLIDE_MS = 50;
    private static final long GAP_MS = 65; // never exactly between two quotes
    private static final long THRESHOLD = 120;
    private static final long LOWEST = 1_000;
    private static final long STEP = 64;

    /** The pipeline behind {@code quotes}. */
    abstract Stream<KilledRow> rows(Stream<Quote> quotes);

    /** What comes out for {@code quotes} of one symbol. */
    abstract List<KilledRow> naive(List<Quote> quotes);

    /** Over how many sources the quotes are spread. */
    int sources() {
        return 1;
    }

    /** Whether rows of a symbol come in one order only; quotes in a loop overtake each other. */
    boolean isOrdered() {
        return true;
    }

    private static KilledRow row(final WindowResult<String, Long> window) {
        return new KilledRow(window.key(), window.startNs(), window.endNs(), window.value());
    }

    private static Quote cheaper(final Quote quote) {
        return new Quote(quote.symbol(), quote.price() - STEP, quote.timeNs());
    }

    private static List<KilledRow> aligned(final List<Quote> quotes, final long slideMs) {
        final long slideNs = slideMs * MILLIS;
        final Map<Long, KilledRow> rows = new TreeMap<>();
        for (final Quote quote : quotes) {
            final long lastNs = Math.floorDiv(quote.timeNs(), slideNs) * slideNs;
            for (long startNs = lastNs; startNs > quote.timeNs() - SPAN_MS * MILLIS; startNs -= slideNs) {
                final KilledRow before = rows.get(startNs);
                rows.put(
                        startNs,
                        new KilledRow(
                                quote.symbol(),
                                startNs,
                                startNs + SPAN_MS * MILLIS,
                                quote.price() + (before == null ? 0 : before.sum())));
            }
        }
        return List.copyOf(rows.values());
    }
}
