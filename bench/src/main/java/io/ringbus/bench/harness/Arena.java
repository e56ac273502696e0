// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.harness;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Runs duels: each measurement in a JVM of its own, same JDK and flags, contender and baseline in the order A B B A, so that
 * a machine that slows down slows both.
 *
 * @param pairs         how many pairs
 * @param warmUpSeconds rounds before the clock starts, in every fork
 * @param seconds       timed rounds, in every fork
 * @param core          where the forks run
 * @param progress      told of every measurement
 */
public record Arena(int pairs, double warmUpSeconds, double seconds, Core core, Consumer<String> progress) {
    /** Fights {@code duel}. */
    public Outcome run(final Duel duel) throws IOException, InterruptedException {
        final List<Pair> outcome = new ArrayList<>();
        for (int i = 0; i < pairs; i++) {
            final boolean contenderFirst = i % 2 == 0;
            final Measurement first = measure(contenderFirst ? duel.contender() : duel.baseline());
            final Measurement second = measure(contenderFirst ? duel.baseline() : duel.contender());
            outcome.add(contenderFirst ? new Pair(first, second) : new Pair(second, first));
        }
        return new Outcome(duel, outcome);
    }

    private Measurement measure(final Entrant entrant) throws IOException, InterruptedException {
        final Measurement measurement = Measurement.parse(Jvm.run(
                entrant.name(),
                core,
                entrant.flags(),
                Fork.class,
                List.of(entrant.contender().getName(), Double.toString(warmUpSeconds), Double.toString(seconds))));
        progress.accept(entrant.name() + ": " + Tables.figures(measurement));
        return measurement;
    }
}
