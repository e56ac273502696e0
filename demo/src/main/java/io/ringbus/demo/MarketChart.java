// SPDX-License-Identifier: Apache-2.0
package io.ringbus.demo;

import io.ringbus.demo.MarketRow.Bar;
import io.ringbus.demo.MarketRow.Level;
import io.ringbus.demo.MarketRow.Warning;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.TreeMap;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.None;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A picture of a run: for each symbol a panel with its price, its mean over the windows, and the warnings. */
final class MarketChart {
    /** Width of the picture in pixels. */
    static final int WIDTH = 1_200;

    /** Height of a panel in pixels. */
    static final int PANEL_HEIGHT = 380;

    private static final Color PRICE = new Color(0x1F, 0x4E, 0x79);
    private static final Color MEAN = new Color(0xE0, 0x8A, 0x00);
    private static final Color WARNING = new Color(0xC0, 0x1C, 0x28);
    private static final Color GRID = new Color(0xE4, 0xE4, 0xE4);
    private static final int MARKER_SIZE = 9;
    private static final int AXIS_WIDTH = 80;
    private static final int TICK_SPACING = 140;
    private static final double PRICE_WITHOUT_CENTS = 1_000;

    private MarketChart() {}

    /** Draws it; answers an empty text, or why there is no picture: the other results do not depend on it. */
    static String draw(final MarketData data, final MarketResults results, final Path file) {
        try {
            final List<XYChart> panels = panels(data, results);
            if (panels.isEmpty()) {
                return "no trades";
            }
            try (OutputStream stream = Files.newOutputStream(file)) {
                BitmapEncoder.saveBitmap(panels, panels.size(), 1, stream, BitmapFormat.PNG);
            }
            return "";
        } catch (final IOException
                | RuntimeException
                | LinkageError
                | InternalError failed) { // no fonts, no libfreetype
            return failed.toString();
        }
    }

    private static List<XYChart> panels(final MarketData data, final MarketResults results) {
        final TreeMap<String, XYChart> panels = new TreeMap<>();
        final String span = minutes(data.span().spanNs());
        final String slide = minutes(data.slide().spanNs());
        for (final Bar bar : results.bars().rows()) {
            panels.computeIfAbsent(bar.symbol(), MarketChart::panel);
        }
        panels.forEach((symbol, panel) -> {
            final Points price = new Points();
            for (final Bar bar : results.bars().rows()) {
                price.addIf(bar.symbol().equals(symbol), bar.end(), bar.close());
            }
            final Points mean = new Points();
            for (final Level level : results.levels().rows()) {
                mean.addIf(level.symbol().equals(symbol), level.end(), level.mean());
            }
            final Points warned = new Points();
            for (final Warning warning : results.warnings().rows()) {
                warned.addIf(warning.symbol().equals(symbol), warning.time(), warning.price());
            }
            panel.getStyler().setYAxisDecimalPattern(price.highest() < PRICE_WITHOUT_CENTS ? "0.00" : "#,##0");
            price.drawLine(panel, "price, every " + slide, PRICE, 1.2f);
            mean.drawLine(panel, "mean of " + span + ", every " + slide, MEAN, 2.4f);
            warned.drawMarks(panel, "warning: moved by 5 % (" + warned.size() + ")");
        });
        return new ArrayList<>(panels.values());
    }

    private static XYChart panel(final String symbol) {
        final XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(PANEL_HEIGHT)
                .title(symbol)
                .xAxisTitle("event time (UTC)")
                .yAxisTitle(symbol.equals("SPX") || symbol.equals("FTSE") ? "price (index points)" : "price (USD)")
                .build();
        final XYStyler style = chart.getStyler();
        style.setChartBackgroundColor(Color.WHITE)
                .setPlotBorderVisible(false)
                .setLegendPosition(LegendPosition.OutsideS)
                .setLegendLayout(LegendLayout.Horizontal)
                .setLegendBorderColor(Color.WHITE)
                .setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 16))
                .setYAxisLeftWidthHint(AXIS_WIDTH)
                .setMarkerSize(MARKER_SIZE)
                .setLocale(Locale.ROOT);
        style.setPlotGridLinesColor(GRID);
        style.setTimezone(TimeZone.getTimeZone("UTC"));
        style.setDatePattern("d MMM HH:mm");
        style.setXAxisTickMarkSpacingHint(TICK_SPACING);
        return chart;
    }

    private static String minutes(final long spanNs) {
        return spanNs / 60_000_000_000L + " min";
    }

    /** Prices over time. */
    private static final class Points {
        private final List<Date> times = new ArrayList<>();
        private final List<Double> prices = new ArrayList<>();

        int size() {
            return times.size();
        }

        double highest() {
            double highest = 0;
            for (final double price : prices) {
                highest = Math.max(highest, price);
            }
            return highest;
        }

        void addIf(final boolean wanted, final Instant time, final double price) {
            if (wanted) {
                times.add(Date.from(time));
                prices.add(price);
            }
        }

        void drawLine(final XYChart chart, final String name, final Color color, final float width) {
            if (!times.isEmpty()) {
                final XYSeries series = chart.addSeries(name, times, prices);
                series.setMarker(new None());
                series.setLineColor(color);
                series.setLineStyle(new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            }
        }

        void drawMarks(final XYChart chart, final String name) {
            if (!times.isEmpty()) {
                final XYSeries series = chart.addSeries(name, times, prices);
                series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
                series.setMarker(SeriesMarkers.DIAMOND);
                series.setMarkerColor(WARNING);
            }
        }
    }
}
