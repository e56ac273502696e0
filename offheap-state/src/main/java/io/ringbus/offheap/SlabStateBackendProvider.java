// SPDX-License-Identifier: Apache-2.0
package io.ringbus.offheap;

import io.ringbus.state.StateBackend;
import io.ringbus.state.StateBackendProvider;
import java.nio.file.Path;
import java.util.Optional;

/** Registers {@link SlabStateBackend}. A directory is not used: slabs have no files. */
public final class SlabStateBackendProvider implements StateBackendProvider {
    /** Called by the service loader. */
    public SlabStateBackendProvider() {}

    @Override
    public String name() {
        return SlabStateBackend.NAME;
    }

    @Override
    public StateBackend create(final Optional<Path> directory) {
        return new SlabStateBackend();
    }
}
