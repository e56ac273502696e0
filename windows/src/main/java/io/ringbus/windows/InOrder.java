// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.codec.AddressCodec;
import io.ringbus.function.FoldFunction;
import io.ringbus.slot.Memory;
import io.ringbus.windows.aggregate.Aggregate;

/**
 * A fold as an aggregate, for windows that only ever add: it cannot be merged. The accumulator is the length of the encoded
 * value plus 1 (a long, 0 = none), then the value.
 */
record InOrder<T, A>(A initial, FoldFunction<T, A> function, AddressCodec<A> codec) implements Aggregate<T, A> {
    private static final int VALUE_OFFSET = Long.BYTES;

    @Override
    public int accumulatorBytes() {
        return (VALUE_OFFSET + codec.maxLength() + Long.BYTES - 1) & -Long.BYTES;
    }

    @Override
    public void add(final T record, final long timestampNs, final long accumulator) {
        final A folded;
        try {
            folded = Memory.getLong(accumulator) == 0
                    ? function.fold(initial, record)
                    : function.fold(result(accumulator), record);
        } catch (final Exception thrown) {
            throw unchecked(thrown);
        }
        final long length = codec.encodeAt(folded, accumulator + VALUE_OFFSET);
        Memory.putLong(accumulator, length + 1);
    }

    @Override
    public void merge(final long left, final long right) {
        throw new UnsupportedOperationException("fold: two running values cannot be merged");
    }

    @Override
    public A result(final long accumulator) {
        return codec.decodeAt(accumulator + VALUE_OFFSET, (int) (Memory.getLong(accumulator) - 1));
    }

    /** Throws what a user's function threw, as it is. */
    @SuppressWarnings("unchecked") // the exception is whatever it is at run time
    private static <X extends Exception> RuntimeException unchecked(final Exception thrown) throws X {
        throw (X) thrown;
    }
}
