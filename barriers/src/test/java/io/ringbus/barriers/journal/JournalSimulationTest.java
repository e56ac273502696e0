// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.config.Durability;
import io.ringbus.slot.Slab;
import io.ringbus.snapshot.StateWriter;
import io.ringbus.testing.Emitted;
import io.ringbus.testing.SimulatedClock;
import io.ringbus.testing.SimulatedStorage;
import io.ringbus.testing.SimulatedStorage.PowerCut;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Owners of a journal publish, process and take positions on a disk that fails, fills up and loses its power at any operation.
 * Whatever happened, the next owner finds a prefix of what was published, in order, and never a wrong record; under SYNC all
 * that was acknowledged, always all that was forced for a checkpoint, and after a kill all that was written.
 */
class JournalSimulationTest {
    private static final int SEEDS = Integer.getInteger("ringbus.seeds", 10_000);
    private static final int LIVES = 4;
    private static final int OPERATIONS_OF_A_LIFE = 60;

    @Test
    void whatWasAcknowledgedSurvivesWhateverHappens() {
        final long liveBytes = Slab.liveBytes();
        final int[] cuts = new int[1];
        for (long seed = 0; seed < SEEDS; seed++) {
            final Simulation simulation = new Simulation(seed);
            simulation.run();
            cuts[0] += simulation.torn;
        }
        assertEquals(liveBytes, Slab.liveBytes());
        assertTrue(cuts[0] > SEEDS / 100, "the disk tore too little to prove anything: " + cuts[0]);
    }

    @Test
    void theSameSeedLeavesTheSameBytes() {
        for (long seed = 0; seed < 50; seed++) {
            assertEquals(new Simulation(seed).run(), new Simulation(seed).run(), "seed=" + seed);
        }
    }

    /** No random choice of the moment: the power goes at each operation in turn. */
    @Test
    void aPowerCutAtEachOperationLosesNothing() {
        for (long seed = 0; seed < 25; seed++) {
            long operation = 1;
            while (new Simulation(seed).cutAt(operation)) {
                operation++;
            }
            assertTrue(operation > 10, "operations=" + operation);
        }
    }

    private static final class Simulation {
        private final long seed;
        private final Random random;
        private final JournalSettings settings;
        private final SimulatedClock clock = new SimulatedClock(1);
        /** All that was published, from record 1 on; a crash takes an end away. */
        private final List<String> published = new ArrayList<>();

        private SimulatedStorage storage;
        private int life;
        private int torn;
        /** Records that must be there after a power cut, and after a kill. */
        private int durable;

        private int written;
        /** The position of the last checkpoint: the stage goes on from there. */
        private long checkpoint;

        private long trimmed;

        Simulation(final long seed) {
            this.seed = seed;
            this.random = new Random(seed);
            this.storage = new SimulatedStorage(seed);
            final Durability[] all = Durability.values();
            this.settings = new JournalSettings(
                    all[random.nextInt(all.length)], 1 + random.nextInt(50_000), 1 << 8 + random.nextInt(5));
        }

        long run() {
            for (life = 0; life < LIVES; life++) {
                if (random.nextInt(4) > 0) {
                    storage.cutPowerAt(1 + random.nextInt(OPERATIONS_OF_A_LIFE));
                }
                for (int count = random.nextInt(2); count > 0; count--) {
                    storage.failAt(1 + random.nextInt(OPERATIONS_OF_A_LIFE));
                }
                if (random.nextInt(6) == 0) {
                    storage.capacity(storage.usedBytes() + random.nextInt(6_000));
                }
                live(10 + random.nextInt(60));
                end(random.nextBoolean());
            }
            live(0);
            return storage.usedBytes() * 31 + published.hashCode();
        }

        boolean cutAt(final long operation) {
            storage.cutPowerAt(operation);
            live(30);
            final boolean cut = storage.isDown();
            end(true);
            live(0);
            return cut;
        }

        private void end(final boolean powerCut) {
            final boolean cut = storage.isDown() || powerCut;
            storage = cut ? storage.crash() : storage.kill();
            written = cut ? durable : written;
        }

        private String where() {
            return "seed=" + seed + ", life=" + life + ", " + settings;
        }

