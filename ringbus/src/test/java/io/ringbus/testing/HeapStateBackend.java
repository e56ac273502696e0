// SPDX-License-Identifier: Apache-2.0
package io.ringbus.testing;

import io.ringbus.state.KeyedState;
import io.ringbus.state.StateBackend;
import io.ringbus.state.StateSpec;

/** The plain reference of a state backend: a map of cells, obviously right, for use as an oracle. */
public final class HeapStateBackend implements StateBackend {
    @Override
    public String name() {
        return "heap";
    }

    @Override
    public <K> KeyedState<K> open(final StateSpec<K> spec) {
        return new HeapKeyedState<>(spec.valueBytes(), spec.keyCodec());
    }

    @Override
    public void close() {}
}
