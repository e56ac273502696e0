// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.harness;

import java.util.List;

/**
 * Some duels that answer one question.
 *
 * @param id    name of the subcommand
 * @param title the question, in a line
 * @param duels what is compared
 */
public record Benchmark(String id, String title, List<Duel> duels) {
    public Benchmark {
        duels = List.copyOf(duels);
    }
}
