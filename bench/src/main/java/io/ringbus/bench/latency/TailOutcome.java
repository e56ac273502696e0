// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.latency;

import io.ringbus.bench.harness.Ratios;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * What a {@link Tail} came to: four forks a round, taken one after the other.
 *
 * @param tail    the claim
 * @param rate    events per second
 * @param rounds  each with the contender's, the baseline's, the control's and the machine's own
 */
record TailOutcome(Tail tail, double rate, List<Round> rounds) {
    /** Percentiles in tables. */
    static final List<Double> PERCENTILES = List.of(50.0, 99.0, 99.9, 99.99, 100.0);

    private static final double NS_PER_US = 1_000;
    private static final DecimalFormat FORMAT =
            new DecimalFormat("0.##", DecimalFormatSymbols.getInstance(Locale.ROOT));

    /** Four forks of one rate. */
    record Round(Waits contender, Waits baseline, Waits control, Waits jitter) {
        Stream<Waits> all() {
            return Stream.of(contender, baseline, control, jitter);
        }

        boolean isQuiet() {
            return all().allMatch(waits -> waits.kept() > 0);
        }
    }

    TailOutcome {
        rounds = List.copyOf(rounds);
    }

    /**
     * Rows per percentile, over all events, over those of the median second and over those of quiet windows, where these are
     * others: medians of the forks in microseconds, and the ratios.
     */
    String table() {
        return String.format(
                        Locale.ROOT,
                        "%s: %s%n%.0f events/s, %d rounds of %d events; latency from the time an event was due, in us%n",
                        tail.id(),
                        tail.title(),
                        rate,
                        rounds.size(),
                        rounds.get(0).contender().all().getTotalCount())
                + table(rounds, at(Waits::all))
                + inMedianSecond()
                + inQuietWindows()
                + interrupts();
    }

    private String inMedianSecond() {
        return rounds.get(0).contender().seconds().size() == 1
                ? ""
                : "in the median second of each fork\n" + table(rounds, Waits::inMedianSecond);
    }

    private String inQuietWindows() {
        final List<Round> quiet = rounds.stream().filter(Round::isQuiet).toList();
        final int kept = sum(Waits::kept);
        final int windows = sum(Waits::windows);
        return String.format(
                        Locale.ROOT,
                        "in windows of 100 ms in which the host took no time away: %d of %d, in %d rounds%n",
                        kept,
                        windows,
                        quiet.size())
                + (quiet.isEmpty() || kept == windows ? "" : table(quiet, at(Waits::quiet)));
    }

    private String interrupts() {
        return String.format(
                Locale.ROOT,
                "device interrupts on the measured processor, a fork: contender %.0f, baseline %.0f, control %.0f, "
                        + "machine alone %.0f%n",
                ratios(rounds, round -> round.contender().interrupts()).median(),
                ratios(rounds, round -> round.baseline().interrupts()).median(),
                ratios(rounds, round -> round.control().interrupts()).median(),
                ratios(rounds, round -> round.jitter().interrupts()).median());
    }

    private static ToDoubleBiFunction<Waits, Double> at(final Function<Waits, Histogram> which) {
        return (waits, percentile) -> which.apply(waits).getValueAtPercentile(percentile);
    }

    private int sum(final ToIntFunction<Waits> count) {
        return rounds.stream().flatMap(Round::all).mapToInt(count).sum();
    }

    private String table(final List<Round> of, final ToDoubleBiFunction<Waits, Double> which) {
        final StringBuilder table = new StringBuilder();
        table.append(String.format(
                Locale.ROOT,
                "%-10s %14s %14s %14s %14s   %-24s %-24s %s%n",
                "percentile",
                "contender",
                "baseline",
                "control",
                "machine alone",
                "control / baseline",
                "contender / baseline",
                "goal"));
        for (final double percentile : PERCENTILES) {
            table.append(row(of, which, percentile));
        }
        return table.toString();
    }

    private String row(final List<Round> of, final ToDoubleBiFunction<Waits, Double> which, final double percentile) {
        final ToDoubleFunction<Waits> us = waits -> which.applyAsDouble(waits, percentile) / NS_PER_US;
        final Double goal = tail.goals().get(percentile);
        return String.format(
                Locale.ROOT,
                "%-10s %14.1f %14.1f %14.1f %14.1f   %-24s %-24s %s%n",
                percentile == 100 ? "max" : "p" + FORMAT.format(percentile),
                ratios(of, round -> us.applyAsDouble(round.contender())).median(),
                ratios(of, round -> us.applyAsDouble(round.baseline())).median(),
                ratios(of, round -> us.applyAsDouble(round.control())).median(),
                ratios(of, round -> us.applyAsDouble(round.jitter())).median(),
                toBaseline(of, us, Round::control),
                toBaseline(of, us, Round::contender),
                goal == null ? "-" : "<= " + goal);
    }

    private static String toBaseline(
            final List<Round> of, final ToDoubleFunction<Waits> us, final Function<Round, Waits> who) {
        final Ratios ratios =
                ratios(of, round -> us.applyAsDouble(who.apply(round)) / us.applyAsDouble(round.baseline()));
        return String.format(Locale.ROOT, "%.2f [%.2f, %.2f]", ratios.median(), ratios.min(), ratios.max());
    }

    private static Ratios ratios(final List<Round> of, final ToDoubleFunction<Round> figure) {
        return Ratios.of(of.stream().mapToDouble(figure).toArray());
    }

    /** All rounds of one kind in one histogram. */
    Histogram merged(final Function<Round, Waits> who, final Function<Waits, Histogram> which) {
        final Histogram all = new Histogram(which.apply(who.apply(rounds.get(0))));
        rounds.forEach(round -> all.add(which.apply(who.apply(round))));
        return all;
    }
}
