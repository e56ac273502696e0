// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.latency;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Latency by percentile, histograms drawn over each other: to the right, one event in 10, 100, 1000 and so on is slower than
 * the line.
 */
final class TailChart {
    private static final int WIDTH = 1_000;
    private static final int HEIGHT = 560;
    private static final double NS_PER_US = 1_000;
    private static final double RAREST = 1e6;
    private static final double STEP = 1.2;

    private TailChart() {}

    /** Draws them. */
    static void draw(final String title, final Map<String, Histogram> histograms, final Path file) throws IOException {
        final XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle("one event in ... is slower")
                .yAxisTitle("latency from the due time (us)")
                .build();
        chart.getStyler().setLegendPosition(LegendPosition.InsideNW);
        chart.getStyler().setXAxisLogarithmic(true);
        chart.getStyler().setYAxisLogarithmic(true);
        histograms.forEach((name, histogram) -> add(chart, name, histogram));
        try (OutputStream stream = Files.newOutputStream(file)) {
            BitmapEncoder.saveBitmap(List.of(chart), 1, 1, stream, BitmapFormat.PNG);
        }
    }

    private static void add(final XYChart chart, final String name, final Histogram histogram) {
        final List<Double> oneIn = new ArrayList<>();
        final List<Double> latenciesUs = new ArrayList<>();
        for (double rarity = 1; rarity <= Math.min(RAREST, (double) histogram.getTotalCount()); rarity *= STEP) {
            oneIn.add(rarity);
            latenciesUs.add(Math.max(1, histogram.getValueAtPercentile(100 - 100 / rarity)) / NS_PER_US);
        }
        chart.addSeries(name, oneIn, latenciesUs).setMarker(SeriesMarkers.NONE);
    }
}
