// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.barriers.file.FileSnapshotStore;
import io.ringbus.config.CheckpointMode;
import io.ringbus.config.Config;
import io.ringbus.config.Settings;
import io.ringbus.environment.Storage;
import io.ringbus.recovery.Savepoint;
import io.ringbus.testing.ShownList;
import io.ringbus.windows.aggregate.Aggregates;
import io.ringbus.windows.policy.Count;
import io.ringbus.windows.policy.Session;
import io.ringbus.windows.policy.Time;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A pipeline is stopped by a savepoint and goes on changed; what comes out must be that of one that was never stopped. */
final class SavepointTest extends SavepointRuns {
    /** Operators with state of each kind. */
    enum Shape {
        ROLLING(keyed -> keyed.sum(Tick::price).name("op").map(sum -> sum.symbol() + " " + sum.price())),
        REDUCE(keyed -> keyed.reduce((before, tick) -> tick.plus(before.price() % 1_000))
                .name("op")
                .map(tick -> tick.symbol() + " " + tick.price())),
        TUMBLING(keyed -> keyed.window(SPAN)
                .aggregate(Aggregates.maxLong(Tick::price))
                .name("op")
                .map(window -> window.key() + " " + window.startNs() + " " + window.value())),
        SLIDING(keyed -> keyed.window(SPAN)
                .every(Time.of(500, TimeUnit.NANOSECONDS))
                .aggregate(Aggregates.sumLong(Tick::price))
                .name("op")
                .map(window -> window.key() + " " + window.startNs() + " " + window.value())),
        KEPT(keyed -> keyed.window(SPAN)
                .mapWindow((key, window, out) -> {
                    long hash = window.startNs();
                    for (final Tick tick : window) {
                        hash = 31 * hash + tick.price();
                    }
                    return out.emit(key + " " + hash);
                })
                .as(String.class)
                .name("op")),
        SESSIONS(keyed -> keyed.window(Session.of(Time.of(150, TimeUnit.NANOSECONDS)))
                .aggregate(Aggregates.count())
                .name("op")
                .map(window -> window.key() + " " + window.startNs() + " " + window.value())),
        COUNTS(keyed -> keyed.window(Count.of(7))
                .aggregate(Aggregates.sumLong(Tick::price))
                .name("op")
                .map(window -> window.key() + " " + window.value()));

        private final Function<KeyedStream<String, Tick>, io.ringbus.stream.Stream<String>> words;

        Shape(final Function<KeyedStream<String, Tick>, io.ringbus.stream.Stream<String>> words) {
            this.words = words;
        }
    }

    private Pipeline shaped(final Shape shape, final int parallelism, final @Nullable String checkpoints) {
        final Pipeline pipeline = pipeline(checkpoints);
        shape.words.apply(keyed(pipeline, parallelism)).to(ShownList.in(shown)).name("shown");
        return pipeline;
    }

    @ParameterizedTest
    @EnumSource
    void keysAreSharedOutAnewWhenParallelismChanges(final Shape shape) throws Exception {
        runToTheEnd(shaped(shape, 1, null));
        final Map<String, List<String>> expected = shownByKey();
        shown.clear();
        runUntil(RECORDS / 4, shaped(shape, 1, "first"), "one");
        runUntil(RECORDS / 2, shaped(shape, 3, "second").continueFrom(Savepoint.in(folder.resolve("one"))), "three");
        runToTheEnd(shaped(shape, 2, "third").continueFrom(Savepoint.in(folder.resolve("three"))));
        assertEquals(expected, shownByKey(), "seed " + seed);
    }

    @Test
    void anOperatorMayBeAddedRenamedAndDropped() throws Exception {
        final Pipeline first = pipeline("first");
        keyed(first, 1)
                .sum(Tick::price)
                .name("sum")
                .keyBy(Tick::symbol)
                .max(Tick::price)
                .name("max")
                .map(tick -> tick.symbol() + " " + tick.price())
                .to(ShownList.in(shown))
                .name("shown");
        runUntil(RECORDS / 2, first, "savepoint");
        final Savepoint savepoint = Savepoint.in(folder.resolve("savepoint"));

        final IllegalStateException lost =
                assertThrows(IllegalStateException.class, changed("second").continueFrom(savepoint)::start);
        assertTrue(lost.getMessage().contains("it holds the state of [operator max, operator sum]"), lost.getMessage());
        final IllegalStateException typo = assertThrows(
                IllegalStateException.class,
                changed("second")
                        .continueFrom(
                                savepoint.renamed("sum", "total").dropped("max").dropped("mox"))::start);
        assertTrue(typo.getMessage().contains("renamed or dropped='mox' is none of its names"), typo.getMessage());

        runToTheEnd(
                changed("second").continueFrom(savepoint.renamed("sum", "total").dropped("max")));
        final Map<String, List<String>> byKey = shownByKey();
        final Map<String, Long> totals = new LinkedHashMap<>();
        ticks().forEach(tick -> totals.merge(tick.symbol(), tick.price(), Long::sum));
        totals.forEach((symbol, total) -> { // the count began with the savepoint, the total long before
            final List<String> of = byKey.get(symbol);
            assertEquals(total, Long.parseLong(of.get(of.size() - 1).split(" ")[1]), "seed " + seed + ", " + symbol);
        });
    }

