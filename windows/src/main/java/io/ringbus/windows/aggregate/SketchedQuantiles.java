// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

import java.util.function.LongFunction;
import java.util.function.ToDoubleFunction;

/** One quantile of a number, or all: a {@link QuantileSketch}. */
record SketchedQuantiles<T, R>(
        ToDoubleFunction<? super T> field, QuantileSketch sketch, LongFunction<? extends R> told, Class<?> resultType)
        implements Aggregate<T, R> {
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
    public R result(final long accumulator) {
        return told.apply(accumulator);
    }
}
