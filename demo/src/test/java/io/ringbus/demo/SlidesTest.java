// SPDX-License-Identifier: Apache-2.0
package io.ringbus.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.config.Config;
import io.ringbus.config.Settings;
import io.ringbus.testing.Polled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** The programs of the slides print what plain Java over the same prices comes to. */
class SlidesTest {
    private static final int PER_SECOND = 10;
    private static final int LINES_MAX = 60;

    /** The generated prices of each stock, ten a second. */
    private static Map<String, List<StockPrice>> prices() throws Exception {
        final Map<String, List<StockPrice>> prices = new LinkedHashMap<>();
        final StockFeeds feeds = StockFeeds.generated();
        final List<StockPrice> parsed = new ArrayList<>();
        for (final String line : Polled.all(feeds.lines())) {
            final String[] fields = line.split(",");
            parsed.add(new StockPrice(fields[0], Double.parseDouble(fields[1])));
        }
        prices.put("DJI", parsed);
        prices.put("SPX", Polled.all(feeds.generator("SPX", 10)));
        prices.put("FTSE", Polled.all(feeds.generator("FTSE", 20)));
        return prices;
    }

    @Test
    void multipleInputsPrintsEveryPriceOfEveryInputInItsOrder() throws Exception {
        final List<String> printed = DemoRun.successful("multiple-inputs").lines();
        int lines = 0;
        for (final Map.Entry<String, List<StockPrice>> stock : prices().entrySet()) {
            final String prefix = "StockPrice[symbol=" + stock.getKey() + ",";
            final List<String> expected =
                    stock.getValue().stream().map(StockPrice::toString).toList();
            assertEquals(
                    expected,
                    printed.stream().filter(line -> line.startsWith(prefix)).toList());
            assertEquals(RandomFeeds.PRICES, expected.size());
            lines += expected.size();
        }
        assertEquals(lines, printed.size());
    }

    @Test
    void windowAggregationsPrintsLowestHighestAndMeanOfEachWindow() throws Exception {
        final List<String> printed = DemoRun.successful("window-aggregations").lines();
        final Map<String, List<StockPrice>> prices = prices();
        final List<String> expected = new ArrayList<>();
        for (int end = 5; end <= 65; end += 5) {
            final int from = Math.max(0, end - 10) * PER_SECOND;
            final int to = Math.min(60, end) * PER_SECOND;
            StockPrice lowest = null;
            final List<String> highest = new ArrayList<>();
            final List<String> means = new ArrayList<>();
            for (final Map.Entry<String, List<StockPrice>> stock : prices.entrySet()) {
                StockPrice best = null;
                double sum = 0;
                for (final StockPrice price : stock.getValue().subList(from, to)) {
                    lowest = lowest == null || price.price() < lowest.price() ? price : lowest;
                    best = best == null || price.price() > best.price() ? price : best;
                    sum += price.price();
                }
                highest.add("highest " + best);
                means.add("mean " + stock.getKey() + " " + Math.round(sum / (to - from) * 1e6));
            }
            expected.add("lowest of all " + lowest);
            expected.addAll(highest);
            expected.addAll(means);
        }
        expected.sort(null);
        assertEquals(
                expected, printed.stream().map(SlidesTest::rounded).sorted().toList());
    }

    /** Means are sums in another order: compared to six decimals. */
    private static String rounded(final String line) {
        if (!line.startsWith("mean ")) {
            return line;
        }
        final String symbol = line.substring(line.indexOf('=') + 1, line.indexOf(','));
        final double mean = Double.parseDouble(line.substring(line.lastIndexOf('=') + 1, line.indexOf(']')));
        return "mean " + symbol + " " + Math.round(mean * 1e6);
    }

    @Test
    void dataDrivenWindowsPrintsTheWarningsOfEachStockIn30Seconds() throws Exception {
        final List<String> printed = DemoRun.successful("data-driven-windows").lines();
        final List<String> expected = new ArrayList<>();
        for (final Map.Entry<String, List<StockPrice>> stock : prices().entrySet()) {
            final int[] warnings = new int[2];
            double reference = 1_000;
            for (int i = 0; i < stock.getValue().size(); i++) {
                final double price = stock.getValue().get(i).price();
                if (Math.abs(price - reference) / reference > 0.05) {
                    warnings[i / (30 * PER_SECOND)] += i > 0 ? 1 : 0; // the first has no window before it
                    reference = price;
                }
            }
            warnings[1]++; // the end ends a window as well
            for (final int count : warnings) {
                expected.add(new Count(stock.getKey(), count).toString());
            }
        }
        expected.sort(null);
        assertEquals(expected, printed.stream().sorted().toList());
    }

