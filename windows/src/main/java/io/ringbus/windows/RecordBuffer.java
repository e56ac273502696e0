// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.codec.AddressCodec;
import io.ringbus.slot.Memory;
import io.ringbus.slot.SlotLayout;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import io.ringbus.state.CellImage;
import java.util.Iterator;

/**
 * The records that a window of one key keeps: a queue of encoded records in native memory that grows by doubling, up to a
 * bound. The cell of the key holds where it is; one object serves all keys of an operator, looking at one at a time.
 *
 * <pre>
 *   in the cell:
 *   byte   0         8                   16              24
 *          +---------+-------------------+---------------+----------------+
 *          | block   | size class        | head          | size           |   {@value #BYTES} bytes
 *          +---------+-------------------+---------------+----------------+
 *   in the block, 2^class times:
 *   byte   0                8         16                  16 + record
 *          +----------------+---------+-------------------+-----------------+
 *          | timestamp (ns) | length  | record            | arrival, user's |
 *          +----------------+---------+-------------------+----------------+
 * </pre>
 *
 * The entry at index {@code i} stands at {@code (head + i) mod 2^class}. An empty buffer has no block, and remembers the class
 * of its last one. A snapshot has the records in their order, from wherever the head is.
 *
 * <p><b>Threading.</b> Stage thread.
 * <p><b>Allocation.</b> None, once there are blocks enough.
 * <p><b>Failure.</b> A record beyond {@code recordsMax} is refused and changes nothing.
 *
 * @param name       of the stream, for messages
 * @param codec      of the records
 * @param byArrival  whether the processing time at which a record came is kept
 * @param besideBytes bytes beside each record, a multiple of 8: its processing time, the user's
 * @param recordsMax bound on the records of a key: {@code ringbus.window.records.max}
 * @param blocks     where the entries lie
 * @param cursor     the cell that is looked at
 */
