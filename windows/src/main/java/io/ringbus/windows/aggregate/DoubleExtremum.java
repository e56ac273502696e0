// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

import io.ringbus.slot.Memory;
import java.util.function.ToDoubleFunction;

/**
 * Smallest or largest value of a number: a long that is 1 once there was a record, followed by the value (double). As
 * {@link Math#min(double, double)} and {@link Math#max(double, double)}: NaN is contagious, -0.0 is below 0.0.
 */
record DoubleExtremum<T>(ToDoubleFunction<? super T> field, boolean largest) implements Aggregate<T, Double> {
    private static final int VALUE_OFFSET = Long.BYTES;

    @Override
    public int accumulatorBytes() {
        return VALUE_OFFSET + Double.BYTES;
    }

    @Override
    public void add(final T record, final long timestampNs, final long accumulator) {
        include(accumulator, field.applyAsDouble(record));
    }

    @Override
    public void merge(final long left, final long right) {
        if (Memory.getLong(right) != 0) {
            include(left, Memory.getDouble(right + VALUE_OFFSET));
        }
    }

    @Override
    public Double result(final long accumulator) {
        return Memory.getDouble(accumulator + VALUE_OFFSET);
    }

    @Override
    public Class<?> resultType() {
        return Double.class;
    }

    private void include(final long accumulator, final double value) {
        if (Memory.getLong(accumulator) == 0) {
            Memory.putLong(accumulator, 1);
            Memory.putDouble(accumulator + VALUE_OFFSET, value);
        } else {
            final double held = Memory.getDouble(accumulator + VALUE_OFFSET);
            Memory.putDouble(accumulator + VALUE_OFFSET, largest ? Math.max(held, value) : Math.min(held, value));
        }
    }
}
