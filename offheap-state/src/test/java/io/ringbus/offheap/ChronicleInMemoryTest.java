// SPDX-License-Identifier: Apache-2.0
package io.ringbus.offheap;

import io.ringbus.state.StateBackend;
import java.util.Optional;

class ChronicleInMemoryTest extends StateBackendContract {
    @Override
    StateBackend backend(final long keysMax) {
        return keysMax == 0
                ? new ChronicleStateBackend(Optional.empty())
                : new ChronicleStateBackend(Optional.empty(), new CapacityRule(keysMax, 80));
    }
}
