// SPDX-License-Identifier: Apache-2.0
package io.ringbus.chain;

import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import io.ringbus.snapshot.Stateful;

/** One of several ways into the same chain: passes records on, and time only as far as all ports agree. A template. */
final class MergePort<T> implements Output<T>, Stateful {
    private final int index;
    private final MergedWatermark merged;
    private final Output<T> next;
    private boolean idle;

    MergePort(final int index, final MergedWatermark merged, final Output<T> next) {
        this.index = index;
        this.merged = merged;
        this.next = next;
    }

    @Override
    public void emit(final T record, final long timestampNs) {
        if (idle) {
            emitActive();
        }
        next.emit(record, timestampNs);
    }

    @Override
    public void emitWatermark(final long watermarkNs) {
        if (idle && watermarkNs != Long.MAX_VALUE) {
            emitActive();
        }
        if (merged.advance(index, watermarkNs)) {
            next.emitWatermark(merged.watermarkNs());
        }
        // idle now that the last active input is complete
        if (watermarkNs == Long.MAX_VALUE && merged.becomesIdle()) {
            next.emitIdle();
        }
    }

    @Override
    public void emitIdle() {
        idle = true;
        if (merged.idle(index)) {
            next.emitWatermark(merged.watermarkNs());
        }
        if (merged.becomesIdle()) {
            next.emitIdle();
        }
    }

    @Override
    public void emitActive() {
        idle = false;
        if (merged.wake(index)) {
            next.emitActive();
        }
    }

    @Override
    public void emitEnd() {
        if (merged.end(index)) {
            next.emitWatermark(merged.watermarkNs());
        }
        if (merged.isEnded()) {
            next.emitEnd();
        } else if (merged.becomesIdle()) {
            next.emitIdle();
        }
    }

    @Override
    public boolean isFull() {
        return next.isFull();
    }

    @Override
    public void save(final StateWriter out) {
        out.putBoolean(idle);
    }

    @Override
    public void restore(final StateReader in) {
        idle = in.getBoolean();
    }
}
