// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.barriers.coordinator.CheckpointListener;
import io.ringbus.config.Config;
import io.ringbus.config.Settings;
import io.ringbus.recovery.Checkpointing;
import io.ringbus.slot.Slab;
import io.ringbus.stage.Topology;
import io.ringbus.testing.Emitted;
import io.ringbus.testing.ShownList;
import io.ringbus.testing.SimulatedStorage;
import io.ringbus.testing.StageSimulator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Every shape of pipeline with keyed state, on one thread in a seeded order, killed at any step or when the power goes during
 * any write, and started again on what the disk holds, until it comes to its end. What has come out then is what an
 * uninterrupted run gives, and what {@link RecoveryShape} says by definition: nothing lost, nothing twice, all in order.
 */
class RecoverySimulationTest {
    private static final int SEEDS = Integer.getInteger("ringbus.seeds", 3_000);
    private static final Path FOLDER = Path.of("/checkpoints");
    private static final long[] SLOTS = {4, 8, 16, 64};
    private static final long[] FLUSH_INTERVALS_NS = {-1, 0, 500, 20_000};
    private static final int CRASHES_MAX = 4;
    private static final List<RecoveryShape> SHAPES = RecoveryShape.all();

    private long crashes;
    private long recoveries;

    /** So many keys planned that windows look ahead, in every so manieth run. */
    private static final int MANY_KEYS = 1 << 17;

    private static final int LOOKING_AHEAD = 8;

    /** All that a seed decides about one run. */
    private final class Run {
        private final long seed;
        private final Random random;
        private final RecoveryShape shape;
        private final List<List<Tick>> inputs = new ArrayList<>();

        /** The same in all attempts: it decides whether a key is still active when a record comes between two portions. */
        private final int portion;

        private int steps;
        private SimulatedStorage storage;
        private boolean down;

        Run(final long seed) {
            this.seed = seed;
            random = new Random(seed * 0x9E3779B97F4A7C15L);
            portion = 1 + random.nextInt(3);
            shape = SHAPES.get(random.nextInt(SHAPES.size()));
            for (int input = 0; input < shape.inputs(); input++) {
                inputs.add(RecoveryShape.ticks(random, input, shape.inputs()));
            }
            storage = new SimulatedStorage(random.nextLong());
        }

        private Config config(final StageSimulator simulator) {
            return Config.defaults()
                    .with(Settings.STATE_BACKEND, "slab")
                    .with(Settings.SPECIALISE, false)
                    .with(Settings.RING_SLOTS, (int) SLOTS[random.nextInt(SLOTS.length)])
                    .with(Settings.FLUSH_INTERVAL, FLUSH_INTERVALS_NS[random.nextInt(FLUSH_INTERVALS_NS.length)])
                    .with(Settings.FLUSH_BATCH, 1 + random.nextInt(8))
                    .with(Settings.STATE_KEYS, seed % LOOKING_AHEAD == 0 ? MANY_KEYS : 4)
                    .with(Settings.WINDOW_PORTION, portion)
                    .with(Settings.CHECKPOINT_DIR, Optional.of(FOLDER))
                    .with(Settings.CHECKPOINT_INTERVAL, 1L + random.nextInt(100_000))
                    .with(Settings.CHECKPOINT_PORTION, 64 << random.nextInt(6))
                    .with(Settings.CHECKPOINT_INCREMENTS, random.nextInt(5))
                    .with(Settings.STAGE_DRAIN_LIMIT, simulator.drainLimit());
        }

        private Pipeline pipeline(
                final Config config, final StageSimulator simulator, final List<Emitted<Object>> lines) {
            final Pipeline pipeline = Pipeline.create(config);
            shape.build(pipeline, inputs, seed % 2 == 0, simulator.random(), new ShownList<>(lines, Emitted::new));
            return pipeline;
        }

