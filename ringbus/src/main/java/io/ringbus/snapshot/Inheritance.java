// SPDX-License-Identifier: Apache-2.0
package io.ringbus.snapshot;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a stage begins with: of each of its states, what was saved, by name.
 *
 * <p><b>Threading.</b> Made by the thread that starts a pipeline, read and closed by the stage's.
 * <p><b>Lifetime.</b> {@link #close()} gives back what the readers read.
 */
public final class Inheritance implements AutoCloseable {
    private final boolean exact;
    private final Map<String, List<StateReader>> parts;
    private final Runnable close;

    private Inheritance(final boolean exact, final Map<String, List<StateReader>> parts, final Runnable close) {
        this.exact = exact;
        this.parts = parts;
        this.close = close;
    }

    /** All that the same stage of the same pipeline had, no more and no less. */
    public static Inheritance of(final SavedState saved) {
        final Map<String, List<StateReader>> parts = new LinkedHashMap<>();
        saved.reader().parts().forEach((name, reader) -> parts.put(name, List.of(reader)));
        return new Inheritance(true, parts, saved::close);
    }

    /** What a stage finds of its states in the snapshot of another pipeline; a state that is not there begins anew. */
    public static Inheritance found(final Map<String, List<StateReader>> parts, final Runnable close) {
        return new Inheritance(false, new LinkedHashMap<>(parts), close);
    }

    /** Whether it is for a stage with just these states. */
    public boolean isExact() {
        return exact;
    }

    /** A reader of what was saved under each name, or one for each of several instances that shared the work. */
    public Map<String, List<StateReader>> parts() {
        return parts;
    }

    @Override
    public void close() {
        close.run();
    }
}
