// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.harness;

import java.util.Arrays;

/**
 * The ratios of paired measurements.
 *
 * @param median the middle one, or the mean of the two in the middle
 * @param min    the least
 * @param max    the greatest
 */
public record Ratios(double median, double min, double max) {
    /** Summarises at least one ratio. */
    public static Ratios of(final double... ratios) {
        if (ratios.length == 0) {
            throw new IllegalArgumentException("ratios: count=0 < 1: run at least one pair");
        }
        final double[] sorted = ratios.clone();
        Arrays.sort(sorted);
        final int half = sorted.length / 2;
        final double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
        return new Ratios(median, sorted[0], sorted[sorted.length - 1]);
    }
}
