// SPDX-License-Identifier: Apache-2.0
package io.ringbus.connectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.chain.Sink;
import io.ringbus.environment.Storage;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import io.ringbus.testing.SimulatedFolder;
import io.ringbus.testing.SimulatedStorage;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What a sink that writes exactly once must keep on a disk that tears, forgets, fails and fills up, whenever its process ends:
 * readers see the beginning of what was accepted, never less than was committed, never what no checkpoint holds, and everything
 * in the end.
 */
abstract class SinkRecoveryContract {
    static final Path FOLDER = Path.of("/out");
    private static final int SEEDS = Integer.getInteger("ringbus.seeds", 4_000);
    private static final int RECORDS = 60;
    private static final int OPERATIONS_OF_A_LIFE = 60;

    /** A sink of numbers on {@code storage}. */
    abstract Sink<Long> sink(Storage storage);

    /** The numbers that readers see in {@code folder}. */
    abstract List<Long> shown(SimulatedFolder folder) throws Exception;

    /** Whether a recovery also mends what a failed force of the folder may have lost. */
    abstract boolean mendsNames();

    /** A checkpoint that is complete, as the store would keep it. */
    private record Complete(long position, StateWriter state) {}

    private final class Simulation {
        private final long seed;
        private final Random random;
        private SimulatedStorage storage;
        private @Nullable Complete newest;
        private long committed;
        private long accepted;
        private int commits;
        private boolean disturbed;

        Simulation(final long seed) {
            this.seed = seed;
            this.random = new Random(seed);
            this.storage = new SimulatedStorage(seed);
        }

        void run() throws Exception {
            for (int life = random.nextInt(6); life > 0; life--) {
                drawFaults();
                live(random.nextInt(80));
                storage = storage.isDown() || random.nextBoolean() ? storage.crash() : storage.kill();
                check();
            }
            storage.capacity(Long.MAX_VALUE);
            assertTrue(live(Integer.MAX_VALUE), "seed=" + seed + ": the last life failed");
            check();
            assertEquals(RECORDS, committed, "seed=" + seed);
            assertEquals(RECORDS, looked().size(), "seed=" + seed);
            closeNewest();
        }

        private void drawFaults() {
            if (random.nextInt(3) > 0) {
                storage.cutPowerAt(1 + random.nextInt(OPERATIONS_OF_A_LIFE));
            }
            for (int count = random.nextInt(3); count > 0; count--) {
                storage.failAt(1 + random.nextInt(OPERATIONS_OF_A_LIFE));
            }
            if (random.nextInt(4) == 0) {
                storage.capacity(storage.usedBytes() + random.nextInt(200));
            }
        }

        /** One process: true when it came to the end of its input. */
        boolean live(final int steps) throws Exception {
            final Sink<Long> sink = sink(storage);
            try {
                begin(sink);
                for (int step = 0; step < steps; step++) {
                    if (accepted == RECORDS) {
                        checkpoint(sink, true);
                        return true;
                    }
                    step(sink);
                }
                return false;
            } catch (final SimulatedStorage.PowerCut gone) {
                return false;
            } catch (final java.io.IOException failed) {
                assertTrue(
                        storage.isDown()
                                || String.valueOf(failed.getMessage())
                                        .matches("(?s).*(Input/output error|No space left on device).*"),
                        "seed=" + seed + ": " + failed);
                disturbed = !mendsNames();
                return false;
            } finally {
                closeQuietly(sink);
            }
        }

        private void begin(final Sink<Long> sink) throws Exception {
            accepted = 0;
            sink.checkpointed();
            if (newest != null) {
                accepted = newest.position;
                sink.restore(new StateReader("sink", newest.state.address(), newest.state.length()));
            }
            sink.open();
            committed = accepted; // recovery commits what was pending
        }

        private void step(final Sink<Long> sink) throws Exception {
            switch (random.nextInt(8)) {
                case 0 -> sink.flush();
                case 1 -> checkpoint(sink, random.nextInt(4) > 0);
                default -> sink.accept(accepted++, 0);
            }
        }

        private void checkpoint(final Sink<Long> sink, final boolean completes) throws Exception {
            sink.flush();
            final StateWriter state = new StateWriter();
            boolean kept = false;
            try {
                sink.save(state);
                if (completes) {
                    closeNewest();
                    newest = new Complete(accepted, state);
                    kept = true;
                }
            } finally {
                if (!kept) {
                    state.close();
                }
            }
            if (kept && (accepted == RECORDS || random.nextInt(8) > 0)) { // or the process ends before it is told
                sink.commit(++commits);
                committed = accepted;
                check();
            }
        }

        private void closeNewest() {
            if (newest != null) {
                newest.state.close();
            }
        }

        private void check() throws Exception {
            final List<Long> shown = storage.isDown() ? List.of() : looked();
            if (!storage.isDown()) {
                assertEquals(LongStream.range(0, shown.size()).boxed().toList(), shown, "seed=" + seed);
                assertTrue(
                        shown.size() >= committed || disturbed,
                        "seed=" + seed + ": committed=" + committed + ", shown=" + shown.size());
                assertTrue(
                        shown.size() <= (newest == null ? 0 : newest.position),
                        "seed=" + seed + ": shown=" + shown.size() + " without a checkpoint");
            }
        }

        private List<Long> looked() throws Exception {
            try {
                return shown(storage.folder(FOLDER));
            } catch (final IllegalArgumentException noFolderYet) {
                assertTrue(noFolderYet.getMessage().startsWith("no folder"), noFolderYet.getMessage());
                return List.of();
            }
        }
    }

    private static void closeQuietly(final Sink<?> sink) throws Exception {
        try {
            sink.close();
        } catch (final SimulatedStorage.PowerCut | java.io.IOException ofALostDisk) {
            assertTrue(ofALostDisk.getMessage() != null);
        }
    }

    @Test
    void showsEverythingOnceWhateverHappens() throws Exception {
        for (long seed = 0; seed < SEEDS; seed++) {
            new Simulation(seed).run();
        }
    }

    /** No random choice of the moment: the power goes at each operation in turn. */
    @Test
    void aPowerCutAtEachOperationTakesNothingBack() throws Exception {
        for (long seed = 0; seed < 30; seed++) {
            long operation = 1;
            boolean cut = true;
            while (cut) {
                final Simulation simulation = new Simulation(seed);
                simulation.storage.cutPowerAt(operation++);
                cut = !simulation.live(Integer.MAX_VALUE);
                simulation.storage = simulation.storage.crash();
                simulation.check();
                assertTrue(simulation.live(Integer.MAX_VALUE), "seed=" + seed);
                simulation.check();
                assertEquals(RECORDS, simulation.looked().size(), "seed=" + seed + " operation=" + operation);
                simulation.closeNewest();
            }
            assertTrue(operation > 15, "operations=" + operation);
        }
    }
}
