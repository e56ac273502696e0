// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ringbus.chain.Sink;
import io.ringbus.slot.Memory;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import io.ringbus.snapshot.Stateful;
import io.ringbus.stage.Stage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A sink that sees the one stage of a pipeline stand still, at each barrier and before the first record, and hashes all that
 * the stage has: each state is written as a whole, while nothing moves.
 */
final class Onlooker implements Sink<Object> {
    private final Map<Long, Map<String, String>> atBarriers = new HashMap<>();
    private Map<String, String> atBeginning = Map.of();
    private @Nullable Stage stage;
    private boolean looks;
    private int accepted;

    /** The stages of the pipeline, which are one. */
    void sees(final List<Stage> stages) {
        assertEquals(1, stages.size());
        stage = stages.get(0);
    }

    /** By checkpoint and state. */
    Map<Long, Map<String, String>> atBarriers() {
        return atBarriers;
    }

    Map<String, String> atBeginning() {
        return atBeginning;
    }

    @Override
    public void open() throws Exception {
        atBeginning = world();
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

    private Map<String, String> world() throws Exception {
        looks = true;
        final Map<String, String> world = new TreeMap<>();
        for (final Map.Entry<String, Stateful> state :
                Objects.requireNonNull(stage).states().entrySet()) {
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
