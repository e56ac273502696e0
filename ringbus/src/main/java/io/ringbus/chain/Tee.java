// SPDX-License-Identifier: Apache-2.0
package io.ringbus.chain;

/** Sends everything to two outputs, the first one first. More than two are nested. A template. */
final class Tee<T> implements Output<T> {
    private final Output<T> first;
    private final Output<T> second;

    Tee(final Output<T> first, final Output<T> second) {
        this.first = first;
        this.second = second;
    }

    @Override
    public void emit(final T record, final long timestampNs) {
        first.emit(record, timestampNs);
        second.emit(record, timestampNs);
    }

    @Override
    public void emitWatermark(final long watermarkNs) {
        first.emitWatermark(watermarkNs);
        second.emitWatermark(watermarkNs);
    }

    @Override
    public long watermarkDueNs() {
        return Math.min(first.watermarkDueNs(), second.watermarkDueNs());
    }

    @Override
    public void emitIdle() {
        first.emitIdle();
        second.emitIdle();
    }

    @Override
    public void emitActive() {
        first.emitActive();
        second.emitActive();
    }

    @Override
    public void emitEnd() {
        first.emitEnd();
        second.emitEnd();
    }

    @Override
    public boolean isFull() {
        return first.isFull() || second.isFull();
    }
}
