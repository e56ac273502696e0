// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.barriers.FencedException;
import io.ringbus.barriers.SnapshotModel;
import io.ringbus.barriers.SnapshotStore;
import io.ringbus.testing.SimulatedStorage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * An owner is stopped before each operation in turn, its lock is lost, a second owner recovers and goes on, and then the first
 * one wakes up in the middle of what it was doing.
 */
class FencingSimulationTest {
    private static final Path FOLDER = Path.of("/snapshots");

    @Test
    void anOwnerThatWasStoppedAnywhereCannotCompleteACheckpoint() throws IOException {
        for (long seed = 0; seed < 60; seed++) {
            int takeovers = 0;
            for (long operation = 1; new Takeover(seed).at(operation); operation++) {
                takeovers++;
            }
            assertTrue(takeovers > 30, "seed=" + seed + " takeovers=" + takeovers);
        }
    }

    @Test
    void theMessageSaysWhoTookTheStore() throws IOException {
        final SimulatedStorage storage = new SimulatedStorage(1);
        final SnapshotModel model = new SnapshotModel(new Random(1));
        final FileSnapshotStore first = FileSnapshotStore.open(storage, FOLDER);
        model.checkpoint(first);
        storage.breakLocks();
        try (FileSnapshotStore second = FileSnapshotStore.open(storage, FOLDER)) {
            final FencedException fenced = assertThrows(FencedException.class, () -> model.checkpoint(first));
            assertEquals(
                    "snapshot store /snapshots: epoch=1 < 2, that of a newer owner: this pipeline was taken for dead and must"
                            + " end without committing anything",
                    fenced.getMessage());
            assertThrows(FencedException.class, () -> first.retain(1));
            assertThrows(FencedException.class, () -> first.reject(1));
            assertEquals(OptionalLong.of(1), second.newestComplete());
        }
    }

    /** The second owner, in the middle of an operation of the first. */
    private static final class Takeover {
        private final long seed;
        private final SimulatedStorage storage;
        private final Random random;
        private final SnapshotModel model;
        private final int checkpointsOfSecond;
        private boolean taken;
        private long epochOfSecond;
        private long idOfSecond;

        Takeover(final long seed) {
            this.seed = seed;
            this.storage = new SimulatedStorage(seed);
            this.random = new Random(seed);
            this.model = new SnapshotModel(random);
            this.checkpointsOfSecond = (int) (seed % 3);
        }

        /** False when the first owner had ended before that operation. */
        boolean at(final long operation) throws IOException {
            final String where = "seed=" + seed + " operation=" + operation;
            storage.pauseAt(operation, this::takeOver);
            try {
                final FileSnapshotStore first = FileSnapshotStore.open(storage, FOLDER);
                if (taken) {
                    // It was stopped before it had claimed anything, and so comes after the second one.
                    assertTrue(first.epoch() > epochOfSecond, where);
                    return true;
                }
                for (int count = 0; count < 4; count++) {
                    model.checkpoint(first);
                    assertFalse(taken, where + ": completed a checkpoint");
                    model.retain(first, 1 + random.nextInt(2));
                }
            } catch (final IOException stopped) {
                // Fenced, or confused: files that it was about to rename or delete are gone.
                assertTrue(taken, () -> where + ": " + stopped);
            }
            if (taken) {
                checkLeft(storage.kill(), where);
            }
            return taken;
        }

        private void takeOver() {
            taken = true;
            storage.breakLocks();
            final long acknowledged = model.newestAcknowledged();
            try (FileSnapshotStore second = FileSnapshotStore.open(storage, FOLDER)) {
                epochOfSecond = second.epoch();
                assertTrue(
                        second.newestComplete().orElse(0) >= acknowledged, "seed=" + seed + ": lost " + acknowledged);
                for (int count = 0; count < checkpointsOfSecond; count++) {
                    model.checkpoint(second);
                    model.retain(second, 1);
                }
                idOfSecond = second.newestComplete().orElse(0);
            } catch (final IOException failed) {
                throw new AssertionError("seed=" + seed + ": the second owner failed: " + failed.getMessage(), failed);
            }
        }

        /** Whatever the first owner did after it woke up: recovery goes on from where the second owner was. */
        private void checkLeft(final SimulatedStorage after, final String where) throws IOException {
            try (SnapshotStore third = FileSnapshotStore.open(after, FOLDER)) {
                assertEquals(idOfSecond, third.newestComplete().orElse(0), where);
                if (idOfSecond > 0) {
                    model.verifyOne(third.open(idOfSecond), where);
                }
            }
        }
    }
}
