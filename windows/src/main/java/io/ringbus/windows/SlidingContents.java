// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.chain.Output;
import io.ringbus.codec.SchemaId;
import io.ringbus.slot.Memory;
import io.ringbus.slot.Slab;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import io.ringbus.windows.aggregate.Aggregate;
import io.ringbus.windows.policy.Kept;

/**
 * The aggregate of a window whose oldest records leave one by one. The records are kept in two parts: the older ones have
 * beside each the aggregate of itself and all that follow it in that part; the younger ones each have their own, and one
 * together. So a window is told by one merge, and letting records of the older part go costs nothing. When that part is used
 * up, the younger one becomes the older one, from its newest record to its oldest, the next time the window is told.
 *
 * <p>A record costs two {@link Aggregate#add}s, and one merge on average, however long the window is and however often it is
 * told; nothing is subtracted, so nothing drifts, and no record is read again. Making the younger part the older one takes
 * time in proportion to the window.
 *
 * <pre>
 *   byte   0                            32                      40
 *          +----------------------------+-----------------------+------------------------+
 *          | {@link RecordBuffer}       | older part (records)  | accumulator of younger |
 *          +----------------------------+-----------------------+------------------------+
 * </pre>
 *
 * The length of the older part is -1 when some of the younger ones have left: then the accumulator is of no meaning.
 *
 * <p><b>Source.</b> Two stacks: Tangwongsan, Hirzel, Schneider, <i>Low-Latency Sliding-Window Aggregation in Worst-Case
 * Constant Time</i>, DEBS 2017, section 2.
 *
 * @param scratch room for the accumulator that is told
 */
