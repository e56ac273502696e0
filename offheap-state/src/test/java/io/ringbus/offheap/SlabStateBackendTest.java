// SPDX-License-Identifier: Apache-2.0
package io.ringbus.offheap;

import io.ringbus.state.StateBackend;

class SlabStateBackendTest extends StateBackendContract {
    private static final int CELL_BYTES_IN_FULL_TEST = 24;

    @Override
    StateBackend backend(final long keysMax) {
        return keysMax == 0 ? new SlabStateBackend() : new SlabStateBackend(keysMax * CELL_BYTES_IN_FULL_TEST);
    }
}
