// SPDX-License-Identifier: Apache-2.0
package io.ringbus.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The market demo on tick files, against plain Java over the same rows. */
class TickFolderTest {
    private static final long SPAN_SECONDS = 600;
    private static final long SLIDE_SECONDS = 300;
    private static final long NS_PER_MS = 1_000_000L;
    private static final long NS_PER_SECOND = 1_000_000_000L;
    private static final int ROWS = 400;

    @Test
    void twoDaysOfTwoSymbolsComeToWhatPlainJavaMakesOfThem(@TempDir final Path folder) throws IOException {
        final long seed = Long.getLong("ringbus.test.seed", 20131007);
        final Random random = new Random(seed);
        for (final String file :
                List.of("aaa_20131007_trade", "aaa_20131008_trade", "bb_20131008_trade", "aaa_20131007_quote")) {
            zip(folder.resolve(file + ".zip"), random, file.endsWith("trade"));
        }
        Files.writeString(folder.resolve("notes.txt"), "passed over");
        final NaiveMarket expected = naive(folder);
        for (final String pace : List.of("", "--rate=5000000")) {
            final Path results = folder.resolve("results" + pace);
            final List<String> command =
                    new ArrayList<>(List.of("market", "--data=" + folder, "--out=" + results, "--backend=slab"));
            command.addAll(pace.isEmpty() ? List.of() : List.of(pace));
            final DemoRun run = DemoRun.successful(command.toArray(new String[0]));
            assertTrue(
                    run.lines().contains("records   1,600 (400 AAA quotes, 800 AAA trades, 400 BB trades)"),
                    "seed " + seed + "\n" + run.out());
            CsvRows.assertSame(expected, results);
            assertTrue(expected.warnings.size() > 10, "seed " + seed);
        }
    }

    private static void zip(final Path file, final Random random, final boolean trades) throws IOException {
        final StringBuilder rows = new StringBuilder();
        long ms = 34_200_000;
        long price = 500_000;
        for (int row = 0; row < ROWS; row++) {
            ms += random.nextInt(4) == 0 ? random.nextInt(90_000) : random.nextInt(2);
            price = Math.max(10_000, price + (random.nextInt(20_001) - 10_000));
            rows.append(row == 0 ? "" : "\n").append(ms).append(',');
            if (trades) {
                rows.append(price).append(",100,P,2000,0");
            } else {
                final int side = random.nextInt(3);
                rows.append(side == 0 ? 0 : price).append(",300,").append(side == 1 ? 0 : price + 100);
                rows.append(",200,Q,1,0");
            }
        }
        try (OutputStream stream = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(stream)) {
            zip.putNextEntry(new ZipEntry("rows.csv"));
            zip.write(rows.toString().getBytes(StandardCharsets.US_ASCII));
            zip.closeEntry();
        }
    }

    @Test
    void allRowsOfTheTickFolderComeToWhatPlainJavaMakesOfThemOnBothBackends(@TempDir final Path results)
            throws IOException {
        final String data = System.getProperty("ringbus.data", "");
        assumeTrue(!data.isEmpty(), "no tick files: give their folder with -Dringbus.data=FOLDER");
        final NaiveMarket expected = naive(Path.of(data));
        for (final String backend : List.of("chronicle", "slab")) {
            final Path folder = results.resolve(backend);
            final DemoRun run =
                    DemoRun.successful("market", "--data", data, "--out", folder.toString(), "--backend", backend);
            assertTrue(run.lines().contains("late      0 records"), run.out());
            CsvRows.assertSame(expected, folder);
        }
        assertEquals(
                4,
                expected.levels.keySet().stream()
                        .map(key -> key.substring(key.lastIndexOf(',') + 1))
                        .distinct()
                        .count());
    }

    private static NaiveMarket naive(final Path folder) throws IOException {
        final NaiveMarket market = new NaiveMarket(SPAN_SECONDS, SLIDE_SECONDS);
        try (var files = Files.list(folder)) {
            for (final Path file : files.sorted().toList()) {
                final String[] name = file.getFileName().toString().split("[_.]");
                if (name.length == 4) {
                    read(file, name[0].toUpperCase(Locale.ROOT), name[1], name[2].equals("trade"), market);
                }
            }
        }
        market.end();
        return market;
    }

    private static void read(
            final Path file, final String symbol, final String date, final boolean trades, final NaiveMarket market)
            throws IOException {
        final LocalDate day = LocalDate.of(
                Integer.parseInt(date.substring(0, 4)),
                Integer.parseInt(date.substring(4, 6)),
                Integer.parseInt(date.substring(6)));
        final long midnightNs = day.atStartOfDay(ZoneId.of("America/New_York")).toEpochSecond() * NS_PER_SECOND;
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
            zip.getNextEntry();
            final BufferedReader reader = new BufferedReader(new InputStreamReader(zip, StandardCharsets.US_ASCII));
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                final String[] columns = line.split(",");
                final long timeNs = midnightNs + Long.parseLong(columns[0]) * NS_PER_MS;
                if (trades) {
                    market.trade(symbol, Long.parseLong(columns[1]) / 1e4, Long.parseLong(columns[2]), timeNs);
                } else {
                    market.quote(symbol, Long.parseLong(columns[1]) / 1e4, Long.parseLong(columns[3]) / 1e4, timeNs);
                }
            }
        }
    }
}
