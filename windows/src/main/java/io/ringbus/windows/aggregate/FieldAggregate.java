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
 *   byte   0       8                                         kept bytes
 *          +-------+-----------------------------------------+-----------------------------+
 *          | value | first record ({@link KeptRecord})       | room for a record to be read |
 *          +-------+-----------------------------------------+-----------------------------+
 * </pre>
 *
 * The last part is where a record is encoded so that its field can be read; it is zeroed again after use.
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

    private static final int KEPT_OFFSET = Long.BYTES;

    @Override
    public int accumulatorBytes() {
        return KEPT_OFFSET + KeptRecord.bytes(codec) + roomBytes();
    }

    @Override
    public void add(final T record, final long timestampNs, final long accumulator) {
        final long kept = accumulator + KEPT_OFFSET;
        if (!KeptRecord.isPresent(kept)) {
            KeptRecord.put(codec, record, timestampNs, kept);
            Memory.putLong(accumulator, type.read(kept + KeptRecord.RECORD_OFFSET + fieldOffset));
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
        final long leftKept = left + KEPT_OFFSET;
        final long rightKept = right + KEPT_OFFSET;
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
        include(left, Memory.getLong(right));
    }

    @Override
    public T result(final long accumulator) {
        final long kept = accumulator + KEPT_OFFSET;
        type.write(kept + KeptRecord.RECORD_OFFSET + fieldOffset, Memory.getLong(accumulator));
        return KeptRecord.get(codec, kept);
    }

    private int roomBytes() {
        return (codec.maxLength() + Long.BYTES - 1) & -Long.BYTES;
    }

    private void include(final long accumulator, final long value) {
        final long held = Memory.getLong(accumulator);
        Memory.putLong(
                accumulator,
                type.isWhole()
                        ? wholes(held, value)
                        : Double.doubleToRawLongBits(
                                doubles(Double.longBitsToDouble(held), Double.longBitsToDouble(value))));
    }

    private long wholes(final long held, final long value) {
        if (kind == Kind.SUM) {
            return held + value;
        }
        return kind == Kind.MIN ? Math.min(held, value) : Math.max(held, value);
    }

    private double doubles(final double held, final double value) {
        if (kind == Kind.SUM) {
            return held + value;
        }
        return kind == Kind.MIN ? Math.min(held, value) : Math.max(held, value);
    }
}
