// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

import io.ringbus.slot.Memory;
import java.util.function.ToDoubleFunction;

/**
 * Mean of a number weighted by another, such as a price by its volume: sum of value times weight, then sum of weights.
 * Associative up to rounding; NaN is contagious; NaN when all weights are 0.
 */
record WeightedMean<T>(ToDoubleFunction<? super T> value, ToDoubleFunction<? super T> weight)
        implements Aggregate<T, Double> {
    private static final int WEIGHT_OFFSET = Double.BYTES;

    @Override
    public int accumulatorBytes() {
        return WEIGHT_OFFSET + Double.BYTES;
    }

    @Override
    public void add(final T record, final long timestampNs, final long accumulator) {
        final double weighed = weight.applyAsDouble(record);
        include(accumulator, value.applyAsDouble(record) * weighed, weighed);
    }

    @Override
    public void merge(final long left, final long right) {
        include(left, Memory.getDouble(right), Memory.getDouble(right + WEIGHT_OFFSET));
    }

    @Override
    public Double result(final long accumulator) {
        return Memory.getDouble(accumulator) / Memory.getDouble(accumulator + WEIGHT_OFFSET);
    }

    @Override
    public Class<?> resultType() {
        return Double.class;
    }

    private static void include(final long accumulator, final double product, final double weight) {
        Memory.putDouble(accumulator, Memory.getDouble(accumulator) + product);
        Memory.putDouble(accumulator + WEIGHT_OFFSET, Memory.getDouble(accumulator + WEIGHT_OFFSET) + weight);
    }
}
