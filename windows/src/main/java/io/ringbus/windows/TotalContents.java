// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.chain.Output;
import io.ringbus.slot.Memory;
import io.ringbus.slot.Slab;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import io.ringbus.windows.aggregate.Aggregate;
import io.ringbus.windows.policy.Kept;

/**
 * The aggregate of a window whose records leave all together or never: no record is kept, and each costs one
 * {@link Aggregate#add}.
 *
 * <pre>
 *   byte   0         8               16             24
 *          +---------+---------------+--------------+--------------+
 *          | records | first (ns)    | last (ns)    | accumulator  |
 *          +---------+---------------+--------------+--------------+
 * </pre>
 *
 * @param before room for what {@link #undoAdd} needs
 */
record TotalContents<K, T, R, O>(Aggregate<T, R> aggregate, WindowShape<K, R, O> shape, Slab before)
        implements WindowContents<K, T, O> {
    private static final int FIRST_OFFSET = Long.BYTES;
    private static final int LAST_OFFSET = FIRST_OFFSET + Long.BYTES;
    private static final int ACCUMULATOR_OFFSET = LAST_OFFSET + Long.BYTES;

    static <K, T, R, O> TotalContents<K, T, R, O> of(
            final Aggregate<T, R> aggregate, final WindowShape<K, R, O> shape) {
        return new TotalContents<>(
                aggregate, shape, new Slab(ACCUMULATOR_OFFSET + aggregate.accumulatorBytes(), Long.BYTES));
    }

    @Override
    public int bytes() {
        return ACCUMULATOR_OFFSET + aggregate.accumulatorBytes();
    }

    @Override
    public int schemaId() {
        return aggregate.schemaId();
    }

    @Override
    public Kept<T> kept(final long at) {
        throw new UnsupportedOperationException("window: an aggregate alone keeps no records");
    }

    @Override
    public void add(final T record, final long timestampNs, final long arrivalNs, final long at, final long leaving) {
        aggregate.add(record, timestampNs, at + ACCUMULATOR_OFFSET);
        final long records = Memory.getLong(at);
        if (records == 0) {
            Memory.putLong(at + FIRST_OFFSET, timestampNs);
        }
        Memory.putLong(at + LAST_OFFSET, timestampNs);
        Memory.putLong(at, records + 1);
    }

    @Override
    public void drop(final long at, final long leaving) {
        throw new UnsupportedOperationException("window: an aggregate alone lets no records go");
    }

    @Override
    public void beforeAdd(final long at) {
        Memory.copy(at, before.address(), bytes());
    }

    @Override
    public void undoAdd(final long at, final long left) {
        Memory.copy(before.address(), at, bytes());
    }

    @Override
    public void write(final long at, final StateWriter out) {
        out.putBytes(at, bytes());
    }

    @Override
    public void read(final StateReader in, final long at) {
        in.getBytes(at, bytes());
    }

    @Override
    public long size(final long at) {
        return Memory.getLong(at);
    }

    @Override
    public void tell(final K key, final long at, final long timestampNs, final Output<O> output) {
        final long startNs = Memory.getLong(at + FIRST_OFFSET);
        final long endNs = RecordBuffer.behind(Memory.getLong(at + LAST_OFFSET));
        output.emit(shape.shape(key, startNs, endNs, aggregate.result(at + ACCUMULATOR_OFFSET)), timestampNs);
    }

    @Override
    public void answer(final K key, final long at, final long leaving, final long timestampNs, final Output<O> output) {
        final long startNs = Memory.getLong(at + FIRST_OFFSET);
        final long endNs = RecordBuffer.behind(Memory.getLong(at + LAST_OFFSET));
        output.emit(shape.early(key, startNs, endNs, aggregate.result(at + ACCUMULATOR_OFFSET)), timestampNs);
    }

    @Override
    public void clear(final long at) {
        Memory.clear(at, bytes());
    }

    @Override
    public void close() {
        before.close();
    }
}
