// SPDX-License-Identifier: Apache-2.0
package io.ringbus.offheap;

import io.ringbus.state.StateBackend;
import io.ringbus.state.StateBackendProvider;
import java.nio.file.Path;
import java.util.Optional;

/** Registers {@link ChronicleStateBackend}. Loads no Chronicle class before it is asked for one. */
public final class ChronicleStateBackendProvider implements StateBackendProvider {
    /** Called by the service loader. */
    public ChronicleStateBackendProvider() {}

    @Override
    public String name() {
        return ChronicleStateBackend.NAME;
    }

    @Override
    public StateBackend create(final Optional<Path> directory) {
        return new ChronicleStateBackend(directory);
    }

    @Override
    public StateBackend create(final Optional<Path> directory, final int warnPercent) {
        return new ChronicleStateBackend(directory, new CapacityRule(CapacityRule.LARGEST_KEYS, warnPercent));
    }
}
