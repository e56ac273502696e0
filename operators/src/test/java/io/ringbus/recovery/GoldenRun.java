// SPDX-License-Identifier: Apache-2.0
package io.ringbus.recovery;

import io.ringbus.barriers.file.FileSnapshotStore;
import io.ringbus.chain.Output;
import io.ringbus.chain.Source;
import io.ringbus.codec.Ascii;
import io.ringbus.config.Config;
import io.ringbus.config.Settings;
import io.ringbus.config.Threads;
import io.ringbus.connectors.CommitIndex;
import io.ringbus.connectors.Sinks;
import io.ringbus.connectors.Sources;
import io.ringbus.environment.Storage;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import io.ringbus.stage.Execution;
import io.ringbus.stream.Pipeline;
import io.ringbus.stream.Stream;
import io.ringbus.windows.Watermarks;
import io.ringbus.windows.policy.Time;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * What golden pipelines have in common: where their files are, how far they are let, what readers see of them.
 *
 * <p>What they wrote into golden files they must go on from for ever, and those are of these pipelines: so nothing is changed in
 * them. State of another kind is for another pipeline beside them.
 */
abstract sealed class GoldenRun permits GoldenPipeline, SecondGoldenPipeline {
    static final String CHECKPOINTS = "checkpoints";
    static final long DISORDER_NS = 20;
    static final Time SPAN = ns(200);
    static final int ORDERS = 30;
    private static final int RECORDS = 320;
    private static final String OUTPUT = "output";

    private final Path folder;
    private final Pipeline pipeline;
    private final List<Held<?>> sources = new ArrayList<>();
    private final boolean isHeld;

    record Quote(@Ascii(8) String symbol, int id, long price, long timeNs) {
        static Quote of(final long number) {
            final long mixed = number * 0x9E3779B97F4A7C15L >>> 33;
            final int id = (int) (mixed % 3);
            final long pause = number % 150 < 120 ? 0 : 200; // long enough for a session to end
            return new Quote("Q" + id, id, mixed % 97, number * 7 + pause - mixed % DISORDER_NS);
        }
    }

    record Order(int id, long amount) {}

    /** Everything in {@code folder}. */
    GoldenRun(final Path folder, final String backend, final boolean isHeld) {
        this.folder = folder;
        this.isHeld = isHeld;
        pipeline = Pipeline.create(Config.defaults()
                .with(Settings.STATE_BACKEND, backend)
                .with(Settings.THREADS, Threads.inline())
                .with(Settings.CHECKPOINT_INTERVAL, 0L)
                .with(Settings.CHECKPOINT_DIR, Optional.of(folder.resolve(CHECKPOINTS)))
                .with(Settings.JOURNAL_SEGMENT_BYTES, 1 << 12));
    }

    /** Gives the orders from {@code from} to {@code until}, which are journaled and come once. */
    abstract void publish(int from, int until);

    /** Whether all orders given are safe. */
    abstract boolean isPublished();

    /** No orders follow. */
    abstract void closeOrders();

    final <T> Stream<T> from(final Source<T> source, final int records) {
        final Held<T> held = new Held<>(source, records, isHeld);
        sources.add(held);
        return pipeline.from(held);
    }

    /** The quotes, and a file for what each of {@code states} makes of them. */
    final Stream<Quote> quotes(final Map<String, Function<Stream<Quote>, Stream<?>>> states) {
        final Stream<Quote> quotes = from(Sources.generate(Quote::of).count(RECORDS), RECORDS)
                .as(Quote.class)
                .name("quotes")
                .eventTime(Quote::timeNs, Watermarks.bounded(ns(DISORDER_NS)))
                .name("clock");
        states.forEach((name, state) -> state.apply(quotes)
                .name(name)
                .map(Object::toString)
                .name(name + " text")
                .to(Sinks.lines(file(name)))
                .name(name + " out"));
        return quotes;
    }

    static Time ns(final long count) {
        return Time.of(count, TimeUnit.NANOSECONDS);
    }

    final Path output() {
        return folder.resolve(OUTPUT);
    }

    final Path file(final String name) {
        return output().resolve(name + ".txt");
    }

    final Pipeline pipeline() {
        return pipeline;
    }

    /** Runs on to the end, and answers all that readers see then, in the order of the alphabet. */
    final List<String> runToTheEnd(final int ordersBefore) throws IOException, InterruptedException {
        try (Execution execution = pipeline.start()) {
            publish(ordersBefore, ORDERS);
            closeOrders();
            while (!execution.isEnded()) {
                execution.doWork();
            }
            execution.await();
        }
        return shown();
    }

    /** Takes two checkpoints on its way and a savepoint behind them, goes on a little, and is gone as if it were killed. */
    final int runHalfway(final Path savepoint) throws Exception {
        try (Execution execution = pipeline.start()) {
            int published = 0;
            for (int checkpoint = 1; checkpoint <= 2; checkpoint++) {
                publish(published, published += 5);
                runUntil(execution, 2 * checkpoint);
                pipeline.checkpoint();
                while (FileSnapshotStore.look(Storage.FILES, folder.resolve(CHECKPOINTS))
                                .newestComplete()
                                .orElse(0)
                        < checkpoint) {
                    execution.doWork();
                }
            }
            publish(published, published += 5);
            runUntil(execution, 5);
            final CompletableFuture<Long> saved = pipeline.savepoint(savepoint);
            while (!saved.isDone()) {
                execution.doWork();
            }
            saved.get();
            publish(published, published += 5);
            runUntil(execution, 6);
            execution.cancel();
            return published;
        }
    }

    private void runUntil(final Execution execution, final int eighths) {
        sources.forEach(source -> source.limit = source.records * eighths / 8);
        while (!isPublished() || !sources.stream().allMatch(Held::isThere)) {
            execution.doWork();
        }
    }

    private List<String> shown() throws IOException {
        final List<String> shown = new ArrayList<>();
        try (java.util.stream.Stream<Path> files = Files.list(output())) {
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
        private final int records;
        private int limit;
        private int given;

        Held(final Source<T> source, final int records, final boolean isHeld) {
            this.source = source;
            this.records = records;
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
