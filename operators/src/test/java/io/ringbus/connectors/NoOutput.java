// SPDX-License-Identifier: Apache-2.0
package io.ringbus.connectors;

import io.ringbus.chain.Output;

/** Takes everything and keeps nothing, for measurements. */
final class NoOutput<T> implements Output<T> {
    @Override
    public void emit(final T record, final long timestampNs) {}

    @Override
    public void emitWatermark(final long watermarkNs) {}

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
