// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers.journal;

import io.ringbus.environment.StorageFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What lies behind the last whole frame of a segment: nothing, what a crash has torn, or, when a mark follows that says that
 * all before it had been forced, damage.
 *
 * @param offset  of the first byte
 * @param bytes   up to the last one that is not zero
 * @param damaged whether records are missing that had been forced
 */
record SegmentTail(long offset, long bytes, boolean damaged) {
    private static final int WINDOW_BYTES = 1 << 16;

    static SegmentTail of(final StorageFile file, final long offset, final JournalLayout.Checksum checksum)
            throws IOException {
        final long end = file.length();
        final int windowBytes =
                (int) Math.min(WINDOW_BYTES, (end - offset + JournalLayout.ALIGNMENT) & -JournalLayout.ALIGNMENT);
        final ByteBuffer window = ByteBuffer.allocate(windowBytes + JournalLayout.FRAME_HEADER_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        long last = offset - 1;
        boolean damaged = false;
        for (long from = offset; from < end; from += windowBytes) {
            final int read = file.read(window.clear(), from);
            for (int at = 0; at < read; at++) {
                last = window.get(at) == 0 ? last : from + at;
            }
            for (int at = 0;
                    !damaged && at < windowBytes && at <= read - JournalLayout.FRAME_HEADER_BYTES;
                    at += JournalLayout.ALIGNMENT) {
                damaged = from + at > offset && isMark(window, at, from + at, checksum);
            }
        }
        return new SegmentTail(offset, last - offset + 1, damaged);
    }

    /** The same, if it was being written while the segment was read. */
    SegmentTail written() {
        return new SegmentTail(offset, bytes, false);
    }

    private static boolean isMark(
            final ByteBuffer window, final int at, final long offset, final JournalLayout.Checksum checksum) {
        return window.getInt(at) == JournalLayout.MARK
                && window.getLong(at + JournalLayout.TIMESTAMP_OFFSET) == offset
                && checksum.of(window.clear(), at, JournalLayout.MARK) == window.getInt(at + JournalLayout.CRC_OFFSET);
    }
}
