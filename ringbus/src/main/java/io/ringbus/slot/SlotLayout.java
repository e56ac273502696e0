// SPDX-License-Identifier: Apache-2.0
package io.ringbus.slot;

/**
 * Byte layout of a slot. Every record that crosses a ring has this shape; nothing else is written to a ring's slab.
 *
 * <pre>
 *   byte   0        4      6      8                16               24
 *          +--------+------+------+----------------+----------------+----------------------+
 *          | length | kind | rsvd | timestamp (ns) | watermark (ns) | payload, length bytes |
 *          +--------+------+------+----------------+----------------+----------------------+
 * </pre>
 *
 * Integers are little-endian. The watermark in a {@link #DATA} slot is the one that holds <i>before</i> its record, so a
 * stream whose watermark moves with every record needs no second slot per record and stays batched. A
 * {@link #WATERMARK} slot is written only when no record follows to carry it.
 *
 * <p>A payload longer than one slot continues in the next ones, header-less; a record never wraps around the end of the
 * slab, {@link #PAD} slots fill the rest.
 */
public final class SlotLayout {
    /** Offset of the payload length, an int in bytes. */
    public static final int LENGTH_OFFSET = 0;

    /** Offset of the kind, a short. */
    public static final int KIND_OFFSET = LENGTH_OFFSET + Integer.BYTES;

    /** Offset of the event timestamp, a long in nanoseconds since the epoch, or {@link #NO_TIME}. */
    public static final int TIMESTAMP_OFFSET = KIND_OFFSET + 2 * Short.BYTES;

    /** Offset of the watermark, a long in nanoseconds since the epoch, or {@link #NO_TIME}. */
    public static final int WATERMARK_OFFSET = TIMESTAMP_OFFSET + Long.BYTES;

    /** Bytes before the payload. */
    public static final int HEADER_BYTES = WATERMARK_OFFSET + Long.BYTES;

    /** An encoded record. */
    public static final short DATA = 1;

    /** A promise that no record with a timestamp at or below the slot's watermark follows on this ring. */
    public static final short WATERMARK = 2;

    /** A checkpoint barrier; the timestamp field holds the checkpoint's id. */
    public static final short BARRIER = 3;

    /** The writer has nothing to say for now: time does not wait for it until its next record or {@link #ACTIVE} slot. */
    public static final short IDLE = 4;

    /** The last slot of a ring. */
    public static final short END = 5;

    /** Nothing: skipped by readers. */
    public static final short PAD = 6;

    /** Takes {@link #IDLE} back. */
    public static final short ACTIVE = 7;

    /**
     * Goes round a loop to find out whether anything is left in it; the timestamp field holds its number, times two, plus one
     * if something may still come into the loop on the way.
     */
    public static final short PROBE = 8;

    /** Stands for "no timestamp" and "no watermark yet"; refused as the time of a record. */
    public static final long NO_TIME = Long.MIN_VALUE;

    private SlotLayout() {}

    /** The payload's length, from the first eight bytes of a slot. */
    public static int length(final long header) {
        return (int) header;
    }

    /** The kind, from the first eight bytes of a slot. */
    public static short kind(final long header) {
        return (short) (header >>> Integer.SIZE);
    }

    /** Bytes of one slot with room for {@code payloadBytes}, when slots start on multiples of {@code alignment}. */
    public static int slotBytes(final int payloadBytes, final int alignment) {
        return (HEADER_BYTES + payloadBytes + alignment - 1) & -alignment;
    }

    /** Slots of {@code slotBytes} each that a payload of {@code length} bytes occupies, its header included. */
    public static int span(final int length, final int slotBytes) {
        return (HEADER_BYTES + length + slotBytes - 1) / slotBytes;
    }
}
