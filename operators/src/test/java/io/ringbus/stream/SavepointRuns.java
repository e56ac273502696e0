// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.chain.Output;
import io.ringbus.chain.Sink;
import io.ringbus.chain.Source;
import io.ringbus.config.Config;
import io.ringbus.config.Settings;
import io.ringbus.config.Threads;
import io.ringbus.slot.SlotLayout;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import io.ringbus.stage.Execution;
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

    int limit = RECORDS;

    /** What came out, and stays when the pipeline ends. */
    final List<String> shown = new ArrayList<>();

    final class Shown implements Sink<String> {
        private int restored;

        @Override
        public void open() {
            shown.subList(restored, shown.size()).clear();
        }

        @Override
        public void accept(final String result, final long timestampNs) {
            shown.add(result);
        }

        @Override
        public void save(final StateWriter out) {
            out.putInt(shown.size());
        }

        @Override
        public void restore(final StateReader in) {
            restored = in.getInt();
        }
    }

    /** Gives as many ticks as it is let. */
    final class Gated implements Source<Tick> {
        private final List<Tick> ticks = ticks();
        private int next;

        @Override
        public Poll poll(final Output<Tick> output) {
            if (next == RECORDS) {
                return Poll.EXHAUSTED;
            }
            if (next == limit) {
                return Poll.NOTHING_YET;
            }
            output.emit(ticks.get(next++), SlotLayout.NO_TIME);
            return Poll.EMITTED;
        }

        @Override
        public String position() {
            return "tick " + next;
        }

        @Override
        public void save(final StateWriter out) {
            out.putInt(next);
        }

        @Override
        public void restore(final StateReader in) {
            next = in.getInt();
        }
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
        return pipeline.from(new Gated())
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
            limit = RECORDS;
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
