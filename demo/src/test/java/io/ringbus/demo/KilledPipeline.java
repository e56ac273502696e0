// SPDX-License-Identifier: Apache-2.0
package io.ringbus.demo;

import io.ringbus.chain.Sink;
import io.ringbus.config.Config;
import io.ringbus.config.Guarantee;
import io.ringbus.config.Settings;
import io.ringbus.connectors.Sinks;
import io.ringbus.connectors.Sources;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import io.ringbus.stage.Execution;
import io.ringbus.stream.Pipeline;
import io.ringbus.stream.Stream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;

/** The process that is killed: one shape, from its newest checkpoint on, as a file of rows. */
final class KilledPipeline {
    static final String STARTING = "starting";
    static final String RUNNING = "running";
    static final String COMMITTING = "committing";
    static final String COMMITTED = "committed";
    static final String OUTPUT = "rows.csv";
    private static final long CHECKPOINT_NS = 10_000_000;

    private KilledPipeline() {}

    /** Shape, folder, quotes, quotes per second. */
    public static void main(final String[] args) throws Exception {
        final KilledShape shape = KilledShape.valueOf(args[0]);
        final Path folder = Path.of(args[1]);
        final Pipeline pipeline =
                pipeline(shape, folder, Long.parseLong(args[2]), Double.parseDouble(args[3]), System.out);
        System.out.println(STARTING);
        try (Execution execution = pipeline.start()) {
            System.out.println(RUNNING);
            execution.await();
        }
    }

    private static Pipeline pipeline(
            final KilledShape shape, final Path folder, final long count, final double rate, final PrintStream out) {
        final Pipeline pipeline = Pipeline.create(Config.defaults()
                .with(Settings.STATE_BACKEND, "slab")
                .with(Settings.CHECKPOINT_DIR, Optional.of(folder.resolve("checkpoints")))
                .with(Settings.CHECKPOINT_INTERVAL, CHECKPOINT_NS));
        Stream<Quote> quotes = quotes(pipeline, shape, 0, count, rate);
        for (int source = 1; source < shape.sources(); source++) {
            quotes = quotes.merge(quotes(pipeline, shape, source, count, rate));
        }
        shape.rows(quotes.stage("rows"))
                .to(new Announced<>(Sinks.csv(folder.resolve(OUTPUT), KilledRow.class), out))
                .requires(Guarantee.EXACTLY_ONCE);
        return pipeline;
    }

    private static Stream<Quote> quotes(
            final Pipeline pipeline, final KilledShape shape, final int source, final long count, final double rate) {
        final int sources = shape.sources();
        return pipeline.from(Sources.generate(number -> Quote.of(number * sources + source))
                        .count(count / sources)
                        .perSecond(rate / sources))
                .as(Quote.class)
                .eventTime(Quote::timeNs);
    }

    /** Says when a commit begins, so that it can be killed there, and when it is over. */
    private record Announced<T>(Sink<T> sink, PrintStream out) implements Sink<T> {
        @Override
        public Guarantee guarantee() {
            return sink.guarantee();
        }

        @Override
        public void checkpointed() {
            sink.checkpointed();
        }

        @Override
        public void open() throws Exception {
            sink.open();
        }

        @Override
        public void accept(final T record, final long timestampNs) throws Exception {
            sink.accept(record, timestampNs);
        }

        @Override
        public void flush() throws Exception {
            sink.flush();
        }

        @Override
        public void save(final StateWriter state) throws Exception {
            sink.save(state);
        }

        @Override
        public void restore(final StateReader state) throws Exception {
            sink.restore(state);
        }

        @Override
        public void commit(final long checkpointId) throws Exception {
            out.println(COMMITTING);
            sink.commit(checkpointId);
            out.println(COMMITTED);
        }

        @Override
        public void close() throws Exception {
            sink.close();
        }
    }
}
