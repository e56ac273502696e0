// SPDX-License-Identifier: Apache-2.0
package io.ringbus.chain;

import io.ringbus.function.TimestampFunction;
import io.ringbus.slot.Slab;
import io.ringbus.slot.SlotLayout;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import io.ringbus.snapshot.Stateful;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives records their event time and promises what a {@link WatermarkStrategy} answers for each. A template.
 *
 * <p>As {@link EventTimeLink}, which knows one strategy and takes a shortcut, it keeps a promise back until it is due behind
 * or a record comes that breaks it, and stops watermarks from upstream except the last one of all.
 */
final class StrategyLink<T> implements Output<T>, Resumable, LongSupplier, Stateful {
    private final @Nullable TimestampFunction<T> timestamps;
    private final WatermarkStrategy<T> strategy;
    private final ErrorRule errors;
    private final boolean
            keepsRecords; // a field: a call in a handler that never ran is not inlined, and the record escapes
    private final Output<T> next;
    private final Flow flow;
    private final @Nullable Slab slab;
    private final long state;
    private long watermarkNs = SlotLayout.NO_TIME;
    private long toldNs = SlotLayout.NO_TIME;

    StrategyLink(
            final @Nullable TimestampFunction<T> timestamps,
            final WatermarkStrategy<T> strategy,
            final ErrorRule errors,
            final Output<T> next,
            final Flow flow) {
        final int stateBytes = strategy.stateBytes();
        if (stateBytes < 0 || stateBytes % Long.BYTES != 0) {
            throw new IllegalArgumentException("operator '" + errors.operator() + "': stateBytes=" + stateBytes
                    + " of its watermarks is not 0 or a multiple of " + Long.BYTES + ": round it up");
        }
        this.timestamps = timestamps;
        this.strategy = strategy;
        this.errors = errors;
        this.keepsRecords = errors.wantsRecord();
        this.next = next;
        this.flow = flow;
        this.slab = stateBytes == 0 ? null : new Slab(stateBytes, Long.BYTES);
        this.state = slab == null ? 0 : slab.address();
    }

    @Override
    public void emit(final T record, final long arrivalNs) {
        final long timestampNs;
        final long answerNs;
        try {
            timestampNs = timestamps == null ? arrivalNs : timestamps.timestampNs(record);
            if (timestampNs == SlotLayout.NO_TIME) {
                throw EventTimeLink.noTime();
            }
            answerNs = strategy.onRecord(record, timestampNs, state);
            if (answerNs == Long.MAX_VALUE) {
                throw new IllegalArgumentException("watermarkNs=" + answerNs
                        + " stands for the end of the stream: answer a time that a record can have");
            }
        } catch (final Throwable cause) {
            errors.giveUp(keepsRecords ? record : null, arrivalNs, cause, flow);
            return;
        }
        if (answerNs < timestampNs) {
            promise(answerNs);
        }
        if (timestampNs <= watermarkNs) {
            tell();
        }
        next.emit(record, timestampNs);
        if (answerNs >= timestampNs) {
            promise(answerNs);
        }
    }

    private void promise(final long answerNs) {
        if (answerNs > watermarkNs) {
            watermarkNs = answerNs;
            if (answerNs >= next.watermarkDueNs()) {
                tell();
            }
        }
    }

    /** Sends the watermark, unless it has been sent. */
    private void tell() {
        if (watermarkNs > toldNs) {
            toldNs = watermarkNs;
            next.emitWatermark(watermarkNs);
        }
    }

    /** The watermark, told or not. */
    @Override
    public long getAsLong() {
        return watermarkNs;
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
    public boolean resume() {
        return true;
    }

    @Override
    public void close() {
        if (slab != null) {
            slab.close();
        }
    }

    @Override
    public void save(final StateWriter out) {
        out.putLong(watermarkNs);
        out.putLong(toldNs);
        out.putLong(strategy.stateBytes());
        if (slab != null) {
            out.putBytes(state, slab.bytes());
        }
    }

    @Override
    public void restore(final StateReader in) {
        watermarkNs = in.getLong();
        toldNs = in.getLong();
        final long bytes = in.getLong();
        if (bytes != strategy.stateBytes()) {
            throw new IllegalStateException("operator '" + errors.operator() + "': stateBytes="
                    + strategy.stateBytes() + " of its watermarks, but the snapshot has " + bytes
                    + ": it was written with another strategy");
        }
        if (slab != null) {
            in.getBytes(state, bytes);
        }
    }
}
