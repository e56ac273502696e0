// SPDX-License-Identifier: Apache-2.0
package io.ringbus.offheap;

import io.ringbus.state.StateBackend;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

class ChronicleOnFileTest extends StateBackendContract {
    @TempDir
    Path directory;

    @Override
    StateBackend backend(final long keysMax) {
        return keysMax == 0
                ? new ChronicleStateBackend(Optional.of(directory.resolve("all")))
                : new ChronicleStateBackend(Optional.of(directory.resolve("few")), new CapacityRule(keysMax, 80));
    }
}
