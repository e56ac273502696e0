// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.barriers.SnapshotModel;
import io.ringbus.testing.SimulatedStorage;
import io.ringbus.testing.SimulatedStorage.PowerCut;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Owners write checkpoints on a disk that fails, fills up and loses its power at any operation; whatever happened, the next
 * owner finds every checkpoint that was acknowledged, and reads nothing but what was written.
 */
class SnapshotStoreSimulationTest {
    private static final Path FOLDER = Path.of("/snapshots");
    private static final int SEEDS = Integer.getInteger("ringbus.seeds", 10_000);
    private static final int LIVES = 4;
    private static final int OPERATIONS_OF_A_LIFE = 80;

    @Test
    void whatWasAcknowledgedSurvivesWhateverHappens() throws IOException {
        for (long seed = 0; seed < SEEDS; seed++) {
            new Simulation(seed).run();
        }
    }

    @Test
    void theSameSeedLeavesTheSameBytes() throws IOException {
        for (long seed = 0; seed < 20; seed++) {
            assertEquals(new Simulation(seed).run(), new Simulation(seed).run(), "seed=" + seed);
        }
    }

    /** No random choice of the moment: the power goes at each operation of five checkpoints, in turn. */
    @Test
    void aPowerCutAtEachOperationLosesNothing() throws IOException {
        for (long seed = 0; seed < 40; seed++) {
            long operation = 1;
            while (Simulation.cutAt(seed, operation)) {
                operation++;
            }
            assertTrue(operation > 50, "operations=" + operation);
        }
    }

    private static final class Simulation {
        private final long seed;
        private final Random random;
        private final SnapshotModel model;
        private final List<Long> acknowledged = new ArrayList<>();
        private SimulatedStorage storage;
        private int life;
        private boolean faulty;

        Simulation(final long seed) {
            this.seed = seed;
            this.random = new Random(seed);
            this.model = new SnapshotModel(random);
            this.storage = new SimulatedStorage(seed);
        }

        static boolean cutAt(final long seed, final long operation) throws IOException {
            final Simulation simulation = new Simulation(seed);
            simulation.storage.cutPowerAt(operation);
            final boolean cut = simulation.live(5);
            simulation.storage = simulation.storage.crash();
            simulation.checkLeft();
            return cut;
        }

        long run() throws IOException {
            try {
                return lives();
            } catch (final RuntimeException | IOException broken) {
                throw new AssertionError(where() + ": " + broken, broken);
            }
        }

        private long lives() throws IOException {
            for (life = 0; life < LIVES; life++) {
                drawFaults();
                final boolean cut = live(1 + random.nextInt(6));
                storage = cut || random.nextBoolean() ? storage.crash() : storage.kill();
                checkLeft();
            }
            return hash();
        }

        private void drawFaults() {
            faulty = random.nextBoolean();
            if (random.nextInt(3) > 0) {
                storage.cutPowerAt(1 + random.nextInt(OPERATIONS_OF_A_LIFE));
            }
            if (faulty) {
                for (int count = random.nextInt(3); count > 0; count--) {
                    storage.failAt(1 + random.nextInt(OPERATIONS_OF_A_LIFE));
                }
                if (random.nextInt(4) == 0) {
                    storage.capacity(storage.usedBytes() + random.nextInt(2_000));
                }
            }
        }

        /** One owner's life; true when the power went. */
        private boolean live(final int checkpoints) throws IOException {
            try (FileSnapshotStore store = open()) {
                if (store == null) {
                    return storage.isDown();
                }
                for (int count = 0; count < checkpoints && !storage.isDown(); count++) {
                    checkpoint(store);
                }
                return storage.isDown();
            } catch (final PowerCut cut) {
                return true;
            }
        }

        private FileSnapshotStore open() throws IOException {
            try {
                return FileSnapshotStore.open(storage, FOLDER);
            } catch (final IOException failed) {
                allowOnlyIfFaulty(failed);
                return null;
            }
        }

        private void checkpoint(final FileSnapshotStore store) throws IOException {
            try {
                model.checkpoint(store);
                acknowledged.add(model.newestAcknowledged());
                if (random.nextInt(3) > 0) {
                    model.retain(store, 1 + random.nextInt(3));
                }
            } catch (final IOException failed) {
                allowOnlyIfFaulty(failed);
                storage.capacity(Long.MAX_VALUE);
            }
        }

        private void allowOnlyIfFaulty(final IOException failed) {
            if (!faulty) {
                throw new AssertionError(where() + ": " + failed.getMessage(), failed);
            }
        }

        /** On a disk that works again, one may look, and own, and go on. */
        private void checkLeft() throws IOException {
            if (storage.operations() == 0 && acknowledged.isEmpty() && !isThere()) {
                return;
            }
            storage.capacity(Long.MAX_VALUE);
            model.verify(FileSnapshotStore.look(storage, FOLDER), where() + " looked at");
            try (FileSnapshotStore store = FileSnapshotStore.open(storage, FOLDER)) {
                model.verify(store, where() + " left behind");
                model.verifyKept(store, acknowledged, where() + " left behind");
                model.checkpoint(store);
                acknowledged.add(model.newestAcknowledged());
            }
            storage = random.nextBoolean() ? storage.crash() : storage.kill();
        }

        private boolean isThere() {
            try {
                storage.open(FOLDER);
                return true;
            } catch (final IOException missing) {
                return false;
            }
        }

        private long hash() throws IOException {
            long hash = 0;
            for (final String name : storage.folder(FOLDER).list()) {
                hash = hash * 31 + name.hashCode();
                hash = hash * 31
                        + java.util.Arrays.hashCode(storage.folder(FOLDER).bytes(name));
            }
            return hash;
        }

        private String where() {
            return "seed=" + seed + " life=" + life + " operation=" + storage.operations();
        }
    }
}
