// SPDX-License-Identifier: Apache-2.0
package io.ringbus.offheap;

import io.ringbus.state.StateBackend;

class SlabSnapshotTest extends SnapshotContract {
    @Override
    StateBackend backend() {
        return new SlabStateBackend();
    }
}
