// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.harness;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Runs duels: each measurement in a JVM of its own, same JDK and flags, contender and baseline in the order A B B A, so that
 * a machine that slows down slows both. Where it does so for less time than a fork is measured, two forks can be alive together
 * and take turns, in slices, in the order A B B A again; each two slices are a pair. The fork that waits must leave the
 * processors alone, which one with busy threads of its own does not.
 *
 * @param pairs         how many pairs of forks
 * @param warmUpSeconds rounds before the clock starts, in every fork
 * @param seconds       timed rounds, in every fork
 * @param slices        in how many turns; with 1, a fork ends before the next one starts
 * @param core          where the forks run
 * @param progress      told of every measurement
 */
public record Arena(int pairs, double warmUpSeconds, double seconds, int slices, Core core, Consumer<String> progress) {
    public Arena {
        if (slices < 1) {
            throw new IllegalArgumentException(
                    "--slices=" + slices + " < 1: name in how many turns a fork is measured");
        }
    }

    /** Fights {@code duel}. */
    public Outcome run(final Duel duel) throws IOException, InterruptedException {
        final List<Pair> outcome = new ArrayList<>();
        for (int i = 0; i < pairs; i++) {
            final boolean contenderFirst = i % 2 == 0;
            final Entrant first = contenderFirst ? duel.contender() : duel.baseline();
            final Entrant second = contenderFirst ? duel.baseline() : duel.contender();
            final List<Pair> fought =
                    slices == 1 ? List.of(new Pair(alone(first), alone(second))) : inTurns(first, second);
            fought.forEach(pair -> outcome.add(contenderFirst ? pair : pair.swapped()));
        }
        return new Outcome(duel, outcome);
    }

    private Measurement alone(final Entrant entrant) throws IOException, InterruptedException {
        try (Competitor competitor = Competitor.start(entrant, core, warmUpSeconds)) {
            final Measurement measurement = measure(competitor);
            competitor.end();
            return measurement;
        }
    }

    private List<Pair> inTurns(final Entrant first, final Entrant second) throws IOException, InterruptedException {
        try (Competitor one = Competitor.start(first, core, warmUpSeconds);
                Competitor other = Competitor.start(second, core, warmUpSeconds)) {
            final List<Pair> fought = new ArrayList<>();
            for (int slice = 0; slice < slices; slice++) {
                final boolean oneFirst = slice % 2 == 0;
                final Measurement earlier = measure(oneFirst ? one : other);
                final Measurement later = measure(oneFirst ? other : one);
                fought.add(oneFirst ? new Pair(earlier, later) : new Pair(later, earlier));
            }
            one.end();
            other.end();
            return fought;
        }
    }

    private Measurement measure(final Competitor competitor) throws IOException, InterruptedException {
        final Measurement measurement = competitor.measure(seconds / slices);
        progress.accept(competitor.name() + ": " + Tables.figures(measurement));
        return measurement;
    }
}
