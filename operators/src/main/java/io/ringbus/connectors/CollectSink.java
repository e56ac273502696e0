// SPDX-License-Identifier: Apache-2.0
package io.ringbus.connectors;

import io.ringbus.chain.Sink;
import io.ringbus.config.Guarantee;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps every record in memory, up to a bound: for tests and small results.
 *
 * <p><b>Threading.</b> {@link #accept} on the stage thread; {@link #records()} and {@link #count()} on any thread,
 * while the pipeline runs or after it.
 * <p><b>Ordering.</b> As the records came.
 * <p><b>Allocation.</b> A growing list. A record that its codec reuses must be copied before it comes here.
 * <p><b>Failure.</b> A record beyond the bound is an error; those before it stay.
 */
public final class CollectSink<T> implements Sink<T> {
    /** Most records kept, by default. */
    public static final int DEFAULT_MAX_RECORDS = 1 << 20;

    private final int maxRecords;
    private final List<T> kept = new ArrayList<>();

    /** Keeps up to {@link #DEFAULT_MAX_RECORDS}. */
    public CollectSink() {
        this(DEFAULT_MAX_RECORDS);
    }

    /** Keeps up to {@code maxRecords}. */
    public CollectSink(final int maxRecords) {
        if (maxRecords < 0) {
            throw new IllegalArgumentException("collect: maxRecords=" + maxRecords + " < 0: give the most to be kept");
        }
        this.maxRecords = maxRecords;
    }

    /** A list in memory ends with its process. */
    @Override
    public Guarantee guarantee() {
        return Guarantee.NONE;
    }

    @Override
    public void accept(final T record, final long timestampNs) {
        synchronized (kept) {
            if (kept.size() >= maxRecords) {
                throw new IllegalStateException("collect: records=" + (kept.size() + 1L) + " > maxRecords=" + maxRecords
                        + ": raise maxRecords, or write to a file");
            }
            kept.add(record);
        }
    }

    /** An unmodifiable copy of what has come so far. */
    public List<T> records() {
        synchronized (kept) {
            return List.copyOf(kept);
        }
    }

    /** How many have come so far. */
    public int count() {
        synchronized (kept) {
            return kept.size();
        }
    }
}
