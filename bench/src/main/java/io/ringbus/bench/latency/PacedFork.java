// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.latency;

import io.ringbus.bench.harness.Core;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/** Measures one {@link Paced} in this JVM, and prints its histograms. */
public final class PacedFork {
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);
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
        final StolenTime stolen = new StolenTime(); // before the core is taken, which its thread is not to share
        final Play last;
        try (contender;
                stolen) {
            Core.take();
            for (int play = 0; play < WARM_UPS; play++) {
                Play.of(contender, rate, Double.parseDouble(args[2]) / WARM_UPS);
            }
            last = Play.of(contender, rate, seconds);
        }
        System.out.println(last.waits(stolen).toLine());
    }

    private record Play(Pace pace, Latencies latencies, long interrupts) {
        static Play of(final Paced contender, final double rate, final double seconds) throws Exception {
            final Pace pace = Pace.of(System.nanoTime() + LEAD_NS, rate, seconds);
            final Latencies latencies = new Latencies(pace);
            final long interrupts = DeviceInterrupts.soFar();
            contender.play(pace, latencies);
            return new Play(pace, latencies, DeviceInterrupts.soFar() - interrupts);
        }

        Waits waits(final StolenTime stolen) {
            final int windows = (int) ((pace.dueNs(pace.events()) - pace.startNs()) / StolenTime.WINDOW_NS);
            final Set<Integer> quiet = new HashSet<>();
            for (int window = 0; window < windows; window++) {
                if (stolen.isQuiet(pace.startNs() + window * StolenTime.WINDOW_NS)) {
                    quiet.add(window);
                }
            }
            return new Waits(
                    latencies.histogram(dueNs -> true),
                    latencies.histogram(
                            dueNs -> quiet.contains((int) ((dueNs - pace.startNs()) / StolenTime.WINDOW_NS))),
                    seconds(),
                    quiet.size(),
                    windows,
                    interrupts);
        }

        private List<Histogram> seconds() {
            final long lengthNs = pace.dueNs(pace.events()) - pace.startNs();
            final int count = (int) Math.max(1, lengthNs / SECOND_NS);
            return IntStream.range(0, count)
                    .mapToObj(second ->
                            latencies.histogram(dueNs -> (dueNs - pace.startNs()) * count / lengthNs == second))
                    .toList();
        }
    }
}
