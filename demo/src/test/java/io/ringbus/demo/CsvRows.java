// SPDX-License-Identifier: Apache-2.0
package io.ringbus.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Compares result files with rows worked out elsewhere. */
final class CsvRows {
    private static final double TOLERANCE = 1e-9;

    private CsvRows() {}

    /** All six files of a run; {@code quotes.csv} only where there are quotes. */
    static void assertSame(final NaiveMarket expected, final Path folder) throws IOException {
        assertSame(expected.lowest, folder.resolve("lowest.csv"), "start,end,symbol,price,time", 0, 1, 2, 4);
        assertSame(expected.levels, folder.resolve("levels.csv"), "start,end,symbol,highest,mean", 0, 1, 2);
        assertSame(expected.bars, folder.resolve("bars.csv"), "start,end,symbol,open,high,low,close,vwap", 0, 1, 2);
        if (!expected.quotes.isEmpty()) {
            assertSame(
                    expected.quotes,
                    folder.resolve("quotes.csv"),
                    "start,end,symbol,quotes,highestBid,meanBid,lowestAsk,meanAsk",
                    0,
                    1,
                    2);
        }
        assertSame(expected.warnings, folder.resolve("warnings.csv"), "time,symbol,price,previous,change", 0, 1, 2);
        assertSame(expected.warningCounts, folder.resolve("warning-counts.csv"), "start,end,symbol,warnings", 0, 1, 2);
    }

    private static void assertSame(
            final Map<String, double[]> expected, final Path file, final String header, final int... keyColumns)
            throws IOException {
        final List<String> lines = Files.readAllLines(file);
        assertEquals(header, lines.get(0), file.toString());
        final Map<String, String> rows = new HashMap<>();
        for (final String line : lines.subList(1, lines.size())) {
            final String[] columns = line.split(",", -1);
            final StringBuilder key = new StringBuilder();
            for (final int column : keyColumns) {
                key.append(key.isEmpty() ? "" : ",").append(columns[column]);
                columns[column] = "";
            }
            final String earlier = rows.put(key.toString(), line);
            assertNull(earlier, file + " has twice: " + line);
            final double[] values = expected.get(key.toString());
            assertNotNull(values, file + " has too much: " + line);
            assertClose(values, columns, file + ": " + line);
        }
        for (final String key : expected.keySet()) {
            assertNotNull(rows.get(key), file + " lacks: " + key);
        }
    }

    private static void assertClose(final double[] expected, final String[] columns, final String place) {
        int index = 0;
        for (final String column : columns) {
            if (!column.isEmpty()) {
                final double value = Double.parseDouble(column);
                final boolean same = Double.compare(expected[index], value) == 0
                        || Math.abs(expected[index] - value) <= TOLERANCE * Math.abs(value);
                assertTrue(same, place + ", expected " + expected[index]);
                index++;
            }
        }
        assertEquals(expected.length, index, place);
    }
}
