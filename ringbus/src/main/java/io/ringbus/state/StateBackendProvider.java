// SPDX-License-Identifier: Apache-2.0
package io.ringbus.state;

import java.nio.file.Path;
import java.util.Optional;

/** Makes a {@link StateBackend}; found by {@link java.util.ServiceLoader} under {@link #name()}. */
public interface StateBackendProvider {
    /** The value of {@code ringbus.state.backend} that selects this provider. */
    String name();

    /**
     * Makes a backend that keeps its states in memory, or in files below {@code directory} when one is given.
     *
     * <p><b>Failure.</b> {@link IllegalStateException} names what is missing (JVM flags, a writable folder) and the remedy.
     */
    StateBackend create(Optional<Path> directory);

    /** As {@link #create(Optional)}; a backend that can run full logs a warning when a state is {@code warnPercent} full. */
    default StateBackend create(final Optional<Path> directory, final int warnPercent) {
        return create(directory);
    }
}
