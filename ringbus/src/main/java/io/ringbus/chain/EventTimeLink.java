// SPDX-License-Identifier: Apache-2.0
package io.ringbus.chain;

import io.ringbus.function.TimestampFunction;
import io.ringbus.slot.SlotLayout;
import org.jspecify.annotations.Nullable;

/**
 * Gives records their event time and promises, before each record that is the latest so far, that none older than its time
 * less the allowed disorder follows. A template.
 *
 * <p>The promise goes out before its record, not behind it: a record is never older than its own promise, so the windows
 * that it closes are the same, and on a ring the promise travels in the record's own slot. Watermarks from upstream are
 * replaced by these, except the last one of all.
 */
final class EventTimeLink<T> implements Output<T> {
    private final @Nullable TimestampFunction<T> timestamps;
    private final long disorderNs;
    private final ErrorRule errors;
    private final boolean
            keepsRecords; // a field: a call in a handler that never ran is not inlined, and the record escapes
    private final Output<T> next;
    private final Flow flow;
    private final Frontier frontier;
    private long latestNs = SlotLayout.NO_TIME;

    EventTimeLink(
            final @Nullable TimestampFunction<T> timestamps,
            final long disorderNs,
            final ErrorRule errors,
            final Output<T> next,
            final Flow flow,
            final Frontier frontier) {
        this.timestamps = timestamps;
        this.disorderNs = disorderNs;
        this.errors = errors;
        this.keepsRecords = errors.wantsRecord();
        this.next = next;
        this.flow = flow;
        this.frontier = frontier;
    }

    @Override
    public void emit(final T record, final long arrivalNs) {
        final long timestampNs;
        try {
            timestampNs = timestamps == null ? arrivalNs : timestamps.timestampNs(record);
            if (timestampNs == SlotLayout.NO_TIME) {
                throw new IllegalArgumentException("timestampNs=" + timestampNs
                        + " stands for \"none\": name the record's time with eventTime(..)");
            }
        } catch (final Throwable cause) {
            errors.giveUp(keepsRecords ? record : null, arrivalNs, cause, flow);
            return;
        }
        if (timestampNs > latestNs) {
            advance(timestampNs);
        }
        next.emit(record, timestampNs);
    }

    private void advance(final long timestampNs) {
        latestNs = timestampNs;
        final long watermarkNs = timestampNs - disorderNs - 1;
        if (watermarkNs < timestampNs && watermarkNs != SlotLayout.NO_TIME) { // no underflow near the beginning of time
            frontier.advance(watermarkNs);
            next.emitWatermark(watermarkNs);
        }
    }

    @Override
    public void emitWatermark(final long watermarkNs) {
        if (watermarkNs == Long.MAX_VALUE) {
            next.emitWatermark(watermarkNs);
        }
    }

    @Override
    public void emitIdle() {
        next.emitIdle();
    }

    @Override
    public void emitEnd() {
        next.emitEnd();
    }

    @Override
    public boolean isFull() {
        return next.isFull();
    }
}