record RecordBuffer<T>(
        String name,
        AddressCodec<T> codec,
        boolean byArrival,
        int besideBytes,
        int recordsMax,
        RecordBlocks blocks,
        Cursor cursor)
        implements Window<T>, CellImage, AutoCloseable {
    /** Address of the buffer's part of a cell. */
    static final class Cursor {
        private long at;
    }

    /** Bytes in the cell. */
    static final int BYTES = 4 * Long.BYTES;

    private static final int CLASS_OFFSET = Long.BYTES;
    private static final int HEAD_OFFSET = CLASS_OFFSET + Long.BYTES;
    private static final int SIZE_OFFSET = HEAD_OFFSET + Long.BYTES;
    private static final int LENGTH_OFFSET = Long.BYTES;
    private static final int RECORD_OFFSET = LENGTH_OFFSET + Long.BYTES;
    private static final int SMALLEST_CLASS = 2;

    static <T> RecordBuffer<T> of(
            final String name,
            final AddressCodec<T> codec,
            final boolean byArrival,
            final int extraBytes,
            final int recordsMax) {
        final int besideBytes = extraBytes + (byArrival ? Long.BYTES : 0);
        final RecordBlocks blocks = new RecordBlocks(besideOffset(codec) + besideBytes);
        return new RecordBuffer<>(name, codec, byArrival, besideBytes, recordsMax, blocks, new Cursor());
    }

    private static int besideOffset(final AddressCodec<?> codec) {
        return (RECORD_OFFSET + codec.maxLength() + Long.BYTES - 1) & -Long.BYTES;
    }

    /** Looks at the records of the cell whose part of this buffer lies at {@code at}. */
    RecordBuffer<T> of(final long at) {
        cursor.at = at;
        return this;
    }

    /** Adds a record behind the others, of which the {@code leaving} oldest are about to leave. */
    void append(final T record, final long timestampNs, final long arrivalNs, final long at, final long leaving) {
        final long size = Memory.getLong(at + SIZE_OFFSET);
        requireHeld(leaving, size);
        if (size - leaving >= recordsMax) {
            refuse(size - leaving);
        }
        if (Memory.getLong(at) == 0 || size >> Memory.getLong(at + CLASS_OFFSET) != 0) {
            makeRoom(at, size);
        }
        final long entry = entry(at, size);
        final long length = codec.encodeAt(record, entry + RECORD_OFFSET);
        Memory.putLong(entry, timestampNs);
        Memory.putLong(entry + LENGTH_OFFSET, length);
        if (byArrival) {
            Memory.putLong(entry + besideOffset(codec), arrivalNs);
        }
        Memory.putLong(at + SIZE_OFFSET, size + 1);
    }

    /** Takes the newest record out again and puts {@code dropped} oldest back that nothing has been written over. */
    void undoAppend(final long at, final long dropped) {
        Memory.putLong(at + HEAD_OFFSET, Memory.getLong(at + HEAD_OFFSET) - dropped);
        Memory.putLong(at + SIZE_OFFSET, Memory.getLong(at + SIZE_OFFSET) + dropped - 1);
    }

    /** Lets the {@code count} oldest records go. */
    void drop(final long at, final long count) {
        requireHeld(count, size(at));
        Memory.putLong(at + HEAD_OFFSET, Memory.getLong(at + HEAD_OFFSET) + count);
        Memory.putLong(at + SIZE_OFFSET, Memory.getLong(at + SIZE_OFFSET) - count);
    }

    /** Lets those of the {@code among} oldest records go that have times from {@code startNs} to {@code lastNs}. */
    void dropBetween(final long at, final long startNs, final long lastNs, final long among) {
        final long size = size(at);
        long kept = 0;
        for (long index = 0; index < size; index++) {
            final long timeNs = timestampNs(at, index);
            if (index >= among || timeNs < startNs || timeNs > lastNs) {
                Memory.copy(entry(at, index), entry(at, kept), entryBytes());
                kept++;
            }
        }
        if (kept == 0) {
            clear(at);
        } else {
            Memory.putLong(at + SIZE_OFFSET, kept);
        }
    }

    /** Lets all records go, and their block. */
    void clear(final long at) {
        final long block = Memory.getLong(at);
        if (block != 0) {
            blocks.give(block, (int) Memory.getLong(at + CLASS_OFFSET));
            Memory.putLong(at, 0);
            Memory.putLong(at + HEAD_OFFSET, 0);
            Memory.putLong(at + SIZE_OFFSET, 0);
        }
    }

    /** The number of records, then each: its time, its length, its bytes and what is beside them. */
    @Override
    public void write(final long at, final StateWriter out) {
        final long size = size(at);
        out.putLong(size);
        for (long index = 0; index < size; index++) {
            final long entry = entry(at, index);
            out.putBytes(entry, RECORD_OFFSET + Memory.getLong(entry + LENGTH_OFFSET));
            if (besideBytes > 0) {
                out.putBytes(entry + besideOffset(codec), besideBytes);
            }
        }
    }

    @Override
    public void read(final StateReader in, final long at) {
        final long size = in.getLong();
        if (size == 0) {
            return;
        }
        Memory.putLong(at + CLASS_OFFSET, Math.max(SMALLEST_CLASS, Long.SIZE - Long.numberOfLeadingZeros(size - 1)));
        Memory.putLong(at, blocks.take((int) Memory.getLong(at + CLASS_OFFSET)));
        Memory.putLong(at + SIZE_OFFSET, size);
        for (long index = 0; index < size; index++) {
            final long entry = entry(at, index);
            in.getBytes(entry, RECORD_OFFSET);
            in.getBytes(entry + RECORD_OFFSET, checkedLength(Memory.getLong(entry + LENGTH_OFFSET)));
            if (besideBytes > 0) {
                in.getBytes(entry + besideOffset(codec), besideBytes);
            }
        }
    }

    private long checkedLength(final long length) {
        if (length < 0 || length > codec.maxLength()) {
            throw new IllegalStateException("window '" + name + "': record length=" + length
                    + " in the snapshot is outside [0, " + codec.maxLength()
                    + "]: it was written with another codec; start the pipeline that wrote it");
        }
        return length;
    }

    long size(final long at) {
        return Memory.getLong(at + SIZE_OFFSET);
    }

    long timestampNs(final long at, final long index) {
        return Memory.getLong(entry(at, index));
    }

    T record(final long at, final long index) {
        final long entry = entry(at, index);
        return codec.decodeAt(entry + RECORD_OFFSET, (int) Memory.getLong(entry + LENGTH_OFFSET));
    }

    /** Address of the user's bytes beside the record at {@code index}. */
    long extra(final long at, final long index) {
        return entry(at, index) + besideOffset(codec) + (byArrival ? Long.BYTES : 0);
    }

    private long entry(final long at, final long index) {
        final long place = (Memory.getLong(at + HEAD_OFFSET) + index) & mask(Memory.getLong(at + CLASS_OFFSET));
        return Memory.getLong(at) + place * entryBytes();
    }

    private int entryBytes() {
        return besideOffset(codec) + besideBytes;
    }

    private static long mask(final long sizeClass) {
        return (1L << sizeClass) - 1;
    }

    /** A first block, or one twice as large. */
    private void makeRoom(final long at, final long size) {
        final long block = Memory.getLong(at);
        final int sizeClass = (int) Memory.getLong(at + CLASS_OFFSET);
        if (block == 0) {
            Memory.putLong(at + CLASS_OFFSET, Math.max(SMALLEST_CLASS, sizeClass));
            Memory.putLong(at, blocks.take((int) Memory.getLong(at + CLASS_OFFSET)));
            return;
        }
        final long entryBytes = entryBytes();
        final long wide = blocks.take(sizeClass + 1);
        final long head = Memory.getLong(at + HEAD_OFFSET) & mask(sizeClass);
        final long untilWrap = Math.min(size, (1L << sizeClass) - head);
        Memory.copy(block + head * entryBytes, wide, untilWrap * entryBytes);
        Memory.copy(block, wide + untilWrap * entryBytes, (size - untilWrap) * entryBytes);
        blocks.give(block, sizeClass);
        Memory.putLong(at, wide);
        Memory.putLong(at + CLASS_OFFSET, sizeClass + 1);
        Memory.putLong(at + HEAD_OFFSET, 0);
    }

    private void refuse(final long kept) {
        throw new IllegalStateException("window '" + name + "': records of one key=" + kept
                + " >= ringbus.window.records.max=" + recordsMax
                + ": a window that is not told or evicted grows; bound it by another policy, or raise the setting");
    }

    private void requireHeld(final long leaving, final long size) {
        if (leaving < 0 || leaving > size) {
            throw new IllegalStateException(
                    "window '" + name + "': evicted records=" + leaving + " is outside [0, size=" + size
                            + "]: an eviction answers how many of the records that it was shown leave");
        }
    }

    @Override
    public long size() {
        return size(cursor.at);
    }

    @Override
    public T record(final long index) {
        return record(cursor.at, checked(index));
    }

    @Override
    public long timestampNs(final long index) {
        return timestampNs(cursor.at, checked(index));
    }

    @Override
    public long arrivalNs(final long index) {
        return byArrival ? Memory.getLong(entry(cursor.at, checked(index)) + besideOffset(codec)) : Long.MIN_VALUE;
    }

    private long checked(final long index) {
        if (index < 0 || index >= size()) {
            throw new IndexOutOfBoundsException(
                    "window '" + name + "': index=" + index + " is outside [0, size=" + size() + ")");
        }
        return index;
    }

    @Override
    public long startNs() {
        return startNs(cursor.at);
    }

    long startNs(final long at) {
        return timestampNs(at, 0);
    }

    @Override
    public long endNs() {
        return endNs(cursor.at);
    }

    long endNs(final long at) {
        return behind(timestampNs(at, size(at) - 1));
    }

    /** The first time behind {@code timestampNs}; none stays none, and the last time is its own. */
    static long behind(final long timestampNs) {
        return timestampNs == SlotLayout.NO_TIME || timestampNs == Long.MAX_VALUE ? timestampNs : timestampNs + 1;
    }

    @Override
    public Iterator<T> iterator() {
        return new WindowIterator<>(this);
    }

    @Override
    public void close() {
        blocks.close();
    }
}
