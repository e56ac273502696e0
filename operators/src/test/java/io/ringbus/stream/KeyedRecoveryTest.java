// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.barriers.coordinator.CheckpointListener;
import io.ringbus.barriers.coordinator.CompletedCheckpoint;
import io.ringbus.chain.Source.Poll;
import io.ringbus.config.Config;
import io.ringbus.config.Settings;
import io.ringbus.config.Threads;
import io.ringbus.stage.Execution;
import io.ringbus.stage.PipelineException;
import io.ringbus.testing.PacedSource;
import io.ringbus.testing.ShownList;
import io.ringbus.windows.Results;
import io.ringbus.windows.Watermarks;
import io.ringbus.windows.Window;
import io.ringbus.windows.WindowOutput;
import io.ringbus.windows.aggregate.Aggregates;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Keyed operators of every kind in pipelines that fail behind a checkpoint and are started again: what they tell in the end is
 * what they tell when nothing fails.
 */
class KeyedRecoveryTest {
    private static final int RECORDS = 600;
    private static final int SEGMENT = 100;
    private static final Tick ZERO = new Tick(0, "", 0, 0);
    private static final List<Tick> TICKS = ticks(new Random(21));

    @TempDir
    private Path folder;

    private final AtomicInteger commits = new AtomicInteger();
    private final CheckpointListener counting = new CheckpointListener() {
        @Override
        public void completed(final CompletedCheckpoint checkpoint) {
            commits.incrementAndGet();
        }
    };
    private final AtomicInteger failedAt = new AtomicInteger();

    private static List<Tick> ticks(final Random random) {
        final List<Tick> ticks = new ArrayList<>();
        long now = -200;
        for (int i = 0; i < RECORDS; i++) {
            now += random.nextInt(12) == 0 ? 5 + random.nextInt(40) : random.nextInt(5);
            ticks.add(Tick.of(random.nextInt(7), random.nextInt(40) - 20, now));
        }
        return ticks;
    }

    private final class Run {
        private final Config config;
        private final boolean failing;
        private final List<List<Object>> shown = new ArrayList<>();
        private int sinks;

        Run(final Config config, final boolean failing) {
            this.config = config;
            this.failing = failing;
        }

        void show(final Stream<?> stream) {
            if (sinks == shown.size()) {
                shown.add(Collections.synchronizedList(new ArrayList<>()));
            }
            stream.to(ShownList.in(shown.get(sinks)));
            sinks++;
        }

        /** Runs until the input has ended; answers how often it failed. */
        int run(final Consumer<Stream<Tick>> program) throws InterruptedException {
            for (int failures = 0; ; failures++) {
                sinks = 0;
                final Pipeline pipeline = Pipeline.create(config).onCheckpoint(counting);
                program.accept(pipeline.from(PacedSource.of(TICKS, this::pace))
                        .as(Tick.class)
                        .map(this::passed)
                        .eventTime(Tick::timeNs, Watermarks.bounded(WindowKind.ns(1))));
                try (Execution execution = pipeline.start()) {
                    execution.await();
                    return failures;
                } catch (final PipelineException expected) {
                    assertTrue(expected.getMessage().contains("failed at"), expected.toString());
                }
            }
        }

        /** Before each segment but the first, waits until one more checkpoint has been complete. */
        private Poll pace(final int number) {
            return failing && number < RECORDS && commits.get() < number / SEGMENT ? Poll.NOTHING_YET : Poll.EMITTED;
        }

        /** Fails once in the middle of every second segment. */
        private Tick passed(final Tick tick) {
            final int number = TICKS.indexOf(tick);
            if (failing && number % (2 * SEGMENT) == SEGMENT + SEGMENT / 2 && number > failedAt.get()) {
                failedAt.set(number);
                throw new IllegalStateException("failed at " + number);
            }
            return tick;
        }
    }

    private Config config(final String backend, final Threads threads) {
        return Config.defaults()
                .with(Settings.STATE_BACKEND, backend)
                .with(Settings.STATE_KEYS, 4)
                .with(Settings.THREADS, threads)
                .with(Settings.RING_SLOTS, 32);
    }

    private void compare(
            final String name, final String backend, final Threads threads, final BiConsumer<Run, Stream<Tick>> program)
            throws InterruptedException {
        final Config config = config(backend, threads);
        final Run undisturbed = new Run(config, false);
        assertEquals(0, undisturbed.run(ticks -> program.accept(undisturbed, ticks)));
        final Run recovering = new Run(
                config.with(Settings.CHECKPOINT_DIR, Optional.of(folder.resolve("checkpoints")))
                        .with(Settings.CHECKPOINT_INTERVAL, 1_000_000L)
                        .with(Settings.CHECKPOINT_PORTION, 64),
                true);
        assertEquals(3, recovering.run(ticks -> program.accept(recovering, ticks)), name + ": failures");
        for (int sink = 0; sink < undisturbed.shown.size(); sink++) {
            assertEquals(
                    sorted(undisturbed.shown.get(sink)), sorted(recovering.shown.get(sink)), name + ": sink " + sink);
        }
    }

    private static List<String> sorted(final List<Object> shown) {
        return shown.stream().map(Object::toString).sorted().toList();
    }

    static List<WindowKind> windowsOfEveryKind() {
        return WindowKind.all();
    }

    @ParameterizedTest
    @MethodSource
    void windowsOfEveryKind(final WindowKind kind) throws InterruptedException {
        compare(
                kind.name(),
                "slab",
                Threads.perStage(),
                (run, ticks) -> windows(run, kind.words().apply(ticks)));
    }

    private static <K> void windows(final Run run, final Windows<K, Tick> windows) {
        run.show(windows.count());
        run.show(windows.mean(Tick::price));
        run.show(windows.minBy(Tick::price));
        run.show(windows.mapWindow(KeyedRecoveryTest::<K>told));
    }

    private static <K> Results<String> told(final K key, final Window<Tick> window, final WindowOutput out) {
        final StringBuilder prices = new StringBuilder(key + " " + window.startNs() + ":");
        window.forEach(tick -> prices.append(' ').append(tick.price()));
        return out.emit(prices.toString());
    }

    @Test
    void cellsOfChronicleMaps() throws InterruptedException {
        final WindowKind kind = WindowKind.all().get(2);
        compare("chronicle", "chronicle", Threads.shared(2), (run, ticks) -> {
            run.show(kind.words().apply(ticks).mean(Tick::price));
            rolling(run, ticks);
        });
    }

    @Test
    void runningValuesAndFoldsInTwoPartitions() throws InterruptedException {
        compare("rolling", "slab", Threads.inline(), KeyedRecoveryTest::rolling);
    }

    private static void rolling(final Run run, final Stream<Tick> ticks) {
        run.show(ticks.keyBy(Tick::symbol).parallelism(2).sum(Tick::price));
        run.show(ticks.keyBy(Tick::id).aggregate(Aggregates.mean(Tick::price)));
        run.show(ticks.keyBy(Tick::id).fold(ZERO, (sum, tick) -> tick.plus(sum.price())));
    }
}
