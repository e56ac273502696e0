// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.chain.Output;
import io.ringbus.slot.Memory;
import io.ringbus.slot.Slab;
import io.ringbus.windows.aggregate.Aggregate;
import io.ringbus.windows.policy.Kept;

/**
 * The aggregate of a window whose oldest records leave one by one. The records are kept in two parts: the older ones have
 * beside each the aggregate of itself and all that follow it in that part; the younger ones have one aggregate together. So a
 * window is told by one merge, and letting records of the older part go costs nothing. When that part is used up, the
 * younger one becomes the older one, from its newest record to its oldest, the next time the window is told.
 *
 * <p>A record costs two {@link Aggregate#add}s and one merge on average, however long the window is and however it is told;
 * nothing is subtracted, so nothing drifts. Making the younger part the older one takes time in proportion to the window.
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
 * @param scratch room for two accumulators: the one told, and what {@link #undoAdd} needs
 */
record SlidingContents<K, T, R, O>(
        RecordBuffer<T> buffer, Aggregate<T, R> aggregate, WindowShape<K, R, O> shape, Slab scratch)
        implements WindowContents<K, T, O> {
    private static final int OLDER_OFFSET = RecordBuffer.BYTES;
    private static final int YOUNGER_OFFSET = OLDER_OFFSET + Long.BYTES;
    private static final long USED_UP = -1;

    static <K, T, R, O> SlidingContents<K, T, R, O> of(
            final RecordBuffer<T> buffer, final Aggregate<T, R> aggregate, final WindowShape<K, R, O> shape) {
        final Slab scratch = new Slab(2L * aggregate.accumulatorBytes() + Long.BYTES, Long.BYTES);
        return new SlidingContents<>(buffer, aggregate, shape, scratch);
    }

    @Override
    public int bytes() {
        return YOUNGER_OFFSET + aggregate.accumulatorBytes();
    }

    @Override
    public Kept<T> kept(final long at) {
        return buffer.of(at);
    }

    @Override
    public void add(final T record, final long timestampNs, final long at, final long leaving) {
        buffer.append(record, timestampNs, at, leaving);
        long older = Memory.getLong(at + OLDER_OFFSET);
        if (older != USED_UP) {
            addYounger(record, timestampNs, at);
            older = leaving <= older ? older - leaving : USED_UP;
            Memory.putLong(at + OLDER_OFFSET, older);
        }
        buffer.drop(at, leaving);
    }

    private void addYounger(final T record, final long timestampNs, final long at) {
        boolean added = false;
        try {
            aggregate.add(record, timestampNs, at + YOUNGER_OFFSET);
            added = true;
        } finally {
            if (!added) {
                buffer.undoAppend(at, 0);
            }
        }
    }

    @Override
    public void beforeAdd(final long at) {
        Memory.copy(at + OLDER_OFFSET, saved(), Long.BYTES + aggregate.accumulatorBytes());
    }

    @Override
    public void undoAdd(final long at, final long left) {
        buffer.undoAppend(at, left);
        Memory.copy(saved(), at + OLDER_OFFSET, Long.BYTES + aggregate.accumulatorBytes());
    }

    private long saved() {
        return scratch.address() + aggregate.accumulatorBytes();
    }

    @Override
    public boolean isEmpty(final long at) {
        return buffer.size(at) == 0;
    }

    @Override
    public long newestNs(final long at) {
        return buffer.timestampNs(at, buffer.size(at) - 1);
    }

    @Override
    public void tell(final K key, final long at, final long timestampNs, final Output<O> output) {
        if (Memory.getLong(at + OLDER_OFFSET) == USED_UP) {
            makeOlder(at);
        }
        final R value = aggregate.result(summary(at));
        output.emit(shape.shape(key, buffer.startNs(at), buffer.endNs(at), value), timestampNs);
    }

    private long summary(final long at) {
        if (Memory.getLong(at + OLDER_OFFSET) == 0) {
            return at + YOUNGER_OFFSET;
        }
        final long merged = scratch.address();
        Memory.copy(buffer.extra(at, 0), merged, aggregate.accumulatorBytes());
        aggregate.merge(merged, at + YOUNGER_OFFSET);
        return merged;
    }

    /** Makes all records the older part. */
    private void makeOlder(final long at) {
        final long size = buffer.size(at);
        long following = 0;
        for (long index = size - 1; index >= 0; index--) {
            final long beside = buffer.extra(at, index);
            Memory.clear(beside, aggregate.accumulatorBytes());
            aggregate.add(buffer.record(at, index), buffer.timestampNs(at, index), beside);
            if (following != 0) {
                aggregate.merge(beside, following);
            }
            following = beside;
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
