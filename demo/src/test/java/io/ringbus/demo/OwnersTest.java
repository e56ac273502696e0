// SPDX-License-Identifier: Apache-2.0
package io.ringbus.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ringbus.barriers.SnapshotRetiredException;
import io.ringbus.barriers.Snapshots;
import io.ringbus.barriers.file.FileSnapshotStore;
import io.ringbus.config.Durability;
import io.ringbus.environment.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two processes that want one folder on a real file system, and one that is stopped, taken for dead, and wakes up. */
@Timeout(120)
class OwnersTest {
    private static final List<String> SMALL =
            List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");
    private static final String LOCK = "lock";

    @TempDir
    private Path folder;

    @BeforeAll
    static void processesAreListed() {
        assumeTrue(Files.exists(Path.of("/proc/self/stat")), "skipped: whether a process is stopped is read in /proc");
    }

    private Path checkpoints() {
        return folder.resolve("checkpoints");
    }

    private ChildProcess owner() throws IOException {
        return ChildProcess.start(
                SMALL, OwnedPipeline.class, List.of(checkpoints().toString()));
    }

    private ChildProcess writer(final long count) throws IOException {
        return ChildProcess.start(
                SMALL,
                KilledPipeline.class,
                List.of(KilledShape.TUMBLING.name(), folder.toString(), Long.toString(count), "20000"));
    }

    private static void assertRefused(final ChildProcess child, final Path in, final String lock) throws Exception {
        assertNotEquals(0, child.exitCode());
        assertTrue(
                child.said()
                        .contains("folder " + in + " is in use: another pipeline holds its lock file '" + lock
                                + "': stop that one, or name another folder"),
                child.said());
    }

    private long newestEpoch() throws IOException {
        while (true) {
            try {
                final Snapshots snapshots = FileSnapshotStore.look(Storage.FILES, checkpoints());
                return snapshots
                        .open(snapshots.newestComplete().orElseThrow())
                        .manifest()
                        .epoch();
            } catch (final SnapshotRetiredException newerIsThere) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void theSecondProcessIsRefusedAndTheFirstGoesOn() throws Exception {
        try (ChildProcess first = owner()) {
            assertTrue(first.hasSaid(OwnedPipeline.COMMITTED), first.said());
            try (ChildProcess second = owner()) {
                assertRefused(second, checkpoints(), LOCK);
                assertTrue(second.said().contains("ringbus.checkpoint.dir=" + checkpoints()), second.said());
            }
            for (int more = 0; more < 10; more++) {
                assertTrue(first.hasSaid(OwnedPipeline.COMMITTED), first.said());
            }
        }
    }

    @Test
    void aStoppedOwnerKeepsTheFolderAndGoesOnWhenItWakesUp() throws Exception {
        try (ChildProcess first = owner()) {
            assertTrue(first.hasSaid(OwnedPipeline.COMMITTED), first.said());
            Signals.stop(first);
            try (ChildProcess second = owner()) {
                assertRefused(second, checkpoints(), LOCK);
            }
            Signals.send(first, "CONT");
            for (int more = 0; more < 10; more++) {
                assertTrue(first.hasSaid(OwnedPipeline.COMMITTED), first.said());
            }
        }
    }

    @Test
    void anOwnerThatWasTakenForDeadEndsWithoutCommittingWhenItWakesUp() throws Exception {
        try (ChildProcess first = owner()) {
            assertTrue(first.hasSaid(OwnedPipeline.COMMITTED), first.said());
            Signals.stop(first);
            Files.delete(checkpoints().resolve(LOCK)); // somebody who believes that nobody holds it
            try (ChildProcess second = owner()) {
                assertTrue(second.hasSaid(OwnedPipeline.COMMITTED), second.said());
                Signals.send(first, "CONT");
                assertNotEquals(0, first.exitCode());
                assertTrue(
                        first.said()
                                .contains(
                                        "epoch=1 < 2, that of a newer owner: this pipeline was taken for dead and must"
                                                + " end without committing anything"),
                        first.said());
                assertTrue(second.hasSaid(OwnedPipeline.COMMITTED), second.said());
                assertEquals(2, newestEpoch());
            }
        }
    }

    @Test
    void aJournalThatWasTakenForDeadAcknowledgesNothingMoreWhenItWakesUp() throws Exception {
        try (ChildProcess first = journal(0)) {
            assertTrue(first.hasSaid(AcknowledgingPipeline.ACKNOWLEDGED + 1_000), first.said());
            Signals.stop(first);
            Files.delete(folder.resolve(LOCK));
            final long kept = AcknowledgedRecordsTest.kept(folder);
            try (ChildProcess second = journal(kept)) {
                assertTrue(second.hasSaid(AcknowledgingPipeline.ACKNOWLEDGED + (kept + 100)), second.said());
                Signals.send(first, "CONT");
                assertNotEquals(0, first.exitCode());
                assertTrue(
                        first.said().contains("this one was taken for dead and must end")
                                && AcknowledgedRecordsTest.lastAcknowledged(first) <= kept,
                        kept + " were kept, but " + first.said());
                assertTrue(second.hasSaid(AcknowledgingPipeline.ACKNOWLEDGED + (kept + 1_000)), second.said());
                Signals.send(second, "KILL");
                second.exitCode();
                assertTrue(AcknowledgedRecordsTest.kept(folder) >= AcknowledgedRecordsTest.lastAcknowledged(second));
            }
        }
    }

    private ChildProcess journal(final long first) throws IOException {
        return ChildProcess.start(
                SMALL,
                AcknowledgingPipeline.class,
                List.of(folder.toString(), Durability.OS.name(), Long.toString(first)));
    }

    @Test
    void theFileOfASinkHasOneWriterEvenWhereTheFolderOfCheckpointsHadTwo() throws Exception {
        final long count = 40_000;
        try (ChildProcess first = writer(count)) {
            assertTrue(first.hasSaid(KilledPipeline.COMMITTING), first.said());
            Signals.stop(first);
            Files.delete(checkpoints().resolve(LOCK));
            try (ChildProcess second = writer(count)) {
                assertRefused(second, folder, KilledPipeline.OUTPUT + ".lock");
            }
            Signals.send(first, "CONT");
            assertNotEquals(0, first.exitCode(), "the second one has fenced it");
        }
        try (ChildProcess third = writer(count)) {
            assertEquals(0, third.exitCode(), third.said());
        }
        KillsTest.check(folder, KilledShape.TUMBLING, count);
    }
}
