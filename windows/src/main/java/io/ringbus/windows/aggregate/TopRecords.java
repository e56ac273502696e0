// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

import io.ringbus.codec.AddressCodec;
import io.ringbus.slot.Memory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The records with the largest values of a number, exactly, the largest first. Values compare as in {@link Double#compare}: NaN
 * is above all others. Among equal values the earlier in event time is first, among equal times the one that came first.
 *
 * <pre>
 *   byte   0       8
 *          +-------+---------------------------+-----+----------------------+
 *          | count | value, {@link KeptRecord} | ... | room for one more    |
 *          +-------+---------------------------+-----+----------------------+
 * </pre>
 *
 * A record is encoded into the room first: one that its codec refuses leaves the others as they were. Not subtractable: what
 * the records taken out had kept from being held is gone.
 */
record TopRecords<T>(int most, AddressCodec<T> codec, ToDoubleFunction<? super T> field)
        implements Aggregate<T, List<T>> {
    private static final int ENTRIES_OFFSET = Long.BYTES;
    private static final int KEPT_OFFSET = Double.BYTES;
    private static final int BYTES_MAX = 1 << 30;

    TopRecords {
        final long bytes = ENTRIES_OFFSET + (most + 1L) * entryBytes(codec);
        if (most < 1 || bytes > BYTES_MAX) {
            throw new IllegalArgumentException("topN: n=" + most + ", accumulator=" + bytes
                    + " bytes, is outside of n >= 1 and accumulator <= " + BYTES_MAX + ": choose another n");
        }
    }

    @Override
    public int accumulatorBytes() {
        return ENTRIES_OFFSET + (most + 1) * entryBytes(codec);
    }

    @Override
    public void add(final T record, final long timestampNs, final long accumulator) {
        final double value = field.applyAsDouble(record);
        final int rank = rankOf(value, timestampNs, accumulator);
        if (rank < most) {
            final long room = entry(accumulator, most);
            Memory.putDouble(room, value);
            KeptRecord.put(codec, record, timestampNs, room + KEPT_OFFSET);
            insert(accumulator, rank, room);
        }
    }

    @Override
    public void merge(final long left, final long right) {
        final long count = Memory.getLong(right);
        for (int index = 0; index < count; index++) {
            final long from = entry(right, index);
            final int rank = rankOf(Memory.getDouble(from), KeptRecord.timestampNs(from + KEPT_OFFSET), left);
            if (rank == most) {
                return; // those that follow are smaller
            }
            insert(left, rank, from);
        }
    }

    @Override
    public List<T> result(final long accumulator) {
        final int count = (int) Memory.getLong(accumulator);
        final List<T> records = new ArrayList<>(count);
        for (int index = 0; index < count; index++) {
            records.add(KeptRecord.get(codec, entry(accumulator, index) + KEPT_OFFSET));
        }
        return Collections.unmodifiableList(records);
    }

    /** Where a record that came last belongs; {@code most} when it is not among the largest. */
    private int rankOf(final double value, final long timestampNs, final long accumulator) {
        int rank = (int) Memory.getLong(accumulator);
        while (rank > 0 && isBefore(value, timestampNs, entry(accumulator, rank - 1))) {
            rank--;
        }
        return rank;
    }

    private static boolean isBefore(final double value, final long timestampNs, final long entry) {
        final int order = Double.compare(value, Memory.getDouble(entry));
        return order > 0 || (order == 0 && timestampNs < KeptRecord.timestampNs(entry + KEPT_OFFSET));
    }

    /** Moves the entries from {@code rank} on down, the last of a full list out, and copies an entry to their place. */
    private void insert(final long accumulator, final int rank, final long from) {
        final int kept = Math.min((int) Memory.getLong(accumulator), most - 1);
        final int entryBytes = entryBytes(codec);
        final long target = entry(accumulator, rank);
        Memory.copy(target, target + entryBytes, (long) (kept - rank) * entryBytes);
        Memory.copy(from, target, entryBytes);
        Memory.putLong(accumulator, kept + 1L);
    }

    private long entry(final long accumulator, final int index) {
        return accumulator + ENTRIES_OFFSET + (long) index * entryBytes(codec);
    }

    private static int entryBytes(final AddressCodec<?> codec) {
        return KEPT_OFFSET + KeptRecord.bytes(codec);
    }
}
