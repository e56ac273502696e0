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
        idle = false;
        follow(merged.advance(index, watermarkNs));
    }

    @Override
    public void emitIdle() {
        idle = true;
        follow(merged.idle(index));
    }

    @Override
    public void emitActive() {
        idle = false;
        follow(merged.wake(index));
    }

    @Override
    public void emitEnd() {
        follow(merged.end(index));
        if (merged.isEnded()) {
            next.emitEnd();
        }
    }

    /** Passes on what a mark has come to. {@code moved}: whether the merged watermark has. */
    private void follow(final boolean moved) {
        if (merged.becomesActive()) {
            next.emitActive();
        }
        if (moved) {
            next.emitWatermark(merged.watermarkNs());
        }
        if (merged.becomesIdle()) {
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
