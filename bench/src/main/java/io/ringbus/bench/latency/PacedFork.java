// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.latency;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Measures one {@link Paced} in this JVM, and prints its histograms. */
public final class PacedFork {
    private static final long LEAD_NS = TimeUnit.MILLISECONDS.toNanos(10);

    // What only happens between two plays makes the compiler begin anew: let it happen before the one that counts.
    private static final int WARM_UPS = 8;

    private PacedFork() {}

    /** {@code args}: class of the contender, events per second, seconds of warm-up, seconds to measure. */
    public static void main(final String[] args) throws Exception {
        final Paced contender = Class.forName(args[0])
                .asSubclass(Paced.class)
                .getDeclaredConstructor()
                .newInstance();
        final double rate = Double.parseDouble(args[1]);
        final double seconds = Double.parseDouble(args[3]);
        try (contender) {
            for (int play = 0; play < WARM_UPS; play++) {
                play(contender, rate, Double.parseDouble(args[2]) / WARM_UPS);
            }
            System.out.println(play(contender, rate, seconds).toLine());
        }
    }

    private static Waits play(final Paced contender, final double rate, final double seconds) throws Exception {
        final Pace pace = Pace.of(System.nanoTime() + LEAD_NS, rate, seconds);
        final Latencies latencies = new Latencies(pace);
        final StolenTime stolen = new StolenTime();
        try (stolen) {
            contender.play(pace, latencies);
        }
        final int windows = (int) ((pace.dueNs(pace.events()) - pace.startNs()) / StolenTime.WINDOW_NS);
        final Set<Integer> quiet = new HashSet<>();
        for (int window = 0; window < windows; window++) {
            if (stolen.isQuiet(pace.startNs() + window * StolenTime.WINDOW_NS)) {
                quiet.add(window);
            }
        }
        return new Waits(
                latencies.histogram(dueNs -> true),
                latencies.histogram(dueNs -> quiet.contains((int) ((dueNs - pace.startNs()) / StolenTime.WINDOW_NS))),
                quiet.size(),
                windows);
    }
}
