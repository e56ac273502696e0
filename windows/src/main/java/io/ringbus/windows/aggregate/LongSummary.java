// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

/**
 * What a whole number came to: how many values, their sum, the smallest and the largest.
 *
 * @param sum wraps on overflow
 */
public record LongSummary(long count, long sum, long min, long max) {
    /** Arithmetic mean; wrong where the sum has wrapped. */
    public double mean() {
        return (double) sum / count;
    }
}
