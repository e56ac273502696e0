// SPDX-License-Identifier: Apache-2.0
package io.ringbus.demo;

import io.ringbus.config.Config;
import io.ringbus.config.Settings;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * What a run of the market demo comes to, for people.
 *
 * @param elapsedNs from the first record sent to the end of everything
 * @param late      records too late for their windows, each window counted
 */
record MarketSummary(
        Config config, MarketData data, Replay replay, double rate, MarketResults results, long elapsedNs, long late) {
    private static final double[] PERCENTILES = {50, 99, 99.9, 99.99, 100};
    private static final String[] PERCENTILE_NAMES = {"p50", "p99", "p99.9", "p99.99", "max"};
    private static final double US = 1e3;
    private static final double MS = 1e6;

    /** {@code notDrawn} is empty, or the reason why there is no chart. */
    String text(final Path chart, final String notDrawn) {
        final StringBuilder text = new StringBuilder(1024);
        final double seconds = elapsedNs / (double) TimeUnit.SECONDS.toNanos(1);
        line(text, "market", data.title());
        line(text, "records", whole(replay.sent()) + " (" + inputs() + ")");
        line(text, "windows", windows());
        line(text, "late", whole(late) + (late == 1 ? " record" : " records"));
        line(
                text,
                "speed",
                whole(Math.round(replay.sent() / seconds)) + " events/s over "
                        + String.format(Locale.ROOT, "%.2f s", seconds) + ", reading and parsing included");
        line(text, "latency", latency());
        line(
                text,
                "",
                "of each record " + (rate == 0 ? "from being read" : "from its time in the schedule")
                        + " to being in all windows, " + (results.latency().isWarm() ? "after" : "all within")
                        + " a warm-up of "
                        + TimeUnit.NANOSECONDS.toSeconds(LatencySink.WARM_UP_NS) + " s");
        if (rate == 0) {
            line(text, "", "flat out, this is mostly the wait in a full ring: give --rate for a schedule");
        }
        line(
                text,
                "settings",
                "state in " + config.get(Settings.STATE_BACKEND) + ", flush interval "
                        + Settings.FLUSH_INTERVAL.text(
                                config.forRing(MarketDemo.WINDOWS).get(Settings.FLUSH_INTERVAL))
                        + ", " + (rate == 0 ? "flat out" : whole(Math.round(rate)) + " records/s"));
        for (final ResultFile<?> file : results.files(data.hasQuotes())) {
            line(
                    text,
                    "file",
                    file.path().toAbsolutePath().normalize() + " ("
                            + whole(file.rows().size()) + " rows)");
        }
        line(
                text,
                "chart",
                notDrawn.isEmpty() ? chart.toAbsolutePath().normalize().toString() : "not drawn: " + notDrawn);
        return text.toString();
    }

    private String inputs() {
        final StringBuilder text = new StringBuilder();
        for (final ReplayedInput input : replay.inputs()) {
            text.append(text.isEmpty() ? "" : ", ")
                    .append(whole(input.sent()))
                    .append(' ')
                    .append(input.name());
        }
        return text.toString();
    }

    private String windows() {
        long windows = results.warningCounts().rows().size();
        for (final ResultFile<?> file : results.files(data.hasQuotes())) {
            windows += file == results.warnings() || file == results.warningCounts()
                    ? 0
                    : file.rows().size();
        }
        return whole(windows) + " results of windows, "
                + whole(results.warnings().rows().size()) + " price warnings";
    }

    private String latency() {
        final Histogram histogram = results.latency().histogram();
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < PERCENTILES.length; i++) {
            text.append(i == 0 ? "" : ", ")
                    .append(PERCENTILE_NAMES[i])
                    .append(' ')
                    .append(duration(histogram.getValueAtPercentile(PERCENTILES[i])));
        }
        return text.toString();
    }

    private static void line(final StringBuilder text, final String name, final String value) {
        text.append(String.format(Locale.ROOT, "%-9s ", name)).append(value).append(System.lineSeparator());
    }

    private static String whole(final long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String duration(final long valueNs) {
        return valueNs < MS
                ? String.format(Locale.ROOT, "%.1f us", valueNs / US)
                : String.format(Locale.ROOT, "%.2f ms", valueNs / MS);
    }
}
