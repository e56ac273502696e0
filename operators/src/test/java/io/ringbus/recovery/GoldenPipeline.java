// SPDX-License-Identifier: Apache-2.0
package io.ringbus.recovery;

import io.ringbus.barriers.file.FileSnapshotStore;
import io.ringbus.chain.Output;
import io.ringbus.chain.Source;
import io.ringbus.codec.Ascii;
import io.ringbus.codec.Codecs;
import io.ringbus.config.Config;
import io.ringbus.config.Settings;
import io.ringbus.config.Threads;
import io.ringbus.connectors.CommitIndex;
import io.ringbus.connectors.Journal;
import io.ringbus.connectors.Sinks;
import io.ringbus.connectors.Sources;
import io.ringbus.environment.Storage;
import io.ringbus.ring.Ingress;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import io.ringbus.stage.Execution;
import io.ringbus.stream.KeyedStream;
import io.ringbus.stream.Pipeline;
import io.ringbus.stream.Stream;
import io.ringbus.windows.Watermarks;
import io.ringbus.windows.aggregate.Aggregates;
import io.ringbus.windows.policy.Count;
import io.ringbus.windows.policy.Delta;
import io.ringbus.windows.policy.Session;
import io.ringbus.windows.policy.Time;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A pipeline with state of many kinds, and what it comes to. What it wrote into golden files it must go on from for ever, and
 * they are of this pipeline: so nothing is changed here. State of another kind is for another pipeline beside it.
 */
final class GoldenPipeline {
    static final String CHECKPOINTS = "checkpoints";
    private static final String OUTPUT = "output";
    private static final String INPUT = "input.txt";
    private static final int RECORDS = 320;
    private static final int LINES = 40;
    private static final int ORDERS = 30;
    private static final long DISORDER_NS = 20;
    private static final Time SPAN = ns(200);

    record Quote(@Ascii(8) String symbol, int id, long price, long timeNs) {
        static Quote of(final long number) {
            final long mixed = number * 0x9E3779B97F4A7C15L >>> 33;
            final int id = (int) (mixed % 3);
            final long pause = number % 150 < 120 ? 0 : 200; // long enough for a session to end
            return new Quote("Q" + id, id, mixed % 97, number * 7 + pause - mixed % DISORDER_NS);
        }
    }

    record Order(int id, long amount) {}

    private final Path folder;
    private final Pipeline pipeline;
    private final Ingress<Order> orders;
    private final List<Held<?>> sources = new ArrayList<>();
    private final int parallelism;

    /** Everything in {@code folder}; {@code parallelism} of what may have another one after a savepoint. */
    GoldenPipeline(final Path folder, final String backend, final int parallelism, final boolean isHeld)
            throws IOException {
        this.folder = folder;
        this.parallelism = parallelism;
        pipeline = Pipeline.create(Config.defaults()
                .with(Settings.STATE_BACKEND, backend)
                .with(Settings.THREADS, Threads.inline())
                .with(Settings.CHECKPOINT_INTERVAL, 0L)
                .with(Settings.CHECKPOINT_DIR, Optional.of(folder.resolve(CHECKPOINTS)))
                .with(Settings.JOURNAL_SEGMENT_BYTES, 1 << 12));
        final Stream<Quote> quotes = from(Sources.generate(Quote::of).count(RECORDS), isHeld)
                .as(Quote.class)
                .name("quotes")
                .eventTime(Quote::timeNs, Watermarks.bounded(ns(DISORDER_NS)))
                .name("clock");
        states().forEach((name, state) -> state.apply(quotes)
                .name(name)
                .map(Object::toString)
                .name(name + " text")
                .to(Sinks.lines(file(name)))
                .name(name + " out"));
        quotes.keyBy(Quote::symbol)
                .maxBy(Quote::price)
                .name("parts")
                .to(Sinks.csv(folder.resolve(OUTPUT).resolve("parts.csv"), Quote.class)
                        .inParts())
                .name("parts out");
        from(Sources.lines(folder.resolve(INPUT)), isHeld)
                .as(Codecs.string(16))
                .name("lines")
                .keyBy(line -> line.substring(0, 1))
                .aggregate(Aggregates.count())
                .name("counted lines")
                .map(count -> "lines " + count)
                .name("counted lines text")
                .to(Sinks.lines(file("lines")))
                .name("lines out");
        orders = pipeline.ingress("orders", Codecs.of(Order.class), Journal.in(folder.resolve("journal")));
        pipeline.from(orders)
                .keyBy(Order::id)
                .sum(Order::amount)
                .name("amounts")
                .map(order -> "orders " + order)
                .name("amounts text")
                .to(Sinks.lines(file("orders")))
                .name("orders out");
    }

