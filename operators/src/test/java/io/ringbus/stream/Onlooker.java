// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import io.ringbus.chain.Sink;
import io.ringbus.slot.Memory;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import io.ringbus.snapshot.Stateful;
import io.ringbus.stage.Stage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * A sink that sees every stage of its pipeline stand still, at its barrier, at its end and when it is restored, and hashes
 * all that the stage has: each state is written as a whole, while nothing moves.
 */
final class Onlooker implements Sink<Object> {
    private static final String EYE = "eye";

    private final Map<Long, Map<String, String>> atBarriers = new HashMap<>();
    private final Map<String, String> atEnds = new TreeMap<>();
    private final Map<String, String> atBeginning = new TreeMap<>();
    private int stages;
    private int accepted;

    /** What is saved and restored last of a stage, and looks at all the rest. */
    private final class Eye implements Stateful {
        private final Stage stage;
        private boolean looks;

        Eye(final Stage stage) {
            this.stage = stage;
        }

        @Override
        public void save(final StateWriter out) throws Exception {
            if (!looks) {
                look(
                        out.freeze() == null
                                ? atEnds
                                : atBarriers.computeIfAbsent(out.freeze().checkpointId(), id -> new TreeMap<>()));
            }
        }

        @Override
        public void restore(final StateReader in) throws Exception {
            look(atBeginning);
        }

        private void look(final Map<String, String> world) throws Exception {
            looks = true;
            for (final Map.Entry<String, Stateful> state : stage.states().entrySet()) {
                try (StateWriter out = new StateWriter()) {
                    state.getValue().save(out);
                    final CRC32C hash = new CRC32C();
                    for (long at = 0; at < out.length(); at++) {
                        hash.update(Memory.getByte(out.address() + at));
                    }
                    world.put(
                            stage.name() + ", " + state.getKey(),
                            out.length() + " bytes, hash " + Long.toHexString(hash.getValue()));
                }
            }
            looks = false;
        }
    }

    /** The stages of the pipeline, before they take over what was saved. */
    void sees(final List<Stage> all) {
        all.forEach(stage -> stage.states().put(EYE, new Eye(stage)));
        stages = all.size();
    }

    int stages() {
        return stages;
    }

    /** By stage and state, what there was at the barrier of a checkpoint; of stages that ended before it came, at their end. */
    Map<String, String> at(final long checkpoint) {
        final Map<String, String> world = new TreeMap<>(atEnds);
        world.putAll(atBarriers.getOrDefault(checkpoint, Map.of()));
        return world;
    }

    Map<String, String> atBeginning() {
        return atBeginning;
    }

    @Override
    public void accept(final Object result, final long timestampNs) {
        accepted++;
    }

    @Override
    public void save(final StateWriter out) {
        out.putInt(accepted);
    }

    @Override
    public void restore(final StateReader in) {
        accepted = in.getInt();
    }
}
