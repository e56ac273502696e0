// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.latency;

import java.util.Map;

/**
 * One claim: at the named percentiles, the contender's latency is at most so many times the baseline's.
 *
 * @param id        name of the subcommand and of the files
 * @param title     the question, in a line
 * @param contender what is claimed about
 * @param baseline  what it is compared with
 * @param control   the baseline, beside what the machine has to do for the contender
 * @param goals     highest ratio that keeps the claim, by percentile
 */
public record Tail(
        String id,
        String title,
        PacedEntrant contender,
        PacedEntrant baseline,
        PacedEntrant control,
        Map<Double, Double> goals) {
    public Tail {
        goals = Map.copyOf(goals);
    }
}
