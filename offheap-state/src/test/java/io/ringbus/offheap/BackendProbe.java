// SPDX-License-Identifier: Apache-2.0
package io.ringbus.offheap;

import io.ringbus.slot.Memory;
import io.ringbus.state.KeyedState;
import io.ringbus.state.StateBackend;
import io.ringbus.state.StateBackends;
import java.nio.file.Path;
import java.util.Optional;

/** What a child JVM runs: opens a backend as a pipeline does, uses it, and says so. */
final class BackendProbe {
    private BackendProbe() {}

    public static void main(final String[] arguments) {
        final Optional<Path> directory = arguments.length > 1 ? Optional.of(Path.of(arguments[1])) : Optional.empty();
        try (StateBackend backend = StateBackends.named(arguments[0], directory);
                KeyedState<Long> state = backend.open(KeyKind.LONG.spec("probe", 8, 2_000))) {
            for (long key = 0; key < 1_000; key++) {
                Memory.putLong(state.cell(key), key);
            }
            System.out.print("keys=" + state.size());
        } catch (final IllegalStateException refused) {
            System.out.print(refused.getMessage());
            System.exit(3);
        }
    }
}
