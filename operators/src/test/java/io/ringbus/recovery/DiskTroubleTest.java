// SPDX-License-Identifier: Apache-2.0
package io.ringbus.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ringbus.barriers.Snapshots;
import io.ringbus.barriers.file.FileSnapshotStore;
import io.ringbus.codec.Codecs;
import io.ringbus.config.Config;
import io.ringbus.config.Settings;
import io.ringbus.connectors.Journal;
import io.ringbus.connectors.Sources;
import io.ringbus.environment.Storage;
import io.ringbus.ring.Ingress;
import io.ringbus.stage.Execution;
import io.ringbus.stage.PipelineException;
import io.ringbus.stream.Pipeline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real disks that are full or refuse to be written: a small tmpfs, which takes root to mount. */
class DiskTroubleTest {
    private static final int CYCLES = 10;
    private static final long WAIT_NS = TimeUnit.SECONDS.toNanos(60);
    private static final int DISK_BYTES = 1 << 20;

    private record Number(long value) {}

    /** Keeps what the checkpoints had to say. */
    private static final class Told extends Handler {
        private final List<String> failures = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void publish(final LogRecord told) {
            if (told.getThrown() != null) {
                failures.add(told.getThrown().getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @TempDir
    private Path folder;

    private final Told told = new Told();
    private final Logger logger = Logger.getLogger(Checkpointing.class.getName());
    private boolean mounted;

    @BeforeEach
    void mount() throws Exception {
        mounted =
                mounting("mount", "-t", "tmpfs", "-o", "size=" + DISK_BYTES + ",mode=0700", "none", disk().toString());
        assumeTrue(mounted, "skipped: mounting a small tmpfs takes root");
        logger.addHandler(told);
        logger.setUseParentHandlers(false);
    }

    @AfterEach
    void unmount() throws Exception {
        logger.removeHandler(told);
        logger.setUseParentHandlers(true);
        if (mounted) {
            assertTrue(mounting("umount", disk().toString()), "a file is still open");
        }
    }

    private Path disk() throws IOException {
        return Files.createDirectories(folder.resolve("disk"));
    }

    private static boolean mounting(final String... command) throws Exception {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
        } catch (final IOException noSuchCommand) {
            return false;
        }
    }

    private void remount(final String mode) throws Exception {
        assertTrue(mounting("mount", "-o", "remount," + mode, disk().toString()));
    }

    private static void waitFor(final String what, final BooleanSupplier condition) {
        final long startNs = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - startNs < WAIT_NS, "waited in vain for " + what);
            Thread.onSpinWait();
        }
    }

    private long newest() {
        try {
            final Snapshots snapshots = FileSnapshotStore.look(Storage.FILES, disk().resolve("checkpoints"));
            return snapshots.newestComplete().orElse(0);
        } catch (final IOException changing) {
            return 0;
        }
    }

    private Config config() throws IOException {
        return Config.defaults()
                .with(Settings.CHECKPOINT_DIR, Optional.of(disk().resolve("checkpoints")))
                .with(Settings.CHECKPOINT_INTERVAL, 3_000_000L);
    }

    private Pipeline endless(final AtomicLong processed) throws IOException {
        final Pipeline pipeline = Pipeline.create(config());
        pipeline.from(Sources.generate(number -> number).perSecond(100_000))
                .to((number, timestampNs) -> processed.set(number));
        return pipeline;
    }

    private void waitForProgress(final AtomicLong processed) {
        final long before = processed.get();
        waitFor("records while checkpoints fail", () -> processed.get() > before + 1_000);
    }

    private void waitForCheckpoint() {
        final long before = newest();
        waitFor("a checkpoint", () -> newest() > before);
    }

    @Test
    void aFullDiskFailsCheckpointsByNameAndTheyHealWhenThereIsRoom() throws Exception {
        final AtomicLong processed = new AtomicLong();
        try (Execution execution = endless(processed).start()) {
            for (int cycle = 0; cycle < CYCLES; cycle++) {
                waitForCheckpoint();
                final Path ballast = disk().resolve("ballast");
                fill(ballast);
                final int before = told.failures.size();
                waitFor("a failure", () -> {
                    fill(ballast); // a checkpoint that had its room already gives back that of the one before
                    return told.failures.size() > before + 3;
                });
                assertTrue(
                        told.failures.get(before + 2).contains("No space left on device")
                                && told.failures.get(before + 2).contains("see that the disk has room"),
                        told.failures.get(before + 2));
                waitForProgress(processed);
                Files.delete(ballast);
            }
            waitForCheckpoint();
            assertFalse(execution.isEnded());
        }
    }

