// SPDX-License-Identifier: Apache-2.0
package io.ringbus.demo;

/** A line of a killed pipeline's output. */
record KilledRow(String symbol, long startNs, long endNs, long sum) {
    static KilledRow parse(final String line) {
        final String[] fields = line.split(",", -1);
        return new KilledRow(
                fields[0], Long.parseLong(fields[1]), Long.parseLong(fields[2]), Long.parseLong(fields[3]));
    }
}
