// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.barriers.coordinator.CheckpointListener;
import io.ringbus.codec.Codecs;
import io.ringbus.config.Config;
import io.ringbus.config.Durability;
import io.ringbus.config.Settings;
import io.ringbus.connectors.Journal;
import io.ringbus.environment.Environment;
import io.ringbus.environment.FaultPoint;
import io.ringbus.recovery.Checkpointing;
import io.ringbus.recovery.JournalThread;
import io.ringbus.ring.Ingress;
import io.ringbus.slot.Slab;
import io.ringbus.stage.PipelineException;
import io.ringbus.stage.Stage;
import io.ringbus.stage.Topology;
import io.ringbus.testing.ShownList;
import io.ringbus.testing.SimulatedClock;
import io.ringbus.testing.SimulatedStorage;
import io.ringbus.testing.SimulatedStorage.PowerCut;
import io.ringbus.translation.Translation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A journaled ingress before two stages, with checkpoints, on a disk that loses its power, fails and fills up at any operation:
 * what comes out, from crash to crash, is what the journal holds, each record once and in order; under SYNC all that was
 * acknowledged, always all that a checkpoint relies on.
 */
class JournaledPipelineSimulationTest {
    private static final Path CHECKPOINTS = Path.of("/checkpoints");
    private static final Path JOURNAL = Path.of("/journal");
    private static final int SEEDS = Integer.getInteger("ringbus.seeds", 600);
    private static final int LIVES = 4;

    private final Logger logger = Logger.getLogger(JournalThread.class.getName());

    private record Number(long value) {}

    @BeforeEach
    void quiet() {
        logger.setLevel(Level.OFF); // a killed process cannot close its files
    }

    @AfterEach
    void loud() {
        logger.setLevel(null);
    }

    @Test
    void everyRecordComesOutOnceThroughEveryCrash() throws IOException {
        final long liveBytes = Slab.liveBytes();
        int recovered = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            final Run run = new Run(seed);
            run.run();
            recovered += run.recovered;
            assertEquals(liveBytes, Slab.liveBytes(), "seed=" + seed);
        }
        assertTrue(recovered > SEEDS / 2, "recovered from a checkpoint only " + recovered + " times");
    }

    private static final class Run {
        private final long seed;
        private final Random random;
        private final Durability durability;
        private final int segmentBytes;
        private final SimulatedClock clock = new SimulatedClock(1);
        private SimulatedStorage storage;
        private final List<Long> published = new ArrayList<>();
        private final List<Long> shown = new ArrayList<>();
        private int durable;
        private int life;
        private int recovered;

        Run(final long seed) {
            this.seed = seed;
            this.random = new Random(seed);
            this.storage = new SimulatedStorage(seed);
            this.durability = Durability.values()[random.nextInt(Durability.values().length)];
            this.segmentBytes = 1 << 12;
        }

        private String where() {
            return "seed=" + seed + ", life=" + life + ", " + durability;
        }

        void run() throws IOException {
            for (life = 0; life < LIVES; life++) {
                if (random.nextInt(4) > 0) {
                    storage.cutPowerAt(1 + random.nextInt(120));
                }
                if (random.nextInt(3) == 0) {
                    storage.failAt(1 + random.nextInt(120));
                }
                final boolean cut = live(60 + random.nextInt(300), false);
                storage = cut || random.nextBoolean() ? storage.crash() : storage.kill();
            }
            live(0, true);
            assertEquals(published, shown, where());
        }

        private Config config() {
            return Config.defaults()
                    .with(Settings.STATE_BACKEND, "slab")
                    .with(Settings.SPECIALISE, false)
                    .with(Settings.RING_SLOTS, 16)
                    .with(Settings.CHECKPOINT_DIR, Optional.of(CHECKPOINTS))
                    .with(Settings.CHECKPOINT_INTERVAL, 20_000L)
                    .with(Settings.JOURNAL_DURABILITY, durability)
                    .with(Settings.JOURNAL_INTERVAL, 5_000L)
                    .with(Settings.JOURNAL_SEGMENT_BYTES, segmentBytes);
        }

        /** Answers whether the power went. */
        private boolean live(final int steps, final boolean toTheEnd) throws IOException {
            final Pipeline pipeline = Pipeline.create(config());
            final Ingress<Number> ingress = pipeline.ingress("numbers", Codecs.of(Number.class), Journal.in(JOURNAL));
            pipeline.from(ingress).stage("second").to(new ShownList<>(shown, (number, timestampNs) -> number.value));
            final Translation translation =
                    pipeline.translate(new Environment(clock, FaultPoint.NONE, Thread::new, storage));
            List<Stage> stages = List.of();
            try {
                final JournalThread journal = translation.journals().get(0);
                final Topology topology = translation.topology();
                final Checkpointing checkpointing = Checkpointing.of(
                        CHECKPOINTS, storage, pipeline.plan(), config(), topology, CheckpointListener.NONE, null);
                checkpointing.join(translation.journalPositions());
                journal.open();
                checkLeft(journal);
                stages = translation.topology().build();
                recovered += checkpointing.recoveredFrom() > 0 ? 1 : 0;
                for (int step = 0; step < steps && !storage.isDown(); step++) {
                    step(ingress, journal, checkpointing, stages);
                }
                if (toTheEnd) {
                    end(ingress, journal, checkpointing, stages);
                }
            } catch (final PowerCut cut) {
                assertTrue(storage.isDown(), where());
            } catch (final PipelineException | IOException | UncheckedIOException | IllegalStateException failed) {
                final String message = String.valueOf(failed.getMessage());
                assertTrue(
                        !toTheEnd && (storage.isDown() || message.contains("Input/output error")),
                        where() + ": " + failed);
            }
            final boolean cut = storage.isDown();
            if (!cut && !toTheEnd) {
                final SimulatedStorage killed = storage;
                storage = killed.kill(); // nothing of what follows reaches the disk
                close(stages, translation);
                return false;
            }
            close(stages, translation);
            return cut;
        }

        private static void close(final List<Stage> stages, final Translation translation) {
            stages.forEach(Stage::close);
            try {
                translation.topology().discard();
            } catch (final RuntimeException ofTheDisk) {
                // it is killed
            }
        }

        private void checkLeft(final JournalThread journal) {
            final int left = (int) journal.writer().liveSequence() - 1;
            assertTrue(left >= durable, where() + ": left=" + left + " < durable=" + durable);
            assertTrue(left <= published.size(), where());
            published.subList(left, published.size()).clear();
        }

        private void step(
                final Ingress<Number> ingress,
                final JournalThread journal,
                final Checkpointing checkpointing,
                final List<Stage> stages) {
            clock.advance(random.nextInt(2_000));
            switch (random.nextInt(6)) {
                case 0, 1 -> {
                    final long value = random.nextLong();
                    published.add(value);
                    if (!ingress.tryPublish(new Number(value))) {
                        published.remove(published.size() - 1);
                    } else if (durability == Durability.SYNC) {
                        durable = published.size();
                    }
                }
                case 2 -> journal.doWork();
                case 3 -> checkpointing.doWork();
                default -> stages.get(random.nextInt(stages.size())).doWork();
            }
        }

        private void end(
                final Ingress<Number> ingress,
                final JournalThread journal,
                final Checkpointing checkpointing,
                final List<Stage> stages) {
            ingress.close();
            for (int turn = 0; !stages.stream().allMatch(Stage::isDone); turn++) {
                assertTrue(turn < 10_000, where() + ": it does not end");
                journal.doWork();
                checkpointing.doWork();
                stages.forEach(Stage::doWork);
            }
        }
    }
}
