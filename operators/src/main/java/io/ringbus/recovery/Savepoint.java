// SPDX-License-Identifier: Apache-2.0
package io.ringbus.recovery;

import io.ringbus.barriers.coordinator.Changes;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * State for a pipeline that has changed since it was saved: a folder of savepoints or of checkpoints, whose newest is meant.
 *
 * <p>Operators, sources and sinks find their state by name, so give names to those that have some. An operator that is new
 * begins without state; one that has another parallelism shares its keys out anew. State that no part of the pipeline takes
 * over is refused unless it is dropped here.
 *
 * @param folder  where it is
 * @param renamed former names, and what they are called now
 * @param dropped former names whose state is given up
 */
public record Savepoint(Path folder, Map<String, String> renamed, Set<String> dropped) {
    public Savepoint {
        renamed = Map.copyOf(renamed);
        dropped = Set.copyOf(dropped);
    }

    /** The newest savepoint or checkpoint in {@code folder}. */
    public static Savepoint in(final Path folder) {
        return new Savepoint(folder, Map.of(), Set.of());
    }

    /** What was called {@code former} is called {@code now}. */
    public Savepoint renamed(final String former, final String now) {
        final Map<String, String> all = new LinkedHashMap<>(renamed);
        all.put(former, now);
        return new Savepoint(folder, all, dropped);
    }

    /** Gives up the state of {@code former}. */
    public Savepoint dropped(final String former) {
        final Set<String> all = new LinkedHashSet<>(dropped);
        all.add(former);
        return new Savepoint(folder, renamed, all);
    }

    Changes changes() {
        return new Changes(renamed, dropped);
    }
}
