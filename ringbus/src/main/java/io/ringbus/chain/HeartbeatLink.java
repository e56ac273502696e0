// SPDX-License-Identifier: Apache-2.0
package io.ringbus.chain;

import io.ringbus.environment.Clock;
import io.ringbus.slot.SlotLayout;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import io.ringbus.snapshot.Stateful;

/**
 * Lets event time go on when no records come: promises, every now and then, that none follows that is older than the clock's
 * time less a bound. A template.
 *
 * <p>Watermarks from upstream go on as far as they are higher. Records are not looked at; those that come behind the promise
 * are late by the rules of whoever reads them. A stream with a heartbeat always has something to say about time, so it is
 * never idle.
 *
 * <p><b>Progress.</b> A beat is a timer of the stage: between two batches, after the records that were there.
 */
final class HeartbeatLink<T> implements Output<T>, Resumable, Stateful {
    private final Clock clock;
    private final long boundNs;
    private final long intervalNs;
    private final Output<T> next;
    private long watermarkNs = SlotLayout.NO_TIME;
    private long timerNs;

    HeartbeatLink(final Clock clock, final long boundNs, final long intervalNs, final Output<T> next) {
        this.clock = clock;
        this.boundNs = boundNs;
        this.intervalNs = intervalNs;
        this.next = next;
    }

    @Override
    public void emit(final T record, final long timestampNs) {
        next.emit(record, timestampNs);
    }

    @Override
    public void emitWatermark(final long toNs) {
        if (toNs > watermarkNs) {
            watermarkNs = toNs;
            next.emitWatermark(toNs);
        }
    }

    @Override
    public long watermarkDueNs() {
        return next.watermarkDueNs();
    }

    @Override
    public long timerNs() {
        return watermarkNs == Long.MAX_VALUE ? Operator.NO_TIMER : timerNs;
    }

    @Override
    public void onTimer(final long nowNs) {
        timerNs = nowNs + intervalNs;
        emitWatermark(clock.epochNs() - boundNs);
    }

    @Override
    public void emitIdle() {}

    @Override
    public void emitActive() {}

    @Override
    public void emitEnd() {
        next.emitEnd();
    }

    @Override
    public boolean isFull() {
        return next.isFull();
    }

    @Override
    public void open() {
        timerNs = clock.nanoTime();
    }

    @Override
    public boolean resume() {
        return true;
    }

    @Override
    public void close() {}

    /** The promise: after a restart, neither a clock that was set back nor a slower stream takes it back. */
    @Override
    public void save(final StateWriter out) {
        out.putLong(watermarkNs);
    }

    @Override
    public void restore(final StateReader in) {
        watermarkNs = in.getLong();
    }
}
