// SPDX-License-Identifier: Apache-2.0
package io.ringbus.operators;

import io.ringbus.chain.Operator;
import io.ringbus.chain.Output;
import io.ringbus.chain.Queryable;
import io.ringbus.codec.AddressCodec;
import io.ringbus.function.FoldFunction;
import io.ringbus.function.KeySelector;
import io.ringbus.slot.Memory;
import io.ringbus.slot.Slab;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import io.ringbus.state.CellImage;
import io.ringbus.state.KeyedState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A running value per key, kept encoded: decodes it, adds the record, encodes and emits the new one. A template.
 *
 * <p><b>Layout.</b> A cell is a long, the length of the encoded value plus one (0: no value yet), followed by the value.
 */
public final class FoldOperator<K, T, A> implements Operator<T, A>, Queryable {
    private static final int VALUE_OFFSET = Long.BYTES;

    private final KeySelector<T, K> key;
    private final @Nullable A initial;
    private final FoldFunction<T, A> function;
    private final AddressCodec<A> codec;
    private final KeyedState<K> state;
    private final Slab scratch;

    /** Without {@code initial}, a key's first record is its first value: then T and A are the same type. */
    public FoldOperator(
            final KeySelector<T, K> key,
            final @Nullable A initial,
            final FoldFunction<T, A> function,
            final AddressCodec<A> codec,
            final KeyedState<K> state) {
        this.key = key;
        this.initial = initial;
        this.function = function;
        this.codec = codec;
        this.state = state;
        this.scratch = new Slab(Math.max(Long.BYTES, codec.maxLength()), Long.BYTES);
    }

    /** Bytes of a cell. */
    public static int valueBytes(final AddressCodec<?> codec) {
        return VALUE_OFFSET + codec.maxLength();
    }

    @Override
    public void process(final T record, final long timestampNs, final Output<A> output) throws Exception {
        final long cell = state.cell(key.keyOf(record));
        final int length = (int) Memory.getLong(cell) - 1;
        final A value = length >= 0
                ? function.fold(codec.decodeAt(cell + VALUE_OFFSET, length), record)
                : initial == null ? first(record) : function.fold(initial, record);
        if (value == null) {
            throw new NullPointerException("fold returned null: a running value is never null");
        }
        final int newLength = codec.encodeAt(value, scratch.address()); // a value that does not fit leaves the old one
        Memory.copy(scratch.address(), cell + VALUE_OFFSET, newLength);
        Memory.putLong(cell, newLength + 1L);
        output.emit(value, timestampNs);
    }

    @SuppressWarnings("unchecked")
    private A first(final T record) {
        return (A) record;
    }

    /** The key's value. */
    @Override
    @SuppressWarnings("unchecked") // another key's class is found nowhere, or refused by its state
    public List<?> query(final Object asked) {
        final long cell = state.peek((K) asked);
        final int length = cell == 0 ? -1 : (int) Memory.getLong(cell) - 1;
        return length < 0 ? List.of() : List.of(codec.decodeAt(cell + VALUE_OFFSET, length));
    }

    @Override
    public long watermarkDueNs() {
        return Long.MAX_VALUE;
    }

    @Override
    public void save(final StateWriter out) {
        state.save(out, CellImage.whole(valueBytes(codec)));
    }

    @Override
    public void restore(final StateReader in) {
        state.restore(in, CellImage.whole(valueBytes(codec)));
    }

    @Override
    public boolean takesShares() {
        return true;
    }

    @Override
    public void close() {
        state.close();
        scratch.close();
    }
}
