// SPDX-License-Identifier: Apache-2.0
package io.ringbus.demo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Sends the records of several inputs: flat out, in the order in which the engine asks for them; or in order of event time by
 * an open-loop schedule, in which record {@code i} of all is due {@code i / rate} seconds after the first, whatever became of
 * those before it.
 *
 * <p>Every record is stamped: by the schedule with the time at which it was due, flat out with the time at which it was sent.
 *
 * <p><b>Threading.</b> The thread of the stage that has all the inputs; the figures once the pipeline has ended.
 */
final class Replay {
    /** Answer of {@link #take} when it is not this input's turn. */
    static final long NOT_DUE = Long.MIN_VALUE;

    private static final long UNKNOWN = Long.MIN_VALUE;
    private static final double NS_PER_SECOND = 1e9;

    private final List<ReplayedInput> inputs = new ArrayList<>();
    private final double nsPerRecord;
    private final long[] nextNs;
    private long sent;
    private long startNs;

    /** @param rate records per second of all inputs together, 0 for flat out */
    Replay(final MarketData data, final double rate) {
        this.nsPerRecord = rate == 0 ? 0 : NS_PER_SECOND / rate;
        this.nextNs = new long[data.inputs().size()];
        Arrays.fill(nextNs, UNKNOWN);
        for (final MarketData.Input input : data.inputs()) {
            inputs.add(new ReplayedInput(this, inputs.size(), input));
        }
    }

    List<ReplayedInput> inputs() {
        return inputs;
    }

    /** Records sent. */
    long sent() {
        return sent;
    }

    /** When the first record was sent, by {@code System.nanoTime()}. */
    long startNs() {
        return startNs;
    }

    /** Tells the event time of an input's next record, {@link Long#MAX_VALUE} after the last. */
    void next(final int input, final long timeNs) {
        nextNs[input] = timeNs;
    }

    /** The stamp for the next record of an input, which the caller then sends; or {@link #NOT_DUE}. */
    long take(final int input) {
        if (nsPerRecord > 0 && !isEarliest(input)) {
            return NOT_DUE;
        }
        final long nowNs = System.nanoTime();
        if (sent == 0) {
            startNs = nowNs;
        }
        final long dueNs = nsPerRecord > 0 ? startNs + (long) (sent * nsPerRecord) : nowNs;
        if (dueNs > nowNs) {
            return NOT_DUE;
        }
        sent++;
        nextNs[input] = UNKNOWN;
        return dueNs;
    }

    private boolean isEarliest(final int input) {
        for (final long other : nextNs) {
            if (other < nextNs[input]) {
                return false;
            }
        }
        return true;
    }
}
