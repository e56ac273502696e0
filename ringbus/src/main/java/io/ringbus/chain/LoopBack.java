// SPDX-License-Identifier: Apache-2.0
package io.ringbus.chain;

/** The way into a loop for what comes back from its end: records only, since all marks have been here before. A template. */
final class LoopBack<T> implements RecordsOnly<T> {
    private final LoopGate gate;
    private final Output<T> next;

    LoopBack(final LoopGate gate, final Output<T> next) {
        this.gate = gate;
        this.next = next;
    }

    @Override
    public void emit(final T record, final long timestampNs) {
        if (gate.takes()) {
            next.emit(record, timestampNs);
        }
    }

    @Override
    public boolean isFull() {
        return next.isFull();
    }
}
