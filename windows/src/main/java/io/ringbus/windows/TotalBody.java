// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.chain.Output;
import io.ringbus.slot.Memory;
import io.ringbus.slot.Slab;
import io.ringbus.windows.aggregate.Aggregate;

/** Aggregates each window anew when it is told: time in proportion to its records. */
record TotalBody<K, T, R, O>(Aggregate<T, R> aggregate, WindowShape<K, R, O> shape, Slab accumulator)
        implements WindowBody<K, T, O> {
    static <K, T, R, O> TotalBody<K, T, R, O> of(final Aggregate<T, R> aggregate, final WindowShape<K, R, O> shape) {
        return new TotalBody<>(aggregate, shape, new Slab(aggregate.accumulatorBytes(), Long.BYTES));
    }

    @Override
    public void tell(final K key, final Window<T> window, final long timestampNs, final Output<O> output) {
        Memory.clear(accumulator.address(), aggregate.accumulatorBytes());
        for (long index = 0; index < window.size(); index++) {
            aggregate.add(window.record(index), window.timestampNs(index), accumulator.address());
        }
        final R value = aggregate.result(accumulator.address());
        output.emit(
                window.isEarly()
                        ? shape.early(key, window.startNs(), window.endNs(), value)
                        : shape.shape(key, window.startNs(), window.endNs(), value),
                timestampNs);
    }

    @Override
    public void close() {
        accumulator.close();
    }
}
