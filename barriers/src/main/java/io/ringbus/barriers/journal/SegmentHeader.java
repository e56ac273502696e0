// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers.journal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * What a segment says of itself.
 *
 * @param schemaId        of the codec that wrote the payloads
 * @param journalId       the same in all segments of a journal, and in no other's
 * @param epoch           of the owner that wrote it
 * @param firstSequence   of its first record, whether it is there already or not
 * @param payloadBytesMax longest payload that the codec writes
 */
record SegmentHeader(int schemaId, long journalId, long epoch, long firstSequence, int payloadBytesMax) {
    SegmentName name() {
        return new SegmentName(firstSequence, epoch);
    }

    ByteBuffer bytes() {
        final ByteBuffer bytes = ByteBuffer.allocate(JournalLayout.HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(JournalLayout.MAGIC).putInt(JournalLayout.VERSION).putInt(schemaId);
        bytes.putLong(journalId).putLong(epoch).putLong(firstSequence).putInt(payloadBytesMax);
        return bytes.putInt(crc(bytes)).flip();
    }

    /** Reads a header and believes it when it is what a file of this name must have. */
    static SegmentHeader read(final ByteBuffer bytes, final SegmentName name, final JournalFolder folder)
            throws JournalException {
        if (bytes.remaining() < JournalLayout.HEADER_BYTES) {
            throw folder.damaged(
                    name, 0, "length=" + bytes.remaining() + " < " + JournalLayout.HEADER_BYTES + ", a header");
        }
        if (bytes.getLong(0) != JournalLayout.MAGIC) {
            throw folder.damaged(name, 0, "magic=" + Long.toHexString(bytes.getLong(0)) + " is not that of a journal");
        }
        final int stored = bytes.getInt(JournalLayout.HEADER_CRC_OFFSET);
        if (crc(bytes) != stored) {
            throw folder.damaged(
                    name,
                    0,
                    "header: checksum=" + Integer.toHexString(crc(bytes)) + " is not " + Integer.toHexString(stored)
                            + ", as it was written");
        }
        final int version = bytes.getInt(JournalLayout.VERSION_OFFSET);
        if (version != JournalLayout.VERSION) {
            throw new JournalException(
                    "journal file " + folder.path(name) + ": format version=" + version + " is not "
                            + JournalLayout.VERSION + ": read it with the version of ringbus that wrote it",
                    null);
        }
        final SegmentHeader header = new SegmentHeader(
                bytes.getInt(JournalLayout.SCHEMA_OFFSET),
                bytes.getLong(JournalLayout.JOURNAL_ID_OFFSET),
                bytes.getLong(JournalLayout.EPOCH_OFFSET),
                bytes.getLong(JournalLayout.FIRST_OFFSET),
                bytes.getInt(JournalLayout.PAYLOAD_MAX_OFFSET));
        if (!header.name().equals(name)) {
            throw folder.damaged(name, 0, "it was written as '" + header.name() + "'");
        }
        return header;
    }

    private static int crc(final ByteBuffer bytes) {
        final CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate().position(0).limit(JournalLayout.HEADER_CRC_OFFSET));
        return (int) crc.getValue();
    }
}
