// SPDX-License-Identifier: Apache-2.0
package io.ringbus.chain;

/** Where records go that nobody asked for. */
public record Discard<T>() implements Output<T> {
    @Override
    public void emit(final T record, final long timestampNs) {}

    @Override
    public void emitWatermark(final long watermarkNs) {}

    @Override
    public long watermarkDueNs() {
        return Long.MAX_VALUE;
    }

    @Override
    public void emitIdle() {}

    @Override
    public void emitActive() {}

    @Override
    public void emitEnd() {}

    @Override
    public boolean isFull() {
        return false;
    }
}
