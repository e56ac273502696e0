// SPDX-License-Identifier: Apache-2.0
package io.ringbus.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.testing.Polled;
import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The market demo on what a fresh machine has, against plain Java over the same trades. */
class MarketDemoTest {
    private static final long HOUR_SECONDS = 3_600;
    private static final long QUARTER_SECONDS = 900;
    private static final long NS_PER_SECOND = 1_000_000_000L;
    private static final int INDEX_TRADES = 96_021;

    @TempDir
    static Path folder;

    private static DemoRun run;

    @BeforeAll
    static void runWithDefaults() {
        run = DemoRun.successful("market", "--out", folder.toString());
    }

    @Test
    void everyRowIsWhatPlainJavaMakesOfTheSameTrades() throws Exception {
        final NaiveMarket expected = new NaiveMarket(HOUR_SECONDS, QUARTER_SECONDS);
        assertEquals(100_000, readBitcoin(expected));
        for (final MarketData.Input index : MarketData.bitcoin().inputs().subList(1, 3)) {
            final List<Tick> trades = Polled.all(index.source());
            assertEquals(INDEX_TRADES, trades.size());
            for (final Tick trade : trades) {
                expected.trade(trade.symbol(), trade.price(), trade.size(), trade.timeNs());
            }
        }
        expected.end();
        CsvRows.assertSame(expected, folder);
        assertFalse(expected.warnings.isEmpty());
        assertFalse(Files.exists(folder.resolve("quotes.csv")));
    }

    private static int readBitcoin(final NaiveMarket expected) throws Exception {
        int trades = 0;
        try (InputStream stream = MarketDemoTest.class.getResourceAsStream("/bitstamp_trades_from_20131125_usd.csv");
                BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.US_ASCII))) {
            assertEquals("timestamp,price,amount", reader.readLine());
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                final String[] columns = line.split(",");
                expected.trade(
                        "BTC",
                        Double.parseDouble(columns[1]),
                        Double.parseDouble(columns[2]),
                        Long.parseLong(columns[0]) * NS_PER_SECOND);
                trades++;
            }
        }
        return trades;
    }

    @Test
    void theSummaryTellsRecordsWindowsLateSpeedLatencyAndFiles() {
        final List<String> lines = run.lines();
        assertTrue(lines.contains("records   292,042 (100,000 BTC, 96,021 SPX, 96,021 FTSE)"), run.out());
        assertTrue(lines.contains("late      0 records"), run.out());
        assertTrue(lines.contains("settings  state in chronicle, flush interval 100us, flat out"), run.out());
        assertTrue(lines.contains("chart     " + folder.toAbsolutePath().resolve("market.png")), run.out());
        for (final String word : List.of("windows ", "speed ", "latency ")) {
            assertEquals(1, lines.stream().filter(line -> line.startsWith(word)).count(), run.out());
        }
        for (final String percentile : List.of("p50 ", "p99 ", "p99.9 ", "p99.99 ", "max ")) {
            assertTrue(run.out().contains(percentile), run.out());
        }
        for (final String file : List.of("lowest", "levels", "bars", "warnings", "warning-counts")) {
            assertTrue(
                    run.out()
                            .contains(folder.toAbsolutePath()
                                    .resolve(file + ".csv")
                                    .toString()),
                    run.out());
        }
    }

    @Test
    void theChartIsAPngWithAPanelForEachSymbol() throws Exception {
        final Path file = folder.resolve("market.png");
        final byte[] bytes = Files.readAllBytes(file);
        assertEquals((byte) 0x89, bytes[0]);
        assertEquals("PNG", new String(bytes, 1, 3, StandardCharsets.US_ASCII));
        final BufferedImage image = ImageIO.read(file.toFile());
        assertNotNull(image);
        assertEquals(MarketChart.WIDTH, image.getWidth());
        assertEquals(3 * MarketChart.PANEL_HEIGHT, image.getHeight());
        for (int panel = 0; panel < 3; panel++) {
            final Set<Integer> colours = colours(image, panel * MarketChart.PANEL_HEIGHT);
            assertTrue(colours.contains(0x1F4E79), "no price in panel " + panel);
            assertTrue(colours.contains(0xE08A00), "no mean in panel " + panel);
            assertTrue(colours.contains(0xC01C28), "no warning in panel " + panel);
        }
    }

    private static Set<Integer> colours(final BufferedImage image, final int top) {
        final Set<Integer> colours = new HashSet<>();
        for (int y = top; y < top + MarketChart.PANEL_HEIGHT; y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                colours.add(image.getRGB(x, y) & 0xFFFFFF);
            }
        }
        return colours;
    }

    @Test
    void optionsChangeWhatTheySay(@TempDir final Path other) throws Exception {
        final Path settings = Files.writeString(other.resolve("demo.properties"), "ringbus.flush.interval = 2ms\n");
        final DemoRun changed = DemoRun.successful(
                "market", "--out=" + other, "--backend=slab", "--rate=2000000", "--config=" + settings);
        assertTrue(
                changed.lines().contains("settings  state in slab, flush interval 2ms, 2,000,000 records/s"),
                changed.out());
        assertTrue(changed.out().contains("of each record from its time in the schedule"), changed.out());
        for (final String file : List.of("lowest", "levels", "bars", "warnings", "warning-counts")) {
            assertEquals(
                    Set.copyOf(Files.readAllLines(folder.resolve(file + ".csv"))),
                    Set.copyOf(Files.readAllLines(other.resolve(file + ".csv"))),
                    file);
        }
    }
}
