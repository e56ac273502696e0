// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.barriers.Manifest;
import io.ringbus.barriers.SnapshotException;
import io.ringbus.barriers.coordinator.CheckpointListener;
import io.ringbus.barriers.coordinator.CompletedCheckpoint;
import io.ringbus.barriers.file.FileSnapshotStore;
import io.ringbus.chain.Source.Poll;
import io.ringbus.config.Config;
import io.ringbus.config.Settings;
import io.ringbus.recovery.Checkpointing;
import io.ringbus.stage.Topology;
import io.ringbus.testing.PacedSource;
import io.ringbus.testing.SimulatedStorage;
import io.ringbus.testing.StageSimulator;
import io.ringbus.windows.aggregate.Aggregates;
import io.ringbus.windows.policy.Count;
import io.ringbus.windows.policy.Session;
import io.ringbus.windows.policy.Time;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Real snapshots, a base and what builds on it, are damaged and a pipeline is started on them: it begins with the very state
 * that was saved, or it refuses and names the file; and either within a second. Every byte is for {@code DamagedSnapshotTest},
 * which reads the same files without a pipeline; here it is every n-th, and all with {@code -Dringbus.test.damage.step=1}.
 */
class DamagedRecoveryTest {
    private static final Path FOLDER = Path.of("/checkpoints");
    private static final int[] CHANGES = {0x01, 0x80, 0xFF};
    private static final int STEP = Integer.getInteger("ringbus.test.damage.step", 997);
    private static final int EDGE_BYTES = 40;
    private static final int KEYS = 200;
    private static final long LONGEST_NS = TimeUnit.SECONDS.toNanos(1);
    /** What is measured is work: the machine may be busy with something else. */
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final SimulatedStorage storage = new SimulatedStorage(1);
    private final Map<String, byte[]> written = new TreeMap<>();
    private Map<String, String> expected = Map.of();
    private int starts;
    private int refusals;

    private record Started(
            Map<String, String> state, @Nullable SnapshotException refusal) {}

    @BeforeEach
    void writeABaseAndTwoIncrements() throws IOException {
        final StageSimulator simulator = new StageSimulator(1);
        final Onlooker onlooker = new Onlooker();
        final long[] newest = new long[1];
        run(storage, simulator, onlooker, new CheckpointListener() {
            @Override
            public void completed(final CompletedCheckpoint checkpoint) {
                final Manifest manifest = manifest(checkpoint.id());
                if (manifest.chainLength() == 3 && manifest.fileBytes() > 1 << 16) {
                    newest[0] = checkpoint.id();
                    simulator.failAtStep(simulator.steps() + 1);
                }
            }
        });
        final SimulatedStorage killed = storage.kill();
        for (final String file : killed.folder(FOLDER).list()) {
            written.put(file, killed.folder(FOLDER).bytes(file));
        }
        expected = onlooker.at(newest[0]);
    }

