// SPDX-License-Identifier: Apache-2.0
package io.ringbus.chain;

/** The way into a loop for the stream that it reads. A template. */
final class LoopForward<T> implements Output<T> {
    private final LoopGate gate;
    private final Output<T> next;

    LoopForward(final LoopGate gate, final Output<T> next) {
        this.gate = gate;
        this.next = next;
    }

    @Override
    public void emit(final T record, final long timestampNs) {
        gate.forwardIdle(false);
        next.emit(record, timestampNs);
    }

    /** Each watermark goes on at once, since it decides about what comes back. The last one is the gate's to send. */
    @Override
    public void emitWatermark(final long watermarkNs) {
        if (watermarkNs < Long.MAX_VALUE) {
            gate.forwardIdle(false);
            next.emitWatermark(watermarkNs);
        }
    }

    @Override
    public void emitIdle() {
        gate.forwardIdle(true);
        next.emitIdle();
    }

    @Override
    public void emitActive() {
        gate.forwardIdle(false);
        next.emitActive();
    }

    @Override
    public void emitEnd() {
        gate.forwardEnds();
    }

    @Override
    public boolean isFull() {
        return next.isFull();
    }
}