    private static void fill(final Path ballast) {
        try (var out = Files.newOutputStream(ballast, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (true) {
                out.write(new byte[1 << 10]);
            }
        } catch (final IOException full) {
            assertTrue(String.valueOf(full.getMessage()).contains("No space left"), full.getMessage());
        }
    }

    @Test
    void aReadOnlyFolderRefusesTheStartByName() throws Exception {
        remount("ro");
        final Pipeline pipeline = endless(new AtomicLong());
        final String refused =
                assertThrows(UncheckedIOException.class, pipeline::start).getMessage();
        assertTrue(refused.startsWith("ringbus.checkpoint.dir=") && refused.contains("Read-only file system"), refused);
        remount("rw");
    }

    @Test
    void aFolderThatBecomesReadOnlyFailsCheckpointsByNameAndTheyHealWhenItIsNot() throws Exception {
        final Path checkpoints = disk().resolve("checkpoints");
        final AtomicLong processed = new AtomicLong();
        try (Execution execution = endless(processed).start()) {
            waitForCheckpoint();
            assumeTrue(
                    mounting("chattr", "+i", checkpoints.toString()),
                    "skipped: a folder under a running pipeline is made read-only by chattr");
            try {
                final int before = told.failures.size();
                waitFor("a failure", () -> told.failures.size() > before + 3);
                final String failure = told.failures.get(before + 2);
                assertTrue(failure.matches("checkpoint \\d+: .*" + checkpoints + ".*"), failure);
                assertTrue(failure.contains("Operation not permitted"), failure);
                waitForProgress(processed);
            } finally {
                assertTrue(mounting("chattr", "-i", checkpoints.toString()));
            }
            waitForCheckpoint();
            assertFalse(execution.isEnded());
        }
    }

    @Test
    void aSavepointOnAReadOnlyDiskIsGoneOnFrom() throws Exception {
        final AtomicLong processed = new AtomicLong();
        final Pipeline first = endless(processed);
        try (Execution execution = first.start()) {
            waitForProgress(processed);
            first.savepoint(disk().resolve("savepoint")).get(60, TimeUnit.SECONDS);
            execution.cancel();
        }
        final long before = processed.get();
        remount("ro");
        final AtomicLong goneOn = new AtomicLong();
        final List<Long> firstOfAll = Collections.synchronizedList(new ArrayList<>());
        final Pipeline second =
                Pipeline.create(config().with(Settings.CHECKPOINT_DIR, Optional.of(folder.resolve("elsewhere"))));
        second.from(Sources.generate(number -> number).perSecond(100_000)).to((number, timestampNs) -> {
            firstOfAll.add(number);
            goneOn.set(number);
        });
        try (Execution execution =
                second.continueFrom(Savepoint.in(disk().resolve("savepoint"))).start()) {
            waitForProgress(goneOn);
            assertTrue(firstOfAll.get(0) > 0 && firstOfAll.get(0) <= before + 1, "first=" + firstOfAll.get(0));
            execution.cancel();
        }
        remount("rw");
    }

    @Test
    void aJournalOnAFullDiskEndsThePipelineByNameAndKeepsWhatItAcknowledged() throws Exception {
        final Journal journal = Journal.in(disk().resolve("journal"));
        final List<Long> acknowledged = new ArrayList<>();
        final Config small = Config.defaults().with(Settings.JOURNAL_SEGMENT_BYTES, 1 << 16);
        final Pipeline pipeline = Pipeline.create(small);
        final Ingress<Number> ingress = pipeline.ingress("numbers", Codecs.of(Number.class), journal);
        pipeline.from(ingress).to((number, timestampNs) -> {});
        String refused = "";
        String failed = "";
        try (Execution execution = pipeline.start()) {
            fill(disk().resolve("ballast"));
            for (long value = 0; refused.isEmpty(); value++) {
                try {
                    ingress.publish(new Number(value));
                    acknowledged.add(value);
                } catch (final IllegalStateException full) {
                    refused = full.getMessage();
                }
            }
            execution.await();
        } catch (final PipelineException full) {
            failed = full.getMessage();
        }
        assertTrue(refused.contains("No space left on device"), refused);
        assertTrue(
                failed.contains("journal " + journal.folder()) && failed.contains("see that the disk has room"),
                failed);
        assertTrue(acknowledged.size() > 10, "acknowledged=" + acknowledged.size());
        Files.delete(disk().resolve("ballast"));
        final List<Long> replayed = new ArrayList<>();
        final Pipeline again = Pipeline.create(small);
        final Ingress<Number> more = again.ingress("numbers", Codecs.of(Number.class), journal);
        again.from(more).to((number, timestampNs) -> replayed.add(number.value));
        try (Execution execution = again.start()) {
            more.close();
            execution.await();
        }
        assertEquals(acknowledged, replayed.subList(0, acknowledged.size()));
    }
}
