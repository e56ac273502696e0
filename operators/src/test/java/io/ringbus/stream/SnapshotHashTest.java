// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.barriers.coordinator.CheckpointListener;
import io.ringbus.barriers.coordinator.CompletedCheckpoint;
import io.ringbus.config.Config;
import io.ringbus.config.Settings;
import io.ringbus.recovery.Checkpointing;
import io.ringbus.slot.Slab;
import io.ringbus.stage.Topology;
import io.ringbus.testing.SimulatedStorage;
import io.ringbus.testing.StageSimulator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The state at the barrier is what the snapshot holds. While nothing moves at a stage's barrier, all that the stage has is
 * written at once and hashed, state by state: source, event time, merged time, operator with all its cells, sink. Then the
 * checkpoint is written in portions, while records change what it is about, on top of earlier ones. The stages that go on from
 * it are hashed again before their first record. Some pipelines are of one stage; others merge inputs, have two instances of
 * what is keyed, or a loop.
 */
class SnapshotHashTest {
    private static final Path FOLDER = Path.of("/checkpoints");
    private static final List<RecoveryShape> SHAPES = RecoveryShape.all();

    private final Map<String, Integer> comparedOf = new TreeMap<>();
    private int compared;
    private int increments;
    private int stages;

    private final class Run {
        private final String where;
        private final String backend;
        private final RecoveryShape shape;
        private final Random random;
        private final int portion;
        private final List<List<Tick>> inputs = new ArrayList<>();
        private Onlooker before = new Onlooker(); // each attempt completes a checkpoint
        private SimulatedStorage storage;

        Run(final RecoveryShape shape, final String backend, final long seed) {
            this.shape = shape;
            this.backend = backend;
            this.random = new Random(seed);
            this.where = shape.name() + ", " + backend + ", seed=" + seed;
            this.portion = 1 + random.nextInt(3);
            this.storage = new SimulatedStorage(seed);
            for (int input = 0; input < shape.inputs(); input++) {
                inputs.add(RecoveryShape.ticks(random, input, shape.inputs()));
            }
        }

        void run() {
            while (!attempt()) {
                storage = storage.kill();
            }
        }

        /** Runs until some checkpoints are complete, or to the end. */
        private boolean attempt() {
            final StageSimulator simulator = new StageSimulator(random.nextLong()).clockStepNsMax(1_000);
            final Config config = Config.defaults()
                    .with(Settings.STATE_BACKEND, backend)
                    .with(Settings.SPECIALISE, false)
                    .with(Settings.STATE_KEYS, 16)
                    .with(Settings.WINDOW_PORTION, portion)
                    .with(Settings.CHECKPOINT_DIR, Optional.of(FOLDER))
                    .with(Settings.CHECKPOINT_INTERVAL, 1L + random.nextInt(10_000))
                    .with(Settings.CHECKPOINT_PORTION, 64)
                    .with(Settings.CHECKPOINT_RETAINED, 1)
                    .with(Settings.STAGE_DRAIN_LIMIT, 1 + random.nextInt(4));
            final Onlooker onlooker = new Onlooker();
            final Pipeline pipeline = Pipeline.create(config);
            shape.build(pipeline, inputs, shape.inputs() > 1, simulator.random(), onlooker);
            final Topology topology =
                    pipeline.translate(simulator.environment()).topology();
            final int wanted = 1 + random.nextInt(3);
            final int[] complete = new int[1];
            topology.beforeStart(onlooker::sees);
            try {
                final Checkpointing checkpointing = Checkpointing.of(
                        FOLDER,
                        storage,
                        pipeline.plan(),
                        config,
                        topology,
                        new CheckpointListener() {
                            @Override
                            public void completed(final CompletedCheckpoint checkpoint) {
                                increments += complete[0]++ > 0 ? 1 : 0;
                                if (complete[0] == wanted) {
                                    simulator.failAtStep(simulator.steps() + 1);
                                }
                            }
                        },
                        null);
                simulator.eachStep(() -> {
                    if (random.nextInt(3) == 0) {
                        checkpointing.doWork();
                    }
                });
                final boolean ended = ends(simulator, topology);
                check(checkpointing.recoveredFrom(), onlooker);
                return ended;
            } finally {
                topology.discard();
            }
        }

        private static boolean ends(final StageSimulator simulator, final Topology topology) {
            try {
                simulator.run(topology);
                return true;
            } catch (final StageSimulator.Crash asked) {
                return false;
            }
        }

        private void check(final long from, final Onlooker onlooker) {
            if (from > 0) {
                assertEquals(before.at(from), onlooker.atBeginning(), where + ", checkpoint " + from);
                compared++;
                stages = Math.max(stages, onlooker.stages());
            }
            before = onlooker;
        }
    }

    @ParameterizedTest
    @CsvSource({"slab, 12", "chronicle, 1"})
    void theStateAtTheBarrierIsWhatTheSnapshotHolds(final String backend, final int seeds) {
        final long liveBytes = Slab.liveBytes();
        for (final RecoveryShape shape : SHAPES) {
            final int before = compared;
            for (long seed = 1; seed <= seeds || compared == before; seed++) {
                new Run(shape, backend, seed).run();
            }
            comparedOf.put(shape.name(), compared - before);
            assertEquals(liveBytes, Slab.liveBytes(), shape.name());
        }
        assertTrue(stages >= 5, "stages of the largest pipeline: " + stages); // three inputs, two instances, and a sink
        assertTrue(increments > SHAPES.size(), "increments=" + increments + ", compared=" + comparedOf);
    }
}
