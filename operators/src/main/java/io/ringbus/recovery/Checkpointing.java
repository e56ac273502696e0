// SPDX-License-Identifier: Apache-2.0
package io.ringbus.recovery;

import io.ringbus.barriers.SnapshotRetiredException;
import io.ringbus.barriers.Snapshots;
import io.ringbus.barriers.coordinator.CheckpointCoordinator;
import io.ringbus.barriers.coordinator.CheckpointListener;
import io.ringbus.barriers.coordinator.CheckpointParticipant;
import io.ringbus.barriers.coordinator.CheckpointSettings;
import io.ringbus.barriers.coordinator.CompletedCheckpoint;
import io.ringbus.barriers.coordinator.Recovery;
import io.ringbus.barriers.file.FileSnapshotStore;
import io.ringbus.config.CheckpointMode;
import io.ringbus.config.Config;
import io.ringbus.config.Settings;
import io.ringbus.environment.Environment;
import io.ringbus.environment.Storage;
import io.ringbus.plan.Plan;
import io.ringbus.plan.PlanNode;
import io.ringbus.stage.BarrierRules;
import io.ringbus.stage.Doorbell;
import io.ringbus.stage.Stage;
import io.ringbus.stage.Topology;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Goes on from the newest checkpoint of {@code ringbus.checkpoint.dir} and takes new ones while the pipeline runs.
 *
 * <p><b>Threading.</b> A thread of its own, which alone touches the files and ends with {@link #close()}; without
 * {@link #start} the caller takes its steps, as a simulation does.
 */
public final class Checkpointing implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(Checkpointing.class.getName());
    private static final long STEP_NS = 1_000_000;
    private static final long REST_MAX_NS = 20 * STEP_NS; // a clock that is not the system's may jump
    private static final int NAME_BITS = 32;

    private final CheckpointCoordinator coordinator;
    private final FileSnapshotStore store;
    private final Storage storage;
    private final @Nullable Savepoint beginning;
    private final long fingerprint;
    private final Doorbell bell = new Doorbell();
    private volatile boolean closing;
    private final CountDownLatch closed = new CountDownLatch(1);
    private boolean threaded;
    private long recoveredFrom;

    private Checkpointing(
            final FileSnapshotStore store,
            final Storage storage,
            final @Nullable Savepoint beginning,
            final Config config,
            final long fingerprint,
            final Environment environment,
            final CheckpointListener listener) {
        this.store = store;
        this.storage = storage;
        this.beginning = beginning;
        this.fingerprint = fingerprint;
        this.coordinator = new CheckpointCoordinator(
                store,
                new CheckpointSettings(
                        config.get(Settings.CHECKPOINT_INTERVAL),
                        config.get(Settings.CHECKPOINT_PAUSE),
                        config.get(Settings.CHECKPOINT_TIMEOUT),
                        config.get(Settings.CHECKPOINT_RETAINED),
                        config.get(Settings.CHECKPOINT_INCREMENTS)),
                fingerprint,
                environment.clock(),
                listener);
        coordinator.wakeBy(bell);
    }

    /**
     * Opens the folder and joins {@code topology}, which is not built yet. While the folder has no checkpoint, the pipeline goes
     * on from {@code beginning}, if that is given.
     *
     * <p><b>Failure.</b> {@link UncheckedIOException} when the folder cannot be had, because another pipeline has it, say.
     */
    public static Checkpointing of(
            final Path folder,
            final Storage storage,
            final Plan plan,
            final Config config,
            final Topology topology,
            final CheckpointListener listener,
            final @Nullable Savepoint beginning) {
        final FileSnapshotStore store;
        try {
            store = FileSnapshotStore.open(storage, folder);
        } catch (final IOException refused) {
            throw new UncheckedIOException("ringbus.checkpoint.dir=" + folder + ": " + refused.getMessage(), refused);
        }
        final Checkpointing checkpointing = new Checkpointing(
                store,
                storage,
                beginning,
                config,
                fingerprint(plan),
                topology.environment(),
                new CheckpointGauges(topology.counters(), listener));
        topology.barriers(checkpointing.coordinator);
        topology.barrierRules(new BarrierRules(
                config.get(Settings.CHECKPOINT_MODE) == CheckpointMode.EXACTLY_ONCE,
                config.get(Settings.CHECKPOINT_PORTION)));
        topology.beforeStart(checkpointing::attach);
        topology.closeLast(checkpointing);
        return checkpointing;
    }

    /** Where a pipeline of these settings keeps its checkpoints; empty when it takes none. */
    public static Optional<Path> folder(final Config config) {
        return config.get(Settings.CHECKPOINT_MODE) == CheckpointMode.OFF
                ? Optional.empty()
                : config.get(Settings.CHECKPOINT_DIR);
    }

    /** Logs failures, and what went well at debug level. */
    public static CheckpointListener log() {
        return new CheckpointListener() {
            @Override
            public void completed(final CompletedCheckpoint checkpoint) {
                LOGGER.log(
                        Level.DEBUG,
                        "checkpoint {0}: complete, bytes={1}, ms={2}",
                        checkpoint.id(),
                        checkpoint.bytes(),
                        TimeUnit.NANOSECONDS.toMillis(checkpoint.durationNs()));
            }

            @Override
            public void failed(final long checkpointId, final Throwable cause) {
                LOGGER.log(Level.WARNING, "checkpoint " + checkpointId + ": given up, the pipeline goes on", cause);
            }
        };
    }

    private static long fingerprint(final Plan plan) {
        final CRC32C names = new CRC32C();
        final CRC32C edges = new CRC32C();
        for (final PlanNode node : plan.nodes()) {
            names.update((node.name() + ' ' + node.task().word() + '\n').getBytes(StandardCharsets.UTF_8));
            edges.update((node.inputs() + " " + node.parallelism() + '\n').getBytes(StandardCharsets.UTF_8));
        }
        return names.getValue() << NAME_BITS | edges.getValue();
    }

    private void attach(final List<Stage> stages) {
        try {
            recoveredFrom = Recovery.restore(store, fingerprint, stages);
            final Savepoint first = beginning;
            if (recoveredFrom == 0 && first != null) {
                succeed(first, stages);
            }
        } catch (final IOException refused) {
            throw new UncheckedIOException(refused.getMessage(), refused);
        }
        coordinator.attach(stages);
    }

    /** Only looks into the folder: it may be read-only, and belong to a pipeline that runs and deletes what is old. */
    private void succeed(final Savepoint first, final List<Stage> stages) throws IOException {
        boolean retired = true;
        while (retired) {
            try {
                Recovery.succeed(snapshots(first), first.changes(), stages);
                retired = false;
            } catch (final SnapshotRetiredException newerIsThere) {
                // All is read before anything is restored, so there is nothing to undo.
            }
        }
    }

    private Snapshots snapshots(final Savepoint first) throws IOException {
        try {
            return FileSnapshotStore.look(storage, first.folder());
        } catch (final IOException unreadable) {
            throw new IOException("savepoint: " + unreadable.getMessage(), unreadable);
        }
    }

    /** The checkpoint that the pipeline went on from, or 0. */
    public long recoveredFrom() {
        return recoveredFrom;
    }

    /** Lets {@code participant} take part in all checkpoints; before the start. */
    public void join(final CheckpointParticipant participant) {
        coordinator.join(participant);
    }

    /** Asks for a checkpoint now. */
    public void request() {
        coordinator.request();
    }

    /** Takes a savepoint into a folder of its own, as soon as no checkpoint is under way; answers its id. */
    public CompletableFuture<Long> savepoint(final Path folder) {
        return coordinator.savepoint(() -> FileSnapshotStore.open(storage, folder));
    }

    /** Takes the next step on the calling thread. */
    public int doWork() {
        return coordinator.doWork();
    }

    /** Takes the steps on a thread of its own. */
    public void start(final Environment environment) {
        threaded = true;
        final Thread thread = environment.threads().newThread(this::run);
        thread.setName("ringbus-checkpoints");
        thread.start();
    }

    private void run() {
        try {
            while (!closing) {
                if (coordinator.doWork() == 0) {
                    rest();
                    Thread.interrupted(); // taken back: it would close the files, and nobody has reason to
                }
            }
        } catch (final RuntimeException | Error unexpected) {
            coordinator.abandon(unexpected);
        } finally {
            closeQuietly();
            closed.countDown();
        }
    }

    /** Seldom wakes up while there is nothing to do: it may be the processor of a stage on which it does. */
    private void rest() {
        final long restNs = Math.min(REST_MAX_NS, coordinator.restNs());
        if (restNs <= STEP_NS) {
            LockSupport.parkNanos(this, STEP_NS);
            return;
        }
        bell.lieDown();
        if (closing || coordinator.doWork() > 0) {
            bell.getUp();
        } else {
            bell.sleep(restNs);
        }
    }

    private void closeQuietly() {
        try {
            coordinator.close();
        } catch (final IOException failed) {
            LOGGER.log(Level.WARNING, "checkpoints: closing failed", failed);
        }
    }

    @Override
    public void close() {
        closing = true;
        bell.run();
        if (!threaded) {
            closeQuietly();
            return;
        }
        try {
            closed.await();
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
