// SPDX-License-Identifier: Apache-2.0
package io.ringbus.demo;

import io.ringbus.chain.Sink;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Measures the time of each record from where it was sent to here, behind the windows and its keyed state. Records of the
 * first seconds, while the JVM still compiles, are kept apart.
 *
 * <p><b>Threading.</b> As {@link Sink}; the figures once the pipeline has ended.
 * <p><b>Units.</b> Nanoseconds.
 */
final class LatencySink implements Sink<Move> {
    /** Time after the first record in which records count as warm-up. */
    static final long WARM_UP_NS = TimeUnit.SECONDS.toNanos(2);

    private static final long NS_MAX = TimeUnit.HOURS.toNanos(1);
    private static final int DIGITS = 3;

    private final Histogram cold = new Histogram(NS_MAX, DIGITS);
    private final Histogram warm = new Histogram(NS_MAX, DIGITS);
    private long startNs;
    private boolean started;

    @Override
    public void accept(final Move move, final long timestampNs) {
        final long latencyNs = Math.min(NS_MAX, Math.max(0, System.nanoTime() - move.sentNs()));
        if (!started) {
            started = true;
            startNs = move.sentNs();
        }
        (move.sentNs() - startNs < WARM_UP_NS ? cold : warm).recordValue(latencyNs);
    }

    /** Whether records were sent after the warm-up. */
    boolean isWarm() {
        return warm.getTotalCount() > 0;
    }

    /** Of the records sent after the warm-up, or of all when there are none. */
    Histogram histogram() {
        return isWarm() ? warm : cold;
    }
}
