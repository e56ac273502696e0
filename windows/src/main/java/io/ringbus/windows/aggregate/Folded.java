// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

import io.ringbus.codec.AddressCodec;
import io.ringbus.slot.Memory;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/**
 * A user's aggregate over a record of their own: its encoded length plus 1 (long, 0 = none), then the encoded record.
 */
record Folded<T, A, R>(
        AddressCodec<A> codec,
        Function<? super T, ? extends A> lift,
        BiFunction<? super A, ? super T, ? extends A> add,
        BinaryOperator<A> merge,
        Function<? super A, ? extends R> result)
        implements Aggregate<T, R> {
    private static final int VALUE_OFFSET = Long.BYTES;

    @Override
    public int accumulatorBytes() {
        return (VALUE_OFFSET + codec.maxLength() + Long.BYTES - 1) & -Long.BYTES;
    }

    @Override
    public void add(final T record, final long timestampNs, final long accumulator) {
        put(accumulator, Memory.getLong(accumulator) == 0 ? lift.apply(record) : add.apply(get(accumulator), record));
    }

    @Override
    public void merge(final long left, final long right) {
        if (Memory.getLong(right) == 0) {
            return;
        }
        if (Memory.getLong(left) == 0) {
            Memory.copy(right, left, VALUE_OFFSET + Memory.getLong(right) - 1);
            return;
        }
        put(left, merge.apply(get(left), get(right)));
    }

    @Override
    public R result(final long accumulator) {
        return result.apply(get(accumulator));
    }

    private A get(final long accumulator) {
        return codec.decodeAt(accumulator + VALUE_OFFSET, (int) (Memory.getLong(accumulator) - 1));
    }

    private void put(final long accumulator, final A value) {
        final long length = codec.encodeAt(value, accumulator + VALUE_OFFSET);
        Memory.putLong(accumulator, length + 1);
    }
}