    /** The sum under another name, without the maximum, and with something new behind it. */
    private Pipeline changed(final String checkpoints) {
        final Pipeline pipeline = pipeline(checkpoints);
        keyed(pipeline, 1)
                .sum(Tick::price)
                .name("total")
                .keyBy(Tick::id)
                .reduce((before, tick) -> tick)
                .name("latest")
                .map(tick -> tick.symbol() + " " + tick.price())
                .to(ShownList.in(shown))
                .name("shown");
        return pipeline;
    }

    @Test
    void aFolderWithoutASavepointIsRefused() throws IOException {
        final Savepoint nothing = Savepoint.in(folder.resolve("nothing"));
        final Pipeline first = shaped(Shape.ROLLING, 1, "second").continueFrom(nothing);
        final UncheckedIOException missing = assertThrows(UncheckedIOException.class, first::start);
        assertEquals(
                "savepoint: " + folder.resolve("nothing") + ": there is no such folder: correct the path",
                missing.getMessage());
        Files.createDirectory(folder.resolve("nothing"));
        final Pipeline second = shaped(Shape.ROLLING, 1, "second").continueFrom(nothing);
        final IllegalStateException empty = assertThrows(IllegalStateException.class, second::start);
        assertTrue(empty.getMessage().startsWith("savepoint: complete checkpoints=0"), empty.getMessage());
    }

    @Test
    void aSavepointIsOnlyLookedAt() throws Exception {
        final Path target = folder.resolve("savepoint");
        runUntil(RECORDS / 2, shaped(Shape.ROLLING, 1, "first"), "savepoint");
        final Path shared = Files.createDirectory(folder.resolve("shared"));
        for (final String file : filesOf(target).keySet()) {
            Files.copy(target.resolve(file), shared.resolve(file));
        }
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("r-x------")); // root is not held by it
        final Map<String, FileTime> before = filesOf(target);
        runToTheEnd(shaped(Shape.ROLLING, 1, "second").continueFrom(Savepoint.in(target)));
        try (FileSnapshotStore running = FileSnapshotStore.open(Storage.FILES, shared)) {
            runToTheEnd(shaped(Shape.ROLLING, 1, "third").continueFrom(Savepoint.in(shared)));
            assertTrue(running.newestComplete().isPresent());
        }
        assertEquals(before, filesOf(target));
    }

    private static Map<String, FileTime> filesOf(final Path of) throws IOException {
        final Map<String, FileTime> files = new TreeMap<>();
        try (Stream<Path> list = Files.list(of)) {
            for (final Path file : list.toList()) {
                files.put(file.getFileName().toString(), Files.getLastModifiedTime(file));
            }
        }
        return files;
    }

    @Test
    void aSavepointIsNotPassedOverWhereCheckpointsAreOff() {
        final Config off = Config.defaults()
                .with(Settings.STATE_BACKEND, "slab")
                .with(Settings.CHECKPOINT_DIR, Optional.of(folder.resolve("checkpoints")))
                .with(Settings.CHECKPOINT_MODE, CheckpointMode.OFF);
        final Pipeline pipeline = Pipeline.create(off).continueFrom(Savepoint.in(folder));
        pipeline.from(gated()).to((tick, timeNs) -> {});
        final IllegalStateException refused = assertThrows(IllegalStateException.class, pipeline::start);
        assertTrue(
                refused.getMessage().contains("needs a folder for the checkpoints that follow"), refused.getMessage());
    }

    @Test
    void aSavepointNeedsCheckpointsAndARunningPipeline() throws Exception {
        final Pipeline without = shaped(Shape.ROLLING, 1, null);
        assertEquals(
                "pipeline: savepoint() needs a running pipeline that takes checkpoints: set ringbus.checkpoint.dir",
                assertThrows(IllegalStateException.class, () -> without.savepoint(folder))
                        .getMessage());
        without.continueFrom(Savepoint.in(folder));
        assertTrue(assertThrows(IllegalStateException.class, without::start)
                .getMessage()
                .endsWith("needs a folder for the checkpoints that follow: set ringbus.checkpoint.dir"));
        final Pipeline ended = shaped(Shape.ROLLING, 1, "first");
        runToTheEnd(ended);
        final CompletableFuture<Long> late = ended.savepoint(folder.resolve("late"));
        assertTrue(Stream.of(assertThrows(ExecutionException.class, () -> late.get(30, TimeUnit.SECONDS))
                        .getMessage())
                .allMatch(message -> message.contains("the pipeline ended before it was taken")));
    }
}
