// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.harness;

import java.util.List;

/**
 * A contender with the JVM flags it is started with.
 *
 * @param name      for tables
 * @param contender the class, with a constructor without arguments
 * @param flags     beyond those that every fork gets
 */
public record Entrant(String name, Class<? extends Contender> contender, List<String> flags) {
    public Entrant {
        flags = List.copyOf(flags);
    }

    public Entrant(final String name, final Class<? extends Contender> contender, final String... flags) {
        this(name, contender, List.of(flags));
    }
}
