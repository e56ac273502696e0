// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

import io.ringbus.codec.AddressCodec;
import java.util.function.Function;

/**
 * How many different keys, about: a {@link HyperLogLog}, then room where a key is encoded, so that its bytes can be hashed.
 */
record DistinctKeys<T, K>(AddressCodec<K> codec, Function<? super T, ? extends K> key, HyperLogLog registers)
        implements Aggregate<T, Long> {
    @Override
    public int accumulatorBytes() {
        return registers.bytes() + ((codec.maxLength() + Long.BYTES - 1) & -Long.BYTES);
    }

    @Override
    public void add(final T record, final long timestampNs, final long accumulator) {
        final long room = accumulator + registers.bytes();
        final int length = codec.encodeAt(key.apply(record), room);
        registers.add(accumulator, Hash.ofBytes(room, length));
    }

    @Override
    public void merge(final long left, final long right) {
        registers.merge(left, right);
    }

    @Override
    public Long result(final long accumulator) {
        return registers.estimate(accumulator);
    }

    @Override
    public Class<?> resultType() {
        return Long.class;
    }
}