        private void live(final int steps) {
            JournalRig rig = null;
            try {
                final JournalRig opened = new JournalRig(storage, settings, clock);
                rig = opened;
                opened.open();
                checkLeft(opened);
                for (int step = 0; step < steps; step++) {
                    step(opened);
                }
            } catch (final PowerCut cut) {
                assertTrue(storage.isDown(), where());
            } catch (final JournalDamagedException wrong) {
                throw new AssertionError(where() + ": " + wrong.getMessage(), wrong);
            } catch (final IOException | IllegalStateException failed) {
                assertTrue(isOfTheDisk(failed), where() + ": " + failed);
            } finally {
                close(rig);
            }
        }

        private boolean isOfTheDisk(final Exception failed) {
            final String message = String.valueOf(failed.getMessage());
            return storage.isDown() || message.contains("Input/output error") || message.contains("No space left");
        }

        private static void close(final JournalRig rig) {
            if (rig != null) {
                try {
                    rig.inlet.close();
                } catch (final IOException | RuntimeException ignored) {
                    // of a process that is killed
                }
                rig.ingress.ring().close();
            }
        }

        /** What the journal holds and the stage replays. */
        private void checkLeft(final JournalRig rig) throws IOException {
            if (rig.journal.cut().isPresent()) {
                torn++;
                assertEquals(
                        rig.journal.liveSequence() - 1, rig.journal.cut().get().lastSequence(), where());
            }
            final int left = (int) rig.journal.liveSequence() - 1;
            assertTrue(left >= written, where() + ": left=" + left + " < " + written);
            assertTrue(left <= published.size(), where() + ": left=" + left + " > " + published.size());
            published.subList(left, published.size()).clear();
            written = left;
            durable = left; // written and forced anew
            assertTrue(rig.journal.firstSequence() <= Math.max(1, trimmed), where());
            if (checkpoint > 0) {
                try (StateWriter saved = new StateWriter()) {
                    saved.putLong(rig.journal.journalId());
                    saved.putLong(checkpoint);
                    rig.restore(saved);
                }
            }
            rig.inlet.open();
            final List<Emitted<String>> replayed = rig.poll();
            final int from = (int) Math.max(0, checkpoint - 1);
            assertEquals(published.subList(from, left), records(replayed), where());
        }

        private static List<String> records(final List<Emitted<String>> emitted) {
            final List<String> records = new ArrayList<>();
            emitted.forEach(one -> records.add(one.record() + "@" + one.timestampNs()));
            return records;
        }

        private void step(final JournalRig rig) throws IOException {
            clock.advance(random.nextInt(20_000));
            switch (random.nextInt(10)) {
                case 0, 1, 2, 3, 4 -> publish(rig);
                case 5 -> rig.journal.doWork();
                case 6 -> rig.poll();
                case 7 -> {
                    if (random.nextInt(4) == 0) {
                        checkpoint(rig);
                    }
                }
                case 8 -> {
                    if (checkpoint > 0 && random.nextInt(3) == 0) {
                        trimmed = checkpoint;
                        rig.journal.trimTo(checkpoint);
                    }
                }
                default -> dropped(rig);
            }
            if (rig.journal.gate().failure() == null) {
                written = Math.max(written, (int) rig.journal.writtenTo() - 1);
            }
        }

        private void publish(final JournalRig rig) {
            for (int count = 1 + random.nextInt(8); count > 0; count--) {
                final int length = random.nextInt(4) == 0 ? random.nextInt(140) : random.nextInt(12);
                final String text = published.size() + ":" + "x".repeat(length);
                final long timestampNs = random.nextLong();
                published.add(text + "@" + timestampNs);
                rig.ingress.publish(text, timestampNs);
                if (settings.durability() == Durability.SYNC) {
                    durable = published.size();
                    written = durable;
                }
            }
        }

        private static void dropped(final JournalRig rig) {
            final var claim = rig.ingress.tryClaim();
            if (claim != null) {
                claim.close();
            }
        }

        /** As a checkpoint: the position first, then what has passed is forced. */
        private void checkpoint(final JournalRig rig) throws IOException {
            rig.poll();
            final long position = rig.inlet.reached();
            final int passed = (int) rig.journal.writtenTo() - 1;
            rig.journal.sync();
            durable = Math.max(durable, passed);
            checkpoint = position;
        }
    }
}
