// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

/** What a number came to: how many values, their sum, the smallest and the largest. */
public record DoubleSummary(long count, double sum, double min, double max) {
    /** Arithmetic mean. */
    public double mean() {
        return sum / count;
    }
}
