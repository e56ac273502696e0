// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.codec.Ascii;
import io.ringbus.config.Config;
import io.ringbus.config.Settings;
import io.ringbus.config.Threads;
import io.ringbus.connectors.Sources;
import io.ringbus.recovery.Savepoint;
import io.ringbus.stage.Execution;
import io.ringbus.windows.aggregate.Aggregates;
import io.ringbus.windows.policy.Count;
import io.ringbus.windows.policy.Delta;
import io.ringbus.windows.policy.Session;
import io.ringbus.windows.policy.Time;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An operator of the same name that would read the bytes of its predecessor's state as something else. */
@Timeout(120)
final class SchemaRefusalsTest {
    private static final int TURNS = 50;
    private static final Time SPAN = Time.of(200, TimeUnit.NANOSECONDS);

    @TempDir
    private Path folder;

    record Price(@Ascii(8) String symbol, long price, long size, long timeNs) {}

    /** As many bytes, with two of the fields in each other's place. */
    static final class Later {
        record Price(@Ascii(8) String symbol, long size, long price, long timeNs) {}

        private Later() {}
    }

    record Range(long low, long high) {}

    record Turned(long high, long low) {}

    /** What the operator was, what it is now, and the field that tells them apart; none where they go together. */
    enum Change {
        KEY(
                "keySchema",
                in -> byPrice(in).sum(Price::size),
                in -> prices(in).keyBy(Price::price, Long.class).sum(Price::size)),
        ROLLING_RECORD(
                "valueSchema",
                in -> byPrice(in).sum(Price::size),
                in -> later(in).keyBy(Later.Price::symbol).sum(Later.Price::size)),
        ROLLING_KIND(
                "valueSchema",
                in -> byPrice(in).min(Price::size),
                in -> byPrice(in).max(Price::size)),
        ROLLING_FIELD(
                "valueSchema",
                in -> byPrice(in).sum(Price::size),
                in -> byPrice(in).sum(Price::price)),
        FOLD(
                "valueSchema",
                in -> byPrice(in).fold(new Range(0, 0), (range, price) -> new Range(price.price(), range.high())),
                in -> byPrice(in).fold(new Turned(0, 0), (range, price) -> new Turned(price.price(), range.low()))),
        TUMBLING(
                "valueSchema",
                in -> byPrice(in).window(SPAN).aggregate(Aggregates.minLong(Price::price)),
                in -> byPrice(in).window(SPAN).aggregate(Aggregates.maxLong(Price::price))),
        SESSIONS(
                "valueSchema",
                in -> byPrice(in).window(Session.of(SPAN)).aggregate(Aggregates.count()),
                in -> byPrice(in).window(Session.of(SPAN)).aggregate(Aggregates.sumLong(Price::price))),
        KEPT(
                "valueSchema",
                in -> byPrice(in)
                        .window(SPAN)
                        .mapWindow((key, window, out) -> out.emit(key))
                        .as(String.class),
                in -> later(in)
                        .keyBy(Later.Price::symbol)
                        .window(SPAN)
                        .mapWindow((key, window, out) -> out.emit(key))
                        .as(String.class)),
        POLICY_AGGREGATE(
                "valueSchema",
                in -> byPrice(in).window(Count.of(7)).aggregate(Aggregates.minLong(Price::price)),
                in -> byPrice(in).window(Count.of(7)).aggregate(Aggregates.maxLong(Price::price))),
        POLICY_POINT(
                "valueSchema",
                in -> byPrice(in)
                        .window(Delta.of(7, (Price from, Price to) -> to.price() - from.price()))
                        .aggregate(Aggregates.count()),
                in -> later(in)
                        .keyBy(Later.Price::symbol)
                        .window(Delta.of(7, (Later.Price from, Later.Price to) -> to.price() - from.price()))
                        .aggregate(Aggregates.count())),
        POLICY_KIND(
                "valueSchema",
                in -> byPrice(in).window(Count.of(7)).aggregate(Aggregates.count()),
                in -> byPrice(in).every(Count.of(7)).aggregate(Aggregates.count())),
        SAME_FUNCTION(
                null,
                in -> byPrice(in).window(SPAN).aggregate(Aggregates.sumLong(Price::price)),
                in -> byPrice(in).window(SPAN).aggregate(Aggregates.sumLong(price -> price.price()))),
        OTHER_THRESHOLD(
                null,
                in -> byPrice(in).window(Count.of(7)).aggregate(Aggregates.count()),
                in -> byPrice(in).window(Count.of(9)).aggregate(Aggregates.count()));

