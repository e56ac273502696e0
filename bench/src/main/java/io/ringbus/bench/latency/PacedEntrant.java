// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.latency;

import java.util.List;

/**
 * A {@link Paced} with the JVM flags it is started with.
 *
 * @param name      for tables and files
 * @param contender the class, with a constructor without arguments
 * @param flags     beyond those that every fork gets
 */
public record PacedEntrant(String name, Class<? extends Paced> contender, List<String> flags) {
    public PacedEntrant {
        flags = List.copyOf(flags);
    }
}
