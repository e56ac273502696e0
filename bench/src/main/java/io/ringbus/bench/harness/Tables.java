// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.harness;

import java.util.List;
import java.util.Locale;

/** Results for people. */
public final class Tables {
    private static final double MILLION = 1e6;

    private Tables() {}

    /** One measurement in a line. */
    static String figures(final Measurement measurement) {
        return String.format(
                Locale.ROOT,
                "%.1f M/s, %.1f M per CPU-second, %.1f M/s at best, %.2f B per event",
                measurement.perSecond() / MILLION,
                measurement.perCpuSecond() / MILLION,
                measurement.perSecondAtBest() / MILLION,
                measurement.bytesPerEvent());
    }

    /** One row per duel: medians of paired ratios with the extremes, and both sides' medians. */
    public static String of(final Benchmark benchmark, final List<Outcome> outcomes) {
        final StringBuilder table = new StringBuilder();
        table.append(benchmark.id()).append(": ").append(benchmark.title()).append('\n');
        table.append(String.format(
                Locale.ROOT,
                "%-52s %6s %-22s %-22s %-22s %9s %9s %8s%n",
                "contender / baseline",
                "goal",
                "ratio by the clock",
                "ratio by CPU time",
                "ratio at best",
                "M/s",
                "M/s base",
                "B/event"));
        for (final Outcome outcome : outcomes) {
            table.append(String.format(
                    Locale.ROOT,
                    "%-52s %6s %-22s %-22s %-22s %9.2f %9.2f %8.2f%n",
                    outcome.duel().name(),
                    outcome.duel().goal() > 0
                            ? String.format(Locale.ROOT, "%.2f", outcome.duel().goal())
                            : "-",
                    ratios(outcome.throughput()),
                    ratios(outcome.perCpuSecond()),
                    ratios(outcome.atBest()),
                    outcome.contender(Measurement::perSecond) / MILLION,
                    outcome.baseline(Measurement::perSecond) / MILLION,
                    outcome.contender(Measurement::bytesPerEvent)));
        }
        return table.toString();
    }

    private static String ratios(final Ratios ratios) {
        return String.format(Locale.ROOT, "%.3f [%.3f, %.3f]", ratios.median(), ratios.min(), ratios.max());
    }
}
