// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.barriers.coordinator.CheckpointListener;
import io.ringbus.chain.Sink;
import io.ringbus.config.Config;
import io.ringbus.config.Settings;
import io.ringbus.recovery.Checkpointing;
import io.ringbus.slot.Memory;
import io.ringbus.slot.Slab;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import io.ringbus.snapshot.Stateful;
import io.ringbus.stage.Stage;
import io.ringbus.stage.Topology;
import io.ringbus.testing.SimulatedStorage;
import io.ringbus.testing.StageSimulator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The state at the barrier is what the snapshot holds. While nothing moves at the barrier, all that the stage has is written at
 * once and hashed, state by state: source, event time, operator with all its cells, sink. Then the checkpoint is written in
 * portions, while records change what it is about, on top of earlier ones. The stage that goes on from it is hashed again
 * before its first record.
 */
class SnapshotHashTest {
    private static final Path FOLDER = Path.of("/checkpoints");
    private static final List<RecoveryShape> SHAPES = RecoveryShape.all().stream()
            .filter(shape -> shape.inputs() == 1)
            .toList();

    private final Map<String, Integer> comparedOf = new TreeMap<>();
    private int compared;
    private int increments;

    /** Sees the stage stand still: at the barrier, and before the first record. */
    private final class Onlooker implements Sink<Object> {
        private final String where;
        private final Map<Long, Map<String, String>> atBarriers;
        private @Nullable Checkpointing checkpointing;
        private @Nullable Stage stage;
        private boolean looks;
        private int accepted;

        Onlooker(final String where, final Map<Long, Map<String, String>> atBarriers) {
            this.where = where;
            this.atBarriers = atBarriers;
        }

        @Override
        public void accept(final Object result, final long timestampNs) {
            accepted++;
        }

        @Override
        public void save(final StateWriter out) throws Exception {
            out.putInt(accepted);
            if (!looks && out.freeze() != null) {
                atBarriers.put(out.freeze().checkpointId(), world());
            }
        }

        @Override
        public void restore(final StateReader in) {
            accepted = in.getInt();
        }

        @Override
        public void open() throws Exception {
            final long from = checkpointing == null ? 0 : checkpointing.recoveredFrom();
            if (from > 0) {
                assertEquals(atBarriers.get(from), world(), where + ", checkpoint " + from);
                compared++;
            }
        }

        private Map<String, String> world() throws Exception {
            looks = true;
            final Map<String, String> world = new TreeMap<>();
            for (final Map.Entry<String, Stateful> state : java.util.Objects.requireNonNull(stage).states().entrySet()) {
                try (StateWriter out = new StateWriter()) {
                    state.getValue().save(out);
                    final CRC32C hash = new CRC32C();
                    for (long at = 0; at < out.length(); at++) {
                        hash.update(Memory.getByte(out.address() + at));
                    }
                    world.put(state.getKey(), out.length() + " bytes, hash " + Long.toHexString(hash.getValue()));
                }
            }
            looks = false;
            return world;
        }
    }

    private final class Run {
        private final String where;
        private final String backend;
        private final RecoveryShape shape;
        private final Random random;
        private final int portion;
        private final List<List<Tick>> inputs = new ArrayList<>();
        private final Map<Long, Map<String, String>> atBarriers = new HashMap<>();
        private SimulatedStorage storage;

        Run(final RecoveryShape shape, final String backend, final long seed) {
            this.shape = shape;
            this.backend = backend;
            this.random = new Random(seed);
            this.where = shape.name() + ", " + backend + ", seed=" + seed;
            this.portion = 1 + random.nextInt(3);
            this.storage = new SimulatedStorage(seed);
            inputs.add(RecoveryShape.ticks(random, 0, 1));
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
            final Onlooker onlooker = new Onlooker(where, atBarriers);
            final Pipeline pipeline = Pipeline.create(config);
            shape.build(pipeline, inputs, false, simulator.random(), onlooker);
            final Topology topology =
                    pipeline.translate(simulator.environment()).topology();
            final int wanted = 1 + random.nextInt(3);
            final int[] complete = new int[1];
            try {
                final Checkpointing checkpointing = Checkpointing.of(
                        FOLDER, storage, pipeline.plan(), config, topology, new CheckpointListener() {
                            @Override
                            public void completed(final long checkpointId, final long bytes, final long durationNs) {
                                increments += complete[0]++ > 0 ? 1 : 0;
                                if (complete[0] == wanted) {
                                    simulator.failAtStep(simulator.steps() + 1);
                                }
                            }
                        },
                        null);
                onlooker.checkpointing = checkpointing;
                topology.beforeStart(stages -> {
                    assertEquals(1, stages.size(), where);
                    onlooker.stage = stages.get(0);
                });
                simulator.eachStep(() -> {
                    if (random.nextInt(3) == 0) {
                        checkpointing.doWork();
                    }
                });
                simulator.run(topology);
                return true;
            } catch (final StageSimulator.Crash crash) {
                return false;
            } finally {
                topology.discard();
            }
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
        assertTrue(increments > SHAPES.size(), "increments=" + increments + ", compared=" + comparedOf);
    }
}
