// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

import io.ringbus.codec.AddressCodec;
import io.ringbus.slot.Memory;

/**
 * Sum, minimum or maximum of one numeric field, told as the first record with that field replaced. "First" is by event
 * time, among equal times by arrival.
 *
 * <p>Whole numbers are summed as longs, others as doubles; a sum that does not fit into its field is refused when it is
 * told, and a sum of longs wraps. NaN is contagious.
 *
 * <pre>
 *   byte   0
 *          +-------+-----------------------------------+------------------------------+
 *          | value | first record ({@link KeptRecord}) | room for a record to be read |
 *          +-------+-----------------------------------+------------------------------+
 * </pre>
 *
 * The value is a {@link CompensatedSum} for a sum of doubles, a long for a sum of whole numbers, else a word of
 * {@link Extrema}. The last part is where a record is encoded so that its field can be read; it is zeroed again after use.
 *
 * @param codec       of the records; a fixed layout
 * @param fieldOffset where the field lies in an encoded record, in bytes
 * @param type        of the field
 * @param kind        what is made of its values
 */
public record FieldAggregate<T>(AddressCodec<T> codec, int fieldOffset, FieldType type, Kind kind)
        implements Aggregate<T, T> {
    /** What is made of a field's values. */
    public enum Kind {
        /** Their sum. */
        SUM,
        /** The smallest. */
        MIN,
        /** The largest. */
        MAX
    }

    @Override
    public int accumulatorBytes() {
        return keptOffset() + KeptRecord.bytes(codec) + roomBytes();
    }

    @Override
    public void add(final T record, final long timestampNs, final long accumulator) {
        final long kept = accumulator + keptOffset();
        if (!KeptRecord.isPresent(kept)) {
            KeptRecord.put(codec, record, timestampNs, kept);
            include(accumulator, type.read(kept + KeptRecord.RECORD_OFFSET + fieldOffset));
            return;
        }
        final long room = kept + KeptRecord.bytes(codec);
        codec.encodeAt(record, room);
        final long value = type.read(room + fieldOffset);
        if (timestampNs < KeptRecord.timestampNs(kept)) {
            KeptRecord.put(codec, record, timestampNs, kept);
        }
        Memory.clear(room, roomBytes());
        include(accumulator, value);
    }

    @Override
    public void merge(final long left, final long right) {
        final long leftKept = left + keptOffset();
        final long rightKept = right + keptOffset();
        if (!KeptRecord.isPresent(rightKept)) {
            return;
        }
        if (!KeptRecord.isPresent(leftKept)) {
            Memory.copy(right, left, accumulatorBytes());
            return;
        }
        if (KeptRecord.timestampNs(rightKept) < KeptRecord.timestampNs(leftKept)) {
            KeptRecord.copy(rightKept, leftKept);
        }
        if (isSumOfDoubles()) {
            CompensatedSum.merge(left, right);
        } else {
            include(left, value(right));
        }
    }

    @Override
    public T result(final long accumulator) {
        final long kept = accumulator + keptOffset();
        type.write(kept + KeptRecord.RECORD_OFFSET + fieldOffset, value(accumulator));
        return KeptRecord.get(codec, kept);
    }

    private int roomBytes() {
        return (codec.maxLength() + Long.BYTES - 1) & -Long.BYTES;
    }

    private int keptOffset() {
        return isSumOfDoubles() ? CompensatedSum.BYTES : Long.BYTES;
    }

    private boolean isSumOfDoubles() {
        return kind == Kind.SUM && !type.isWhole();
    }

    private void include(final long accumulator, final long value) {
        if (type.isWhole()) {
            includeWhole(accumulator, value);
        } else {
            includeDouble(accumulator, Double.longBitsToDouble(value));
        }
    }

    private void includeWhole(final long accumulator, final long value) {
        if (kind == Kind.SUM) {
            Memory.putLong(accumulator, Memory.getLong(accumulator) + value);
        } else if (kind == Kind.MIN) {
            Extrema.lower(accumulator, value);
        } else {
            Extrema.raise(accumulator, value);
        }
    }

    private void includeDouble(final long accumulator, final double value) {
        if (kind == Kind.SUM) {
            CompensatedSum.add(accumulator, value);
        } else if (kind == Kind.MIN) {
            Extrema.lower(accumulator, value);
        } else {
            Extrema.raise(accumulator, value);
        }
    }

    /** As {@link FieldType#read} gives it: a whole number as it is, others as the bits of a double. */
    private long value(final long accumulator) {
        if (type.isWhole()) {
            return kind == Kind.SUM
                    ? Memory.getLong(accumulator)
                    : kind == Kind.MIN ? Extrema.least(accumulator) : Extrema.greatest(accumulator);
        }
        return Double.doubleToRawLongBits(
                kind == Kind.SUM
                        ? CompensatedSum.value(accumulator)
                        : kind == Kind.MIN ? Extrema.leastDouble(accumulator) : Extrema.greatestDouble(accumulator));
    }
}