record SlidingContents<K, T, R, O>(
        RecordBuffer<T> buffer, Aggregate<T, R> aggregate, WindowShape<K, R, O> shape, Slab scratch)
        implements WindowContents<K, T, O> {
    private static final int OLDER_OFFSET = RecordBuffer.BYTES;
    private static final int YOUNGER_OFFSET = OLDER_OFFSET + Long.BYTES;
    private static final long USED_UP = -1;

    static <K, T, R, O> SlidingContents<K, T, R, O> of(
            final RecordBuffer<T> buffer, final Aggregate<T, R> aggregate, final WindowShape<K, R, O> shape) {
        final Slab scratch = new Slab(aggregate.accumulatorBytes(), Long.BYTES);
        return new SlidingContents<>(buffer, aggregate, shape, scratch);
    }

    @Override
    public int bytes() {
        return YOUNGER_OFFSET + aggregate.accumulatorBytes();
    }

    @Override
    public int schemaId() {
        return SchemaId.joined("sliding", buffer.codec().schemaId(), aggregate.schemaId());
    }

    @Override
    public Kept<T> kept(final long at) {
        return buffer.of(at);
    }

    @Override
    public void add(final T record, final long timestampNs, final long arrivalNs, final long at, final long leaving) {
        buffer.append(record, timestampNs, arrivalNs, at, leaving);
        boolean added = false;
        try {
            addBoth(record, timestampNs, at);
            added = true;
        } finally {
            if (!added) {
                buffer.undoAppend(at, 0);
            }
        }
        drop(at, leaving);
    }

    @Override
    public void drop(final long at, final long leaving) {
        buffer.drop(at, leaving);
        final long older = Memory.getLong(at + OLDER_OFFSET);
        Memory.putLong(at + OLDER_OFFSET, leaving <= older ? older - leaving : USED_UP);
    }

    /** Adds the record just appended to an accumulator of its own, and to the one of the younger part. */
    private void addBoth(final T record, final long timestampNs, final long at) {
        aggregate.add(record, timestampNs, cleared(buffer.extra(at, buffer.size(at) - 1)));
        if (Memory.getLong(at + OLDER_OFFSET) != USED_UP) {
            aggregate.add(record, timestampNs, at + YOUNGER_OFFSET);
        }
    }

    private long cleared(final long accumulator) {
        for (int offset = 0; offset < aggregate.accumulatorBytes(); offset += Long.BYTES) {
            Memory.putLong(accumulator + offset, 0);
        }
        return accumulator;
    }

    @Override
    public void beforeAdd(final long at) {}

    /** The records read again: telling may have merged their own accumulators with that of the record taken out. */
    @Override
    public void undoAdd(final long at, final long left) {
        buffer.undoAppend(at, left);
        for (long index = 0; index < buffer.size(at); index++) {
            final long own = cleared(buffer.extra(at, index));
            aggregate.add(buffer.record(at, index), buffer.timestampNs(at, index), own);
        }
        Memory.putLong(at + OLDER_OFFSET, USED_UP);
    }

    /** The records, each with its accumulator, and what has been made of the accumulators so far. */
    @Override
    public void write(final long at, final StateWriter out) {
        buffer.write(at, out);
        out.putBytes(at + OLDER_OFFSET, Long.BYTES + aggregate.accumulatorBytes());
    }

    @Override
    public void read(final StateReader in, final long at) {
        buffer.read(in, at);
        in.getBytes(at + OLDER_OFFSET, Long.BYTES + aggregate.accumulatorBytes());
    }

    @Override
    public long size(final long at) {
        return buffer.size(at);
    }

    @Override
    public void tell(final K key, final long at, final long timestampNs, final Output<O> output) {
        if (Memory.getLong(at + OLDER_OFFSET) == USED_UP) {
            makeOlder(at);
        }
        final R value = aggregate.result(summary(at, 0));
        output.emit(shape.shape(key, buffer.startNs(at), buffer.endNs(at), value), timestampNs);
    }

    @Override
    public void answer(final K key, final long at, final long leaving, final long timestampNs, final Output<O> output) {
        final long summary = leaving <= Memory.getLong(at + OLDER_OFFSET) ? summary(at, leaving) : younger(at, leaving);
        final R value = aggregate.result(summary);
        output.emit(shape.early(key, buffer.timestampNs(at, leaving), buffer.endNs(at), value), timestampNs);
    }

    /** The aggregate of all records from {@code first} on, which is in the older part or the first behind it. */
    private long summary(final long at, final long first) {
        if (Memory.getLong(at + OLDER_OFFSET) == first) {
            return at + YOUNGER_OFFSET;
        }
        final long merged = scratch.address();
        Memory.copy(buffer.extra(at, first), merged, aggregate.accumulatorBytes());
        aggregate.merge(merged, at + YOUNGER_OFFSET);
        return merged;
    }

    /** The same where it is in the younger part: merged in the order in which {@link #makeOlder} would, and nowhere else. */
    private long younger(final long at, final long first) {
        final long merged = scratch.address();
        final int bytes = aggregate.accumulatorBytes();
        Memory.copy(buffer.extra(at, buffer.size(at) - 1), merged, bytes);
        try (Slab older = new Slab(bytes, Long.BYTES)) {
            for (long index = buffer.size(at) - 2; index >= first; index--) {
                Memory.copy(buffer.extra(at, index), older.address(), bytes);
                aggregate.merge(older.address(), merged);
                Memory.copy(older.address(), merged, bytes);
            }
        }
        return merged;
    }

    /** Makes all records, each of which has its own accumulator, the older part. */
    private void makeOlder(final long at) {
        final long size = buffer.size(at);
        for (long index = size - 2; index >= 0; index--) {
            aggregate.merge(buffer.extra(at, index), buffer.extra(at, index + 1));
        }
        Memory.clear(at + YOUNGER_OFFSET, aggregate.accumulatorBytes());
        Memory.putLong(at + OLDER_OFFSET, size);
    }

    @Override
    public void clear(final long at) {
        buffer.clear(at);
        Memory.clear(at + OLDER_OFFSET, Long.BYTES + aggregate.accumulatorBytes());
    }

    @Override
    public void close() {
        scratch.close();
        buffer.close();
    }
}
