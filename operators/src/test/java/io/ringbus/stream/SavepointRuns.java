// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.chain.Source;
import io.ringbus.chain.Source.Poll;
import io.ringbus.config.Config;
import io.ringbus.config.Settings;
import io.ringbus.config.Threads;
import io.ringbus.stage.Execution;
import io.ringbus.testing.PacedSource;
import io.ringbus.windows.Watermarks;
import io.ringbus.windows.policy.Time;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pipelines that are stopped by a savepoint and go on changed, over the same ticks. */
@Timeout(120)
abstract sealed class SavepointRuns permits SavepointTest, EarlySavepointTest {
    static final int RECORDS = 12_000;
    static final int KEYS = 60;
    static final long DISORDER_NS = 400;
    static final Time SPAN = Time.of(2_000, TimeUnit.NANOSECONDS);

    @TempDir
    Path folder;

    final long seed = System.nanoTime();

    int limit = Integer.MAX_VALUE;

    /** What came out, and stays when the pipeline ends. */
    final List<String> shown = new ArrayList<>();

    /** Gives as many ticks as it is let. */
    Source<Tick> gated() {
        return PacedSource.of(ticks(), number -> number == limit ? Poll.NOTHING_YET : Poll.EMITTED);
    }

    List<Tick> ticks() {
        final Random random = new Random(seed);
        final List<Tick> ticks = new ArrayList<>();
        for (int i = 0; i < RECORDS; i++) {
            ticks.add(Tick.of(random.nextInt(KEYS), random.nextInt(1_000), i * 3L + random.nextInt((int) DISORDER_NS)));
        }
        return ticks;
    }

    Pipeline pipeline(final @Nullable String checkpoints) {
        final Config config =
                Config.defaults().with(Settings.STATE_BACKEND, "slab").with(Settings.THREADS, Threads.inline());
        return Pipeline.create(
                checkpoints == null
                        ? config
                        : config.with(Settings.CHECKPOINT_DIR, Optional.of(folder.resolve(checkpoints)))
                                .with(Settings.CHECKPOINT_INTERVAL, TimeUnit.MILLISECONDS.toNanos(2)));
    }

    KeyedStream<String, Tick> keyed(final Pipeline pipeline, final int parallelism) {
        return pipeline.from(gated())
                .as(Tick.class)
                .name("ticks")
                .eventTime(Tick::timeNs, Watermarks.bounded(Time.of(DISORDER_NS, TimeUnit.NANOSECONDS)))
                .name("clock")
                .keyBy(Tick::symbol)
                .parallelism(parallelism);
    }

    /** Runs until {@code records} have gone through, and stops with a savepoint in {@code target}. */
    void runUntil(final int records, final Pipeline pipeline, final String target) throws Exception {
        limit = records;
        try (Execution execution = pipeline.start()) {
            runUntilIdle(execution);
            save(execution, pipeline, target);
        } finally {
            limit = Integer.MAX_VALUE;
        }
    }

    void runToTheEnd(final Pipeline pipeline) throws Exception {
        try (Execution execution = pipeline.start()) {
            while (!execution.isEnded()) {
                execution.doWork();
            }
            execution.await();
        }
    }

    Map<String, List<String>> shownByKey() {
        final Map<String, List<String>> byKey = new LinkedHashMap<>();
        for (final String result : shown) {
            byKey.computeIfAbsent(result.substring(0, result.indexOf(' ')), key -> new ArrayList<>())
                    .add(result);
        }
        return byKey;
    }

    static void runUntilIdle(final Execution execution) {
        while (execution.doWork() > 0) {
            Thread.onSpinWait();
        }
    }

    void save(final Execution execution, final Pipeline pipeline, final String target) throws Exception {
        final CompletableFuture<Long> savepoint = pipeline.savepoint(folder.resolve(target));
        while (!savepoint.isDone()) {
            execution.doWork();
        }
        assertTrue(savepoint.get() > 0);
        execution.cancel();
    }
}
