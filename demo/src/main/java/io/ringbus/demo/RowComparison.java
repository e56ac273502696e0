// SPDX-License-Identifier: Apache-2.0
package io.ringbus.demo;

import io.ringbus.connectors.CommitIndex;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What of a file of results is committed, compared with that of another run. Streams that are merged may come in another order
 * the next time, so rows of different symbols may; those of one symbol may not.
 *
 * @param expected   rows of the run that was not interrupted
 * @param found      rows of the other
 * @param lost       rows that are missing there
 * @param duplicated rows that are there too often
 * @param reordered  symbols whose rows are the same in another order
 */
record RowComparison(int expected, int found, int lost, int duplicated, int reordered) {
    static RowComparison of(final Path whole, final Path recovered) throws IOException {
        final List<String> expected = committed(whole);
        final List<String> found = committed(recovered);
        final Map<String, Integer> counts = new HashMap<>();
        expected.forEach(row -> counts.merge(row, 1, Integer::sum));
        found.forEach(row -> counts.merge(row, -1, Integer::sum));
        int lost = 0;
        int duplicated = 0;
        for (final int count : counts.values()) {
            lost += Math.max(0, count);
            duplicated += Math.max(0, -count);
        }
        int reordered = 0;
        final Map<String, List<String>> bySymbol = bySymbol(found);
        for (final Map.Entry<String, List<String>> symbol : bySymbol(expected).entrySet()) {
            final boolean sameOrder = symbol.getValue().equals(bySymbol.get(symbol.getKey()));
            reordered += lost + duplicated == 0 && !sameOrder ? 1 : 0;
        }
        return new RowComparison(rows(expected), rows(found), lost, duplicated, reordered);
    }

    /** Rows of a file that readers may see, without the header. */
    static int committedRows(final Path file) throws IOException {
        return rows(committed(file));
    }

    private static int rows(final List<String> lines) {
        return Math.max(0, lines.size() - 1);
    }

    private static List<String> committed(final Path file) throws IOException {
        final int length = (int) CommitIndex.committedBytes(file);
        final byte[] bytes = length == 0 ? new byte[0] : Arrays.copyOf(Files.readAllBytes(file), length);
        return new String(bytes, StandardCharsets.UTF_8).lines().toList();
    }

    private static Map<String, List<String>> bySymbol(final List<String> lines) {
        final Map<String, List<String>> rows = new HashMap<>();
        if (lines.isEmpty()) {
            return rows;
        }
        final int column = List.of(lines.get(0).split(",", -1)).indexOf("symbol");
        for (final String line : lines) {
            rows.computeIfAbsent(line.split(",", -1)[column], symbol -> new ArrayList<>())
                    .add(line);
        }
        return rows;
    }

    boolean isIdentical() {
        return lost + duplicated + reordered == 0;
    }
}