        private final @Nullable String field;
        private final Function<Pipeline, Stream<?>> before;
        private final Function<Pipeline, Stream<?>> after;

        Change(
                final @Nullable String field,
                final Function<Pipeline, Stream<?>> before,
                final Function<Pipeline, Stream<?>> after) {
            this.field = field;
            this.before = before;
            this.after = after;
        }
    }

    private static Stream<Price> prices(final Pipeline pipeline) {
        return pipeline.from(Sources.generate(number -> new Price("S" + number % 5, number % 91, number % 13, number)))
                .as(Price.class)
                .name("prices")
                .eventTime(Price::timeNs)
                .name("clock");
    }

    private static KeyedStream<String, Price> byPrice(final Pipeline pipeline) {
        return prices(pipeline).keyBy(Price::symbol);
    }

    private static Stream<Later.Price> later(final Pipeline pipeline) {
        return pipeline.from(
                        Sources.generate(number -> new Later.Price("S" + number % 5, number % 91, number % 13, number)))
                .as(Later.Price.class)
                .name("prices")
                .eventTime(Later.Price::timeNs)
                .name("clock");
    }

    private Pipeline pipeline(final String checkpoints, final Function<Pipeline, Stream<?>> words) {
        final Pipeline pipeline = Pipeline.create(Config.defaults()
                .with(Settings.STATE_BACKEND, "slab")
                .with(Settings.THREADS, Threads.inline())
                .with(Settings.CHECKPOINT_DIR, Optional.of(folder.resolve(checkpoints))));
        words.apply(pipeline).name("op").to((any, timestampNs) -> {}).name("shown");
        return pipeline;
    }

    @ParameterizedTest
    @EnumSource
    void aStateIsNotReadAsWhatItIsNot(final Change change) throws Exception {
        final Pipeline first = pipeline("first", change.before);
        try (Execution execution = first.start()) {
            for (int turns = 0; turns < TURNS; turns++) {
                execution.doWork();
            }
            final CompletableFuture<Long> savepoint = first.savepoint(folder.resolve("savepoint"));
            while (!savepoint.isDone()) {
                execution.doWork();
            }
            assertTrue(savepoint.get() > 0);
            execution.cancel();
        }
        final Pipeline second =
                pipeline("second", change.after).continueFrom(Savepoint.in(folder.resolve("savepoint")));
        if (change.field == null) {
            runOn(second);
            return;
        }
        final String refused = rootMessage(assertThrows(RuntimeException.class, () -> runOn(second)));
        final Matcher ids = Pattern.compile("state 'op(~records)?', partition 0: " + change.field
                        + "=(-?\\d+) in the snapshot of checkpoint .*operator op.*, not (-?\\d+): .*: start the pipeline that"
                        + " wrote it, or begin without a snapshot, or drop this state from a savepoint")
                .matcher(refused);
        assertTrue(ids.matches() && !ids.group(2).equals(ids.group(3)), refused);
        runOn(pipeline("third", change.after)
                .continueFrom(Savepoint.in(folder.resolve("savepoint")).dropped("op")));
    }

    private static void runOn(final Pipeline pipeline) throws Exception {
        try (Execution execution = pipeline.start()) {
            for (int turns = 0; turns < TURNS && !execution.isEnded(); turns++) {
                execution.doWork();
            }
            if (execution.isEnded()) {
                execution.await(); // by a failure, for there is no end to the prices
            }
            execution.cancel();
        }
    }

    private static String rootMessage(final Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }
}
