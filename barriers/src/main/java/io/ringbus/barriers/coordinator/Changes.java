// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers.coordinator;

import java.util.Map;
import java.util.Set;

/**
 * What became of the operators, sources and sinks of a snapshot in the pipeline that is to go on from it, by their names.
 *
 * @param renamed names in the snapshot, and what they are called now
 * @param dropped names in the snapshot whose state nobody takes over
 */
public record Changes(Map<String, String> renamed, Set<String> dropped) {
    /** Nothing was renamed or dropped. */
    public static final Changes NONE = new Changes(Map.of(), Set.of());

    public Changes {
        renamed = Map.copyOf(renamed);
        dropped = Set.copyOf(dropped);
    }
}
