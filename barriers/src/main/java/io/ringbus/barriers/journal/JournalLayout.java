// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Byte layout of a segment, a file of a journal: a header, then frames.
 *
 * <pre>
 *   header   0       8         12          16           24      32               40                  44
 *            +-------+---------+-----------+------------+-------+----------------+-------------------+-----+
 *            | magic | version | schema id | journal id | epoch | first sequence | longest payload   | crc |
 *            +-------+---------+-----------+------------+-------+----------------+-------------------+-----+
 *
 *   frame    0        4     8          16               24
 *            +--------+-----+----------+----------------+-----------------------+---------+
 *            | length | crc | sequence | timestamp (ns) | payload, length bytes | padding |
 *            +--------+-----+----------+----------------+-----------------------+---------+
 *
 *   mark     0        4     8          16               24
 *            +--------+-----+----------+----------------+
 *            |     -1 | crc | sequence | bytes forced   |
 *            +--------+-----+----------+----------------+
 * </pre>
 *
 * Integers are little-endian; frames start on multiples of 8, and the padding is zero. The payload is what the codec wrote;
 * the timestamp is the record's or the one that stands for none. Sequences count the records of a journal from 1, over all
 * segments, without a gap. A mark says that the segment was forced up to that many bytes before anything behind the mark was
 * written, and has the sequence of the record that follows it: what is damaged before that place was not torn by a crash.
 *
 * <p>Checksums are CRC32C. That of the header covers the bytes before it. That of a frame covers the identity of the segment
 * (journal id, epoch, first sequence), then the length, then all behind the checksum but the padding: so the frame of another
 * file, or of another place, does not count.
 *
 * <p>Behind the last frame there are zeros, which hold room on the disk, or what a crash has torn.
 */
public final class JournalLayout {
    /** First bytes of a segment: RINGJRNL. */
    public static final long MAGIC = 0x4C4E524A474E4952L;

    /** Version that is written, and the only one that can be read. */
    public static final int VERSION = 1;

    /** Offset of the version, an int. */
    public static final int VERSION_OFFSET = Long.BYTES;

    /** Offset of the schema id of the codec, an int. */
    public static final int SCHEMA_OFFSET = VERSION_OFFSET + Integer.BYTES;

    /** Offset of the id of the journal, a long. */
    public static final int JOURNAL_ID_OFFSET = SCHEMA_OFFSET + Integer.BYTES;

    /** Offset of the epoch of the writer, a long. */
    public static final int EPOCH_OFFSET = JOURNAL_ID_OFFSET + Long.BYTES;

    /** Offset of the sequence of the first record, a long. */
    public static final int FIRST_OFFSET = EPOCH_OFFSET + Long.BYTES;

    /** Offset of the longest payload, an int in bytes. */
    public static final int PAYLOAD_MAX_OFFSET = FIRST_OFFSET + Long.BYTES;

    /** Offset of the checksum of the header, an int. */
    public static final int HEADER_CRC_OFFSET = PAYLOAD_MAX_OFFSET + Integer.BYTES;

    /** Bytes before the first frame. */
    public static final int HEADER_BYTES = HEADER_CRC_OFFSET + Integer.BYTES;

    /** Offset in a frame of the length of its payload, an int in bytes, or {@link #MARK}. */
    public static final int LENGTH_OFFSET = 0;

    /** Offset in a frame of its checksum, an int. */
    public static final int CRC_OFFSET = LENGTH_OFFSET + Integer.BYTES;

    /** Offset in a frame of its sequence, a long. */
    public static final int SEQUENCE_OFFSET = CRC_OFFSET + Integer.BYTES;

    /** Offset in a frame of the timestamp, a long in nanoseconds since the epoch; in a mark, of the bytes forced. */
    public static final int TIMESTAMP_OFFSET = SEQUENCE_OFFSET + Long.BYTES;

    /** Bytes before the payload, and of a mark. */
    public static final int FRAME_HEADER_BYTES = TIMESTAMP_OFFSET + Long.BYTES;

    /** In place of a length: this is a mark. */
    public static final int MARK = -1;

    /** Frames start on multiples of this. */
    public static final int ALIGNMENT = Long.BYTES;

    private JournalLayout() {}

    /** Bytes of a frame with its padding. */
    static int frameBytes(final int payloadBytes) {
        return (FRAME_HEADER_BYTES + payloadBytes + ALIGNMENT - 1) & -ALIGNMENT;
    }

    /** Computes the checksums of one segment's frames. One thread; allocates nothing. */
    static final class Checksum {
        private static final int PREFIX_BYTES = 3 * Long.BYTES + Integer.BYTES;

        private final CRC32C crc = new CRC32C();
        private final byte[] prefix = new byte[PREFIX_BYTES];

        Checksum(final SegmentHeader header) {
            ByteBuffer.wrap(prefix)
                    .putLong(header.journalId())
                    .putLong(header.epoch())
                    .putLong(header.firstSequence());
        }

        /** Of the frame that starts at {@code start}; the buffer's position and limit are changed. */
        int of(final ByteBuffer frames, final int start, final int length) {
            for (int i = 0; i < Integer.BYTES; i++) {
                prefix[PREFIX_BYTES - 1 - i] = (byte) (length >>> (i * Byte.SIZE));
            }
            crc.reset();
            crc.update(prefix, 0, PREFIX_BYTES);
            frames.limit(start + FRAME_HEADER_BYTES + Math.max(0, length)).position(start + SEQUENCE_OFFSET);
            crc.update(frames);
            return (int) crc.getValue();
        }
    }
}