    /**
     * What the slides print, twice, for their prices lie in two windows. That the mean of HDP is 25.2 is known from the slide;
     * the other rows are worked out by hand from the definition.
     */
    @Test
    void windowAggregationsPrintsWhatTheSlideShows() {
        final List<String> printed = DemoRun.successful("window-aggregations", "--shown").lines().stream()
                .map(SlidesTest::rounded)
                .toList();
        final List<String> slide = List.of(
                "lowest of all StockPrice[symbol=HDP, price=23.8]",
                "highest StockPrice[symbol=SPX, price=2113.9]",
                "highest StockPrice[symbol=FTSE, price=6931.7]",
                "highest StockPrice[symbol=HDP, price=26.6]",
                "mean SPX 2113900000",
                "mean FTSE 6931700000",
                "mean HDP 25200000");
        final List<String> aMinuteLater = List.of(
                "lowest of all StockPrice[symbol=SPX, price=2113.9]",
                "highest StockPrice[symbol=SPX, price=2113.9]",
                "mean SPX 2113900000");
        final List<String> expected = new ArrayList<>();
        List.of(slide, slide, aMinuteLater, aMinuteLater).forEach(expected::addAll);
        assertEquals(
                expected.stream().sorted().toList(), printed.stream().sorted().toList());
    }

    /** By hand: HDP moves from 23.8 to 26.6, by 11.8 %; nothing else moves. The end of input ends a window of each stock. */
    @Test
    void dataDrivenWindowsPrintsWhatTheSlideShows() {
        final List<String> printed =
                DemoRun.successful("data-driven-windows", "--shown").lines();
        assertEquals("Count[symbol=HDP, count=1]", printed.get(0));
        assertEquals(
                List.of("Count[symbol=FTSE, count=1]", "Count[symbol=HDP, count=1]", "Count[symbol=SPX, count=1]"),
                printed.subList(1, printed.size()).stream().sorted().toList());
    }

    @Test
    void theSocketVariantReadsItsLinesFromTheServer() throws Exception {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            final FutureTask<Void> serving = new FutureTask<>(() -> serve(server), null);
            final Thread thread = new Thread(serving, "price server");
            thread.start();
            MultipleInputs.run(
                    Config.defaults().with(Settings.STATE_BACKEND, "slab"),
                    RandomFeeds.live("localhost", server.getLocalPort(), 10_000),
                    new PrintStream(out, true, StandardCharsets.UTF_8));
            serving.get();
        }
        final List<String> printed =
                out.toString(StandardCharsets.UTF_8).lines().toList();
        assertTrue(printed.contains("StockPrice[symbol=ACME, price=12.5]"), printed.toString());
        assertTrue(printed.contains("StockPrice[symbol=ACME, price=12.75]"), printed.toString());
        assertEquals(2 + 2 * RandomFeeds.PRICES, printed.size());
    }

    private static void serve(final ServerSocket server) {
        try (Socket client = server.accept();
                OutputStream stream = client.getOutputStream()) {
            stream.write("ACME,12.5\nACME,12.75\n".getBytes(StandardCharsets.US_ASCII));
        } catch (final IOException broken) {
            throw new IllegalStateException(broken);
        }
    }

    @Test
    void aLineThatIsNoPriceIsRefusedByNameAndRemedy() {
        assertEquals("price: line='SPX;12' has no symbol and comma: send SYMBOL,PRICE", refusal("SPX;12"));
        assertEquals("price: line='SPX,12x' has no number behind its comma: send SYMBOL,PRICE", refusal("SPX,12x"));
    }

    private static String refusal(final String line) {
        try {
            return StockPrice.parse(line).toString();
        } catch (final IllegalArgumentException refused) {
            return refused.getMessage();
        }
    }

    @Test
    void slideProgramsFitOnASlide() throws IOException {
        for (final String program : List.of("MultipleInputs", "WindowAggregations", "DataDrivenWindows")) {
            final Path file = Path.of("src/main/java/io/ringbus/demo", program + ".java");
            final List<String> lines = Files.readAllLines(file);
            assertTrue(lines.size() <= LINES_MAX, file + ": " + lines.size() + " lines > " + LINES_MAX);
            final String text = String.join("\n", lines);
            assertTrue(text.contains("// (1) ") && text.contains("// (3) "), file + " has no numbered steps");
        }
    }
}