    private Manifest manifest(final long checkpointId) {
        try {
            return FileSnapshotStore.look(storage, FOLDER).open(checkpointId).manifest();
        } catch (final IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** What was written, with another content of one file. */
    private SimulatedStorage with(final String changed, final byte[] content) throws IOException {
        final SimulatedStorage copy = new SimulatedStorage(1);
        copy.create(FOLDER);
        written.forEach((file, bytes) -> copy.folder(FOLDER).put(file, file.equals(changed) ? content : bytes.clone()));
        return copy;
    }

    private static Pipeline pipeline(final Config config, final Onlooker onlooker) {
        final Pipeline pipeline = Pipeline.create(config);
        final PacedSource<Tick> numbered = new PacedSource<>(
                Integer.MAX_VALUE,
                number -> Tick.of(number * 31 % KEYS, number * 17 % 101, number),
                number -> Poll.EMITTED);
        final Stream<Tick> ticks = pipeline.from(numbered).as(Tick.class).eventTime(Tick::timeNs);
        ticks.keyBy(Tick::symbol).sum(Tick::price).to(onlooker);
        ticks.keyBy(Tick::id).window(ns(900)).every(ns(300)).mean(Tick::price).to((any, timestampNs) -> {});
        ticks.keyBy(Tick::id).window(Session.of(ns(400))).count().to((any, timestampNs) -> {});
        ticks.keyBy(Tick::id)
                .window(Count.of(5))
                .every(Count.of(2))
                .aggregate(Aggregates.maxLong(Tick::price))
                .to((any, timestampNs) -> {});
        return pipeline;
    }

    private static Time ns(final long count) {
        return Time.of(count, TimeUnit.NANOSECONDS);
    }

    /** Runs until the simulator is told to crash. */
    private static void run(
            final SimulatedStorage storage,
            final StageSimulator simulator,
            final Onlooker onlooker,
            final CheckpointListener listener) {
        final Config config = Config.defaults()
                .with(Settings.STATE_BACKEND, "slab")
                .with(Settings.SPECIALISE, false)
                .with(Settings.CHECKPOINT_DIR, Optional.of(FOLDER))
                .with(Settings.CHECKPOINT_INTERVAL, 300L)
                .with(Settings.CHECKPOINT_RETAINED, 1)
                .with(Settings.CHECKPOINT_INCREMENTS, 2)
                .with(Settings.CHECKPOINT_PORTION, 1 << 12);
        final Pipeline pipeline = pipeline(config, onlooker);
        final Topology topology = pipeline.translate(simulator.environment()).topology();
        topology.beforeStart(onlooker::sees);
        try {
            final Checkpointing checkpointing =
                    Checkpointing.of(FOLDER, storage, pipeline.plan(), config, topology, listener, null);
            simulator.eachStep(checkpointing::doWork);
            simulator.run(topology);
        } catch (final StageSimulator.Crash asked) {
            assertFalse(asked.getMessage().isEmpty());
        } finally {
            topology.discard();
        }
    }

    private Started start(final SimulatedStorage storage) {
        final Onlooker onlooker = new Onlooker();
        try {
            run(storage, new StageSimulator(2).failAtStep(2), onlooker, CheckpointListener.NONE);
            return new Started(onlooker.atBeginning(), null);
        } catch (final RuntimeException refused) {
            for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
                if (cause instanceof SnapshotException named) {
                    return new Started(Map.of(), named);
                }
            }
            throw refused;
        }
    }

    private void startOn(final SimulatedStorage damaged, final String file, final String damage) {
        starts++;
        final long startNs = THREADS.getCurrentThreadCpuTime();
        final Started started = start(damaged);
        final long tookNs = THREADS.getCurrentThreadCpuTime() - startNs;
        assertTrue(tookNs < LONGEST_NS, () -> damage + ": took " + tookNs + " ns");
        final SnapshotException refusal = started.refusal;
        if (refusal == null) {
            assertEquals(expected, started.state, damage);
        } else {
            refusals++;
            assertTrue(String.valueOf(refusal.getMessage()).contains(file), () -> damage + ": " + refusal.getMessage());
        }
    }

    private static boolean isTried(final int offset, final int length) {
        return offset < EDGE_BYTES || offset >= length - EDGE_BYTES || offset % STEP == 0;
    }

    @Test
    void theUndamagedIsTheStateAtTheBarrier() throws IOException {
        assertEquals(expected, start(with("", new byte[0])).state);
        assertTrue(expected.size() > 6, expected.toString());
    }

    @Test
    void aChangedByteIsNoticedOrDoesNotMatter() throws IOException {
        for (final Map.Entry<String, byte[]> file : written.entrySet()) {
            final int length = file.getValue().length;
            for (int offset = 0; offset < length; offset++) {
                for (int change = 0; isTried(offset, length) && change < CHANGES.length; change++) {
                    final byte[] damaged = file.getValue().clone();
                    damaged[offset] ^= (byte) CHANGES[change];
                    startOn(
                            with(file.getKey(), damaged),
                            file.getKey(),
                            file.getKey() + ", byte " + offset + " ^ " + CHANGES[change]);
                }
            }
        }
        assertTrue(refusals > starts * 3 / 4, "refusals=" + refusals + " of " + starts + ", " + written.keySet());
    }

    @Test
    void aTruncationIsNoticedOrDoesNotMatter() throws IOException {
        for (final Map.Entry<String, byte[]> file : written.entrySet()) {
            final int whole = file.getValue().length;
            for (int length = 0; length < whole; length++) {
                if (isTried(length, whole)) {
                    final byte[] cut = Arrays.copyOf(file.getValue(), length);
                    startOn(with(file.getKey(), cut), file.getKey(), file.getKey() + " cut to " + length);
                }
            }
        }
        assertTrue(refusals > starts * 3 / 4, "refusals=" + refusals + " of " + starts + ", " + written.keySet());
    }
}
