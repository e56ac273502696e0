// SPDX-License-Identifier: Apache-2.0
package io.ringbus.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Everything that a run of the market demo writes, and what it measures. */
record MarketResults(
        ResultFile<MarketRow.Lowest> lowest,
        ResultFile<MarketRow.Level> levels,
        ResultFile<MarketRow.Bar> bars,
        ResultFile<MarketRow.Spread> quotes,
        ResultFile<MarketRow.Warning> warnings,
        ResultFile<MarketRow.WarningCount> warningCounts,
        LatencySink latency) {
    /** Files in {@code folder}. */
    static MarketResults in(final Path folder) {
        return new MarketResults(
                new ResultFile<>(folder.resolve("lowest.csv"), MarketRow.Lowest.class),
                new ResultFile<>(folder.resolve("levels.csv"), MarketRow.Level.class),
                new ResultFile<>(folder.resolve("bars.csv"), MarketRow.Bar.class),
                new ResultFile<>(folder.resolve("quotes.csv"), MarketRow.Spread.class),
                new ResultFile<>(folder.resolve("warnings.csv"), MarketRow.Warning.class),
                new ResultFile<>(folder.resolve("warning-counts.csv"), MarketRow.WarningCount.class),
                new LatencySink());
    }

    /** The files of a run with or without quotes. */
    List<ResultFile<?>> files(final boolean withQuotes) {
        final List<ResultFile<?>> files = new ArrayList<>(List.of(lowest, levels, bars));
        if (withQuotes) {
            files.add(quotes);
        }
        files.add(warnings);
        files.add(warningCounts);
        return files;
    }
}
