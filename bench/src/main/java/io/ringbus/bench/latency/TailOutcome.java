// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.latency;

import io.ringbus.bench.harness.Ratios;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * What a {@link Tail} came to: three histograms a round, taken one after the other.
 *
 * @param tail    the claim
 * @param rate    events per second
 * @param rounds  each with the contender's, the baseline's and the machine's own
 */
record TailOutcome(Tail tail, double rate, List<Round> rounds) {
    /** Percentiles in tables. */
    static final List<Double> PERCENTILES = List.of(50.0, 99.0, 99.9, 99.99, 100.0);

    private static final double NS_PER_US = 1_000;
    private static final DecimalFormat FORMAT =
            new DecimalFormat("0.##", DecimalFormatSymbols.getInstance(Locale.ROOT));

    /** Three histograms of one rate. */
    record Round(Histogram contender, Histogram baseline, Histogram jitter) {}

    TailOutcome {
        rounds = List.copyOf(rounds);
    }

    /** Contender's latency as a multiple of the baseline's, round by round. */
    Ratios ratios(final double percentile) {
        return Ratios.of(rounds.stream()
                .mapToDouble(round -> (double) round.contender().getValueAtPercentile(percentile)
                        / round.baseline().getValueAtPercentile(percentile))
                .toArray());
    }

    /** A row per percentile: the three medians in microseconds, and the ratios. */
    String table() {
        final StringBuilder table = new StringBuilder();
        table.append(String.format(
                Locale.ROOT,
                "%s: %s%n%.0f events/s, %d rounds of %d events; latency from the time an event was due, in us%n",
                tail.id(),
                tail.title(),
                rate,
                rounds.size(),
                rounds.get(0).contender().getTotalCount()));
        table.append(String.format(
                Locale.ROOT,
                "%-10s %14s %14s %14s   %-24s %s%n",
                "percentile",
                "contender",
                "baseline",
                "machine alone",
                "contender / baseline",
                "goal"));
        for (final double percentile : PERCENTILES) {
            table.append(row(percentile));
        }
        return table.toString();
    }

    private String row(final double percentile) {
        final Ratios ratios = ratios(percentile);
        final Double goal = tail.goals().get(percentile);
        return String.format(
                Locale.ROOT,
                "%-10s %14.1f %14.1f %14.1f   %-24s %s%n",
                percentile == 100 ? "max" : "p" + FORMAT.format(percentile),
                medianUs(rounds.stream().map(Round::contender).toList(), percentile),
                medianUs(rounds.stream().map(Round::baseline).toList(), percentile),
                medianUs(rounds.stream().map(Round::jitter).toList(), percentile),
                String.format(Locale.ROOT, "%.2f [%.2f, %.2f]", ratios.median(), ratios.min(), ratios.max()),
                goal == null ? "-" : "<= " + goal);
    }

    private static double medianUs(final List<Histogram> histograms, final double percentile) {
        return Ratios.of(histograms.stream()
                                .mapToDouble(histogram -> histogram.getValueAtPercentile(percentile))
                                .toArray())
                        .median()
                / NS_PER_US;
    }

    /** All rounds of one kind in one histogram. */
    static Histogram merged(final List<Histogram> histograms) {
        final Histogram all = new Histogram(histograms.get(0));
        histograms.forEach(all::add);
        return all;
    }
}
