// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

import java.util.function.ToDoubleFunction;

/** One quantile of a number: a {@link QuantileSketch}. */
record QuantileOf<T>(ToDoubleFunction<? super T> field, double q, QuantileSketch sketch)
        implements Aggregate<T, Double> {
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
    public Double result(final long accumulator) {
        return sketch.quantile(accumulator, q);
    }

    @Override
    public Class<?> resultType() {
        return Double.class;
    }
}
