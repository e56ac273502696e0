// SPDX-License-Identifier: Apache-2.0
package io.ringbus.state;

import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;

/** Finds the state backend that a configuration names. */
public final class StateBackends {
    private static final int WARN_PERCENT = 80;
    private static final String ARTIFACT = "io.ringbus:ringbus-offheap-state";

    private StateBackends() {}

    /** As {@link #named(String, Optional, int)}, with a warning at 80 %. */
    public static StateBackend named(final String name, final Optional<Path> directory) {
        return named(name, directory, WARN_PERCENT);
    }

    /**
     * Makes the backend registered under {@code name}, in memory or below {@code directory} when one is given. It
     * logs a warning when a state of limited room is {@code warnPercent} full.
     *
     * <p><b>Failure.</b> {@link IllegalStateException} names the artifact to add when nobody has registered the name, and
     * whatever the backend itself misses.
     */
    public static StateBackend named(final String name, final Optional<Path> directory, final int warnPercent) {
        final StringBuilder found = new StringBuilder();
        for (final StateBackendProvider provider : ServiceLoader.load(StateBackendProvider.class, loader())) {
            if (provider.name().equals(name)) {
                return provider.create(directory, warnPercent);
            }
            found.append(found.length() == 0 ? "" : ", ").append(provider.name());
        }
        throw new IllegalStateException(
                "ringbus.state.backend=" + name + " is not among the backends on the class path ("
                        + (found.length() == 0 ? "none" : found) + "): "
                        + (name.equals("chronicle") || name.equals("slab")
                                ? "add the artifact " + ARTIFACT
                                : "name one of these, or add the artifact that provides it"));
    }

    private static ClassLoader loader() {
        final ClassLoader own = StateBackends.class.getClassLoader();
        final ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context == null ? own : context;
    }
}
