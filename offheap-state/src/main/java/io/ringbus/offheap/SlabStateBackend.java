// SPDX-License-Identifier: Apache-2.0
package io.ringbus.offheap;

import io.ringbus.state.KeyedState;
import io.ringbus.state.LocatedState;
import io.ringbus.state.StateBackend;
import io.ringbus.state.StateMaker;
import io.ringbus.state.StateSpec;

/**
 * Keeps state in plain off-heap memory: no files, no compiler, no JVM flags beyond those of the rings.
 *
 * <p><b>Threading.</b> Any thread may open.
 */
public final class SlabStateBackend implements StateBackend {
    /** The name that selects this backend. */
    public static final String NAME = "slab";

    private final long bytesPerStateMax;

    /** Keeps as much as the machine gives. */
    public SlabStateBackend() {
        this(Long.MAX_VALUE);
    }

    /** Refuses keys of a state and partition whose cells would take more than {@code bytesPerStateMax}. */
    public SlabStateBackend(final long bytesPerStateMax) {
        this.bytesPerStateMax = bytesPerStateMax;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public <K> KeyedState<K> open(final StateSpec<K> spec) {
        return LocatedState.over(spec, new SlabCells<>(spec, bytesPerStateMax));
    }

    @Override
    public <K> KeyedState<K> open(final StateSpec<K> spec, final StateMaker maker) {
        return LocatedState.over(spec, new SlabCells<>(spec, bytesPerStateMax), maker);
    }

    @Override
    public void close() {}
}
