// SPDX-License-Identifier: Apache-2.0
package io.ringbus.translation;

import io.ringbus.chain.Specialiser;
import io.ringbus.config.Config;
import io.ringbus.config.Settings;
import io.ringbus.operators.KeyGroups;
import io.ringbus.operators.KeyHash;
import io.ringbus.plan.Task;
import io.ringbus.recovery.Checkpointing;
import io.ringbus.stage.Topology;
import io.ringbus.state.KeyedState;
import io.ringbus.state.StateBackend;
import io.ringbus.state.StateBackends;
import io.ringbus.state.StateSpec;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Opens the keyed states of a topology from the backend that the settings name, once it is needed. */
final class States {
    private final Config config;
    private final Topology topology;
    private final Specialiser specialiser;
    private @Nullable StateBackend backend;

    States(final Config config, final Topology topology, final Specialiser specialiser) {
        this.config = config;
        this.topology = topology;
        this.specialiser = specialiser;
    }

    <K> KeyedState<K> open(
            final String stage,
            final String name,
            final int partition,
            final Task.Keys<K, ?> keys,
            final int valueSchema,
            final int valueBytes) {
        final long expectedKeys = config.forStage(stage).get(Settings.STATE_KEYS);
        return backend()
                .open(
                        new StateSpec<>(
                                name,
                                partition,
                                keys.type(),
                                keys.codec(),
                                valueBytes,
                                valueSchema,
                                expectedKeys,
                                Checkpointing.folder(config).isPresent(),
                                owned(keys, partition)),
                        specialiser::create);
    }

    private static <K> Predicate<K> owned(final Task.Keys<K, ?> keys, final int partition) {
        final KeyHash<K> hash = KeyHash.of(keys.type(), keys.codec());
        return key -> KeyGroups.instanceOf(hash.of(key), keys.parallelism()) == partition;
    }

    private StateBackend backend() {
        if (backend == null) {
            backend = StateBackends.named(
                    config.get(Settings.STATE_BACKEND),
                    config.get(Settings.STATE_DIR),
                    config.get(Settings.STATE_WARN));
            topology.closeLast(backend);
        }
        return backend;
    }
}
