// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.harness;

/**
 * One claim: the contender reaches {@code goal} times the baseline's throughput.
 *
 * @param name       for tables
 * @param contender  what is claimed about
 * @param baseline   what it is compared with
 * @param goal       lowest ratio that keeps the claim; 0 when the duel only informs
 */
public record Duel(String name, Entrant contender, Entrant baseline, double goal) {
    /** The baseline against itself: how far apart equals come out on this machine today. */
    public Duel control() {
        return new Duel("control: " + baseline.name() + " twice", baseline, baseline, 0);
    }
}
