// SPDX-License-Identifier: Apache-2.0
package io.ringbus.chain;

import io.ringbus.function.TimestampFunction;
import io.ringbus.slot.SlotLayout;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import io.ringbus.snapshot.Stateful;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives records their event time and promises, before each record that is the latest so far, that none older than its time
 * less the allowed disorder follows. A template.
 *
 * <p>The promise goes out before its record, not behind it: a record is never older than its own promise, so the windows
 * that it closes are the same, and on a ring the promise travels in the record's own slot. Watermarks from upstream are
 * replaced by these, except the last one of all.
 *
 * <p>A promise that nobody behind waits for is kept back, until one is due or a record comes that breaks it: a record above
 * the watermark is treated alike whether the watermark was told or not.
 */
final class EventTimeLink<T> implements Output<T>, LongSupplier, Stateful {
    private final @Nullable TimestampFunction<T> timestamps;
    private final long delayNs;
    private final ErrorRule errors;
    private final boolean
            keepsRecords; // a field: a call in a handler that never ran is not inlined, and the record escapes
    private final Output<T> next;
    private final Flow flow;
    private long latestNs = SlotLayout.NO_TIME;
    private long toldNs = SlotLayout.NO_TIME;

    EventTimeLink(
            final @Nullable TimestampFunction<T> timestamps,
            final long disorderNs,
            final ErrorRule errors,
            final Output<T> next,
            final Flow flow) {
        this.timestamps = timestamps;
        this.delayNs = disorderNs + 1; // "at or below": the watermark itself is a time that does not come any more
        this.errors = errors;
        this.keepsRecords = errors.wantsRecord();
        this.next = next;
        this.flow = flow;
    }

    @Override
    public void emit(final T record, final long arrivalNs) {
        final long timestampNs;
        try {
            timestampNs = timestamps == null ? arrivalNs : timestamps.timestampNs(record);
        } catch (final Throwable cause) {
            errors.giveUp(keepsRecords ? record : null, arrivalNs, cause, flow);
            return;
        }
        if (timestampNs > latestNs) {
            latestNs = timestampNs;
            if (timestampNs - delayNs >= next.watermarkDueNs()) {
                tell();
            }
        } else if (timestampNs <= latestNs - delayNs) {
            if (timestampNs == SlotLayout.NO_TIME) {
                errors.giveUp(keepsRecords ? record : null, arrivalNs, noTime(), flow);
                return;
            }
            tell();
        }
        next.emit(record, timestampNs);
    }

    static IllegalArgumentException noTime() {
        return new IllegalArgumentException("timestampNs=" + SlotLayout.NO_TIME
                + " stands for \"none\": name the record's time with eventTime(..)");
    }

    /** Sends the watermark, unless it has been sent. */
    private void tell() {
        final long watermarkNs = getAsLong();
        if (watermarkNs > toldNs) {
            toldNs = watermarkNs;
            next.emitWatermark(watermarkNs);
        }
    }

    /** The watermark, told or not; NO_TIME where it would lie before the beginning of time. */
    @Override
    public long getAsLong() {
        final long watermarkNs = latestNs - delayNs;
        return watermarkNs < latestNs ? watermarkNs : SlotLayout.NO_TIME;
    }

    @Override
    public void emitWatermark(final long watermarkNs) {
        if (watermarkNs == Long.MAX_VALUE) {
            next.emitWatermark(watermarkNs);
        }
    }

    @Override
    public long watermarkDueNs() {
        return Long.MAX_VALUE;
    }

    @Override
    public void emitIdle() {
        tell();
        next.emitIdle();
    }

    @Override
    public void emitActive() {
        next.emitActive();
    }

    @Override
    public void emitEnd() {
        next.emitEnd();
    }

    @Override
    public boolean isFull() {
        return next.isFull();
    }

    @Override
    public void save(final StateWriter out) {
        out.putLong(latestNs);
        out.putLong(toldNs);
    }

    @Override
    public void restore(final StateReader in) {
        latestNs = in.getLong();
        toldNs = in.getLong();
    }
}
