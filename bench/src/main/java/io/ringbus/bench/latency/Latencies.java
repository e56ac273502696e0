// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.latency;

import java.util.function.LongPredicate;
import org.HdrHistogram.Histogram;

/**
 * The latencies of one play, in the order of its events.
 *
 * <p><b>Threading.</b> Single writer; read afterwards.
 * <p><b>Allocation.</b> All of it when it is made.
 */
public final class Latencies {
    private static final int DIGITS = 3;

    private final Pace pace;
    private final int[] latenciesNs;
    private int recorded;

    /** Makes room for all events of {@code pace}. */
    public Latencies(final Pace pace) {
        this.pace = pace;
        this.latenciesNs = new int[Math.toIntExact(pace.events())];
    }

    /** The result of the next event was there so long after the event was due. */
    public void record(final long latencyNs) {
        latenciesNs[recorded++] = (int) Math.min(latencyNs, Integer.MAX_VALUE);
    }

    /** How many results there were. */
    public long recorded() {
        return recorded;
    }

    /** Those of the events whose due time is {@code chosen}. */
    Histogram histogram(final LongPredicate chosen) {
        final Histogram histogram = new Histogram(DIGITS);
        for (int number = 0; number < recorded; number++) {
            if (chosen.test(pace.dueNs(number))) {
                histogram.recordValue(Math.max(0, latenciesNs[number]));
            }
        }
        return histogram;
    }
}
