// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

import java.util.function.ToDoubleFunction;

/**
 * Smallest or largest value of a number: one word of {@link Extrema}. As {@link Math#min(double, double)} and
 * {@link Math#max(double, double)}: NaN is contagious, -0.0 is below 0.0.
 */
record DoubleExtremum<T>(ToDoubleFunction<? super T> field, boolean largest) implements Aggregate<T, Double> {
    @Override
    public int accumulatorBytes() {
        return Double.BYTES;
    }

    @Override
    public void add(final T record, final long timestampNs, final long accumulator) {
        include(accumulator, field.applyAsDouble(record));
    }

    @Override
    public void merge(final long left, final long right) {
        include(left, value(right));
    }

    @Override
    public Double result(final long accumulator) {
        return value(accumulator);
    }

    @Override
    public Class<?> resultType() {
        return Double.class;
    }

    private double value(final long accumulator) {
        return largest ? Extrema.greatestDouble(accumulator) : Extrema.leastDouble(accumulator);
    }

    private void include(final long accumulator, final double value) {
        if (largest) {
            Extrema.raise(accumulator, value);
        } else {
            Extrema.lower(accumulator, value);
        }
    }
}
