// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

import java.util.function.ToDoubleFunction;

/**
 * Mean of a number weighted by another, such as a price by its volume: the sum of value times weight, then the sum of
 * weights, each a {@link CompensatedSum}. NaN is contagious; NaN when the weights add up to 0.
 */
record WeightedMean<T>(ToDoubleFunction<? super T> value, ToDoubleFunction<? super T> weight)
        implements Aggregate<T, Double> {
    private static final int WEIGHT_OFFSET = CompensatedSum.BYTES;

    @Override
    public int accumulatorBytes() {
        return WEIGHT_OFFSET + CompensatedSum.BYTES;
    }

    @Override
    public void add(final T record, final long timestampNs, final long accumulator) {
        final double weighed = weight.applyAsDouble(record);
        CompensatedSum.add(accumulator, value.applyAsDouble(record) * weighed);
        CompensatedSum.add(accumulator + WEIGHT_OFFSET, weighed);
    }

    @Override
    public void merge(final long left, final long right) {
        CompensatedSum.merge(left, right);
        CompensatedSum.merge(left + WEIGHT_OFFSET, right + WEIGHT_OFFSET);
    }

    @Override
    public Double result(final long accumulator) {
        return CompensatedSum.value(accumulator) / CompensatedSum.value(accumulator + WEIGHT_OFFSET);
    }

    @Override
    public boolean subtractable() {
        return true;
    }

    @Override
    public void subtract(final long left, final long right) {
        CompensatedSum.subtract(left, right);
        CompensatedSum.subtract(left + WEIGHT_OFFSET, right + WEIGHT_OFFSET);
    }

    @Override
    public Class<?> resultType() {
        return Double.class;
    }
}
