// SPDX-License-Identifier: Apache-2.0
package io.ringbus.ring;

/**
 * When an outlet publishes what it has written: the knob between latency and throughput, adjustable while running.
 *
 * <p><b>Units.</b> Nanoseconds.
 * <p><b>Threading.</b> Any thread sets; the stage thread looks once per turn, so a change takes effect in the next one.
 */
public final class FlushPolicy {
    /** Publish only full batches. */
    public static final long NEVER = -1;

    private final int batchLimit;
    private final int freePercent;
    private volatile long intervalNs;

    /**
     * @param intervalNs  longest time that a record waits to be published, plus one turn of its stage; 0 publishes each
     *                    record, {@link #NEVER} only full batches
     * @param batchLimit  records after which a batch is published in any case
     * @param freePercent publish at once while less than this share of the ring is free
     */
    public FlushPolicy(final long intervalNs, final int batchLimit, final int freePercent) {
        this.intervalNs = intervalNs;
        this.batchLimit = batchLimit;
        this.freePercent = freePercent;
    }

    /** The interval in force. */
    public long intervalNs() {
        return intervalNs;
    }

    /** Changes the interval. */
    public void intervalNs(final long intervalNs) {
        if (intervalNs < NEVER) {
            throw new IllegalArgumentException("ringbus.flush.interval=" + intervalNs
                    + " ns < -1: give 0 for every record, -1 for full batches, or a duration");
        }
        this.intervalNs = intervalNs;
    }

    int batchLimit() {
        return batchLimit;
    }

    int freePercent() {
        return freePercent;
    }
}