        private List<Emitted<Object>> uninterrupted() throws StageSimulator.Crash {
            final List<Emitted<Object>> lines = new ArrayList<>();
            final StageSimulator simulator = new StageSimulator(seed).clockStepNsMax(1_000);
            final Config config = config(simulator);
            simulator.run(pipeline(config, simulator, lines)
                    .translate(simulator.environment())
                    .topology());
            steps = (int) simulator.steps();
            return lines;
        }

        private List<Emitted<Object>> interrupted() {
            final List<Emitted<Object>> lines = new ArrayList<>();
            int left = random.nextInt(CRASHES_MAX + 1);
            while (!attempt(lines, left)) {
                assertTrue(left > 0, "seed=" + seed + ": went down by itself");
                left--;
                crashes++;
                storage = down && random.nextBoolean() ? storage.kill() : storage.crash();
            }
            return lines;
        }

        /** Runs until the end, or until it is killed; answers whether it came to its end. */
        private boolean attempt(final List<Emitted<Object>> lines, final int crashesLeft) {
            final StageSimulator simulator =
                    new StageSimulator(seed * 31 + crashesLeft).clockStepNsMax(1 + random.nextInt(5_000));
            final Config config = config(simulator);
            final long killAt = crashesLeft == 0 ? Long.MAX_VALUE : 1 + random.nextInt(steps);
            if (crashesLeft > 0 && random.nextInt(3) == 0) {
                storage.cutPowerAt(storage.operations() + 1 + random.nextInt(60));
            }
            down = false;
            final Pipeline pipeline = pipeline(config, simulator, lines);
            final Topology topology =
                    pipeline.translate(simulator.environment()).topology();
            try {
                final Checkpointing checkpointing = Checkpointing.of(
                        FOLDER, storage, pipeline.plan(), config, topology, CheckpointListener.NONE, null);
                simulator.eachStep(() -> step(simulator, checkpointing, killAt));
                simulator.run(topology);
                return true;
            } catch (final StageSimulator.Crash killed) {
                return false;
            } catch (final RuntimeException failure) {
                if (!down && !storage.isDown()) {
                    throw failure;
                }
                return false;
            } finally {
                discard(topology);
            }
        }

        private void step(final StageSimulator simulator, final Checkpointing checkpointing, final long killAt) {
            if (down) {
                return;
            }
            recoveries += simulator.steps() == 1 && checkpointing.recoveredFrom() > 0 ? 1 : 0;
            try {
                if (random.nextInt(3) == 0) {
                    checkpointing.doWork();
                }
            } catch (final SimulatedStorage.PowerCut cut) {
                down = true;
            }
            down |= simulator.steps() >= killAt;
            if (down) {
                simulator.failAtStep(simulator.steps());
            }
        }

        private void discard(final Topology topology) {
            try {
                topology.discard();
            } catch (final RuntimeException closing) {
                assertTrue(down || storage.isDown(), () -> "seed=" + seed + ": " + closing);
            }
        }
    }

    @Test
    void nothingIsLostDoubledOrOutOfOrderWhereverItStops() throws StageSimulator.Crash {
        final long liveBytes = Slab.liveBytes();
        for (long seed = 0; seed < SEEDS; seed++) {
            final Run run = new Run(seed);
            final String where = "seed=" + seed + ", " + run.shape.name();
            final List<Emitted<Object>> expected = run.uninterrupted();
            run.shape.check(where + ", uninterrupted", run.inputs, expected);
            final List<Emitted<Object>> actual = run.interrupted();
            run.shape.check(where, run.inputs, actual);
            if (run.shape.inputs() == 1) {
                assertEquals(lines(expected), lines(actual), where);
            }
            assertEquals(liveBytes, Slab.liveBytes(), where);
        }
        assertTrue(crashes > SEEDS, "crashes: " + crashes);
        assertTrue(recoveries > SEEDS / 4, "attempts that began from a checkpoint: " + recoveries);
    }

    private static String lines(final List<Emitted<Object>> emitted) {
        final StringBuilder lines = new StringBuilder();
        emitted.forEach(each -> lines.append(each).append('\n'));
        return lines.toString();
    }
}