    private <T> Stream<T> from(final Source<T> source, final boolean isHeld) {
        final Held<T> held = new Held<>(source, isHeld);
        sources.add(held);
        return pipeline.from(held);
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

    private static Time ns(final long count) {
        return Time.of(count, TimeUnit.NANOSECONDS);
    }

    private Path file(final String name) {
        return folder.resolve(OUTPUT).resolve(name + ".txt");
    }

    Pipeline pipeline() {
        return pipeline;
    }

    /** What the pipeline reads that is not made. */
    static void writeInput(final Path folder) throws IOException {
        final List<String> lines = new ArrayList<>();
        for (int i = 0; i < LINES; i++) {
            lines.add((char) ('a' + i % 3) + " " + i);
        }
        Files.write(folder.resolve(INPUT), lines);
    }

    /** Runs on to the end, and answers all that readers see then, in the order of the alphabet. */
    List<String> runToTheEnd(final int ordersBefore) throws IOException, InterruptedException {
        try (Execution execution = pipeline.start()) {
            publish(ordersBefore, ORDERS);
            orders.close();
            while (!execution.isEnded()) {
                execution.doWork();
            }
            execution.await();
        }
        return shown();
    }

    /** Takes two checkpoints on its way and a savepoint behind them, goes on a little, and is gone as if it were killed. */
    int runHalfway(final Path savepoint) throws Exception {
        try (Execution execution = pipeline.start()) {
            int published = 0;
            for (int quarter = 1; quarter <= 2; quarter++) {
                publish(published, published += 5);
                runUntil(execution, quarter * RECORDS / 4, quarter * LINES / 4);
                pipeline.checkpoint();
                while (FileSnapshotStore.look(Storage.FILES, folder.resolve(CHECKPOINTS))
                                .newestComplete()
                                .orElse(0)
                        < quarter) {
                    execution.doWork();
                }
            }
            publish(published, published += 5);
            runUntil(execution, RECORDS * 5 / 8, LINES * 5 / 8);
            final CompletableFuture<Long> saved = pipeline.savepoint(savepoint);
            while (!saved.isDone()) {
                execution.doWork();
            }
            saved.get();
            publish(published, published += 5);
            runUntil(execution, RECORDS * 3 / 4, LINES * 3 / 4);
            execution.cancel();
            return published;
        }
    }

    private void publish(final int from, final int until) {
        for (int i = from; i < until; i++) {
            orders.publish(new Order(i % 2, i));
        }
    }

    private void runUntil(final Execution execution, final int quotes, final int lines) {
        sources.get(0).limit = quotes;
        sources.get(1).limit = lines;
        while (!sources.stream().allMatch(Held::isThere)) {
            execution.doWork();
        }
    }

    private List<String> shown() throws IOException {
        final List<String> shown = new ArrayList<>();
        try (java.util.stream.Stream<Path> files = Files.list(folder.resolve(OUTPUT))) {
            for (final Path file : files.toList()) {
                final String name = file.getFileName().toString();
                if (name.endsWith(".txt")) {
                    final String text = Files.readString(file);
                    add(name, text.substring(0, (int) CommitIndex.committedBytes(file)), shown);
                } else if (name.endsWith(".csv")) {
                    final String text = Files.readString(file);
                    add("parts", text.substring(text.indexOf('\n') + 1), shown); // each has a header
                }
            }
        }
        shown.sort(null);
        return shown;
    }

    private static void add(final String name, final String text, final List<String> to) {
        text.lines().forEach(line -> to.add(name + ": " + line));
    }

    /** Gives no more than it is let, so that a checkpoint finds it in the middle. */
    private static final class Held<T> implements Source<T> {
        private final Source<T> source;
        private int limit;
        private int given;

        Held(final Source<T> source, final boolean isHeld) {
            this.source = source;
            this.limit = isHeld ? 0 : Integer.MAX_VALUE;
        }

        boolean isThere() {
            return given == limit;
        }

        @Override
        public boolean replays() {
            return source.replays();
        }

        @Override
        public void open() throws Exception {
            source.open();
        }

        @Override
        public Poll poll(final Output<T> output) throws Exception {
            if (given == limit) {
                return Poll.NOTHING_YET;
            }
            final Poll poll = source.poll(output);
            given += poll == Poll.EMITTED ? 1 : 0;
            return poll;
        }

        @Override
        public String position() {
            return source.position();
        }

        @Override
        public void save(final StateWriter out) throws Exception {
            source.save(out);
        }

        @Override
        public void restore(final StateReader in) throws Exception {
            source.restore(in);
        }

        @Override
        public void close() throws Exception {
            source.close();
        }
    }
}
