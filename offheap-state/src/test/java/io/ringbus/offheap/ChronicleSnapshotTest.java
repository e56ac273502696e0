// SPDX-License-Identifier: Apache-2.0
package io.ringbus.offheap;

import io.ringbus.state.StateBackend;
import java.util.Optional;

class ChronicleSnapshotTest extends SnapshotContract {
    @Override
    StateBackend backend() {
        return new ChronicleStateBackend(Optional.empty());
    }
}
