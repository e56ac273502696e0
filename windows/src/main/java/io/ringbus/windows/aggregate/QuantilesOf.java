// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

import java.util.function.ToDoubleFunction;

/** Distribution of a number: a {@link QuantileSketch}. */
record QuantilesOf<T>(ToDoubleFunction<? super T> field, QuantileSketch sketch) implements Aggregate<T, Quantiles> {
    @Override
    public int accumulatorBytes() {
        return sketch.bytes();
    }

    @Override
    public void add(final T record, final long timestampNs, final long accumulator) {
        sketch.add(accumulator, field.applyAsDouble(record));
    }

    @Override
    public void merge(final long left, final long right) {
        sketch.merge(left, right);
    }

    @Override
    public Quantiles result(final long accumulator) {
        return Quantiles.of(sketch, accumulator);
    }
}
