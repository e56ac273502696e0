// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

import io.ringbus.codec.AddressCodec;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/** A user's aggregate over a record of their own: a {@link HeldValue}. */
record Folded<T, A, R>(
        AddressCodec<A> codec,
        Function<? super T, ? extends A> lift,
        BiFunction<? super A, ? super T, ? extends A> add,
        BinaryOperator<A> merge,
        Function<? super A, ? extends R> result)
        implements Aggregate<T, R> {
    @Override
    public int accumulatorBytes() {
        return HeldValue.bytes(codec);
    }

    @Override
    public void add(final T record, final long timestampNs, final long accumulator) {
        // Two calls: an object that may be one of two is made on the heap.
        if (HeldValue.isPresent(accumulator)) {
            HeldValue.put(codec, add.apply(HeldValue.get(codec, accumulator), record), accumulator);
        } else {
            HeldValue.put(codec, lift.apply(record), accumulator);
        }
    }

    @Override
    public void merge(final long left, final long right) {
        if (!HeldValue.isPresent(right)) {
            return;
        }
        if (!HeldValue.isPresent(left)) {
            HeldValue.copy(codec, right, left);
            return;
        }
        HeldValue.put(codec, merge.apply(HeldValue.get(codec, left), HeldValue.get(codec, right)), left);
    }

    @Override
    public R result(final long accumulator) {
        return result.apply(HeldValue.get(codec, accumulator));
    }
}
