// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers.journal;

import io.ringbus.environment.StorageFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.agrona.BufferUtil;

/**
 * Reads the records of one segment and believes nothing: a record is given out when its length, its sequence and its checksum
 * hold. The first frame of which one does not is the end.
 *
 * <p><b>Threading.</b> One thread. <b>Allocation.</b> One buffer, that the longest record fits in twice.
 */
final class SegmentReader implements Closeable {
    private static final int WINDOW_BYTES = 1 << 16;

    private final StorageFile file;
    private final SegmentHeader header;
    private final JournalLayout.Checksum checksum;
    private final long fileBytes;
    /** Bytes of the file from {@link #offset} on, between position and limit. */
    private final ByteBuffer window;

    private final int payloadBytesMax;
    private long offset = JournalLayout.HEADER_BYTES;
    private long next;
    private long payloadAddress;
    private int payloadBytes;
    private long timestampNs;

    SegmentReader(final JournalFolder folder, final SegmentName name) throws IOException {
        header = folder.header(name);
        checksum = new JournalLayout.Checksum(header);
        next = header.firstSequence();
        file = folder.files().open(name.toString());
        fileBytes = file.length();
        payloadBytesMax = (int) Math.min(header.payloadBytesMax(), fileBytes);
        final int capacity =
                Math.max((int) Math.min(WINDOW_BYTES, fileBytes), JournalLayout.frameBytes(payloadBytesMax))
                        + payloadBytesMax;
        window = ByteBuffer.allocateDirect(capacity).order(ByteOrder.LITTLE_ENDIAN);
        window.limit(0);
    }

    SegmentHeader header() {
        return header;
    }

    /** Goes to the next record; false at the end of those that are whole. */
    boolean next() throws IOException {
        while (isWhole()) {
            final int at = window.position();
            final int length = window.getInt(at + JournalLayout.LENGTH_OFFSET);
            timestampNs = window.getLong(at + JournalLayout.TIMESTAMP_OFFSET);
            advance(JournalLayout.frameBytes(Math.max(0, length)));
            if (length != JournalLayout.MARK) {
                payloadAddress = BufferUtil.address(window) + at + JournalLayout.FRAME_HEADER_BYTES;
                payloadBytes = length;
                next++;
                return true;
            }
        }
        return false;
    }

    /** Whether the next frame is there, and sound; its bytes are in the window then. */
    private boolean isWhole() throws IOException {
        if (!fill(JournalLayout.FRAME_HEADER_BYTES)) {
            return false;
        }
        final int start = window.position();
        final int length = window.getInt(start + JournalLayout.LENGTH_OFFSET);
        return length >= JournalLayout.MARK
                && length <= payloadBytesMax
                && window.getLong(start + JournalLayout.SEQUENCE_OFFSET) == next
                && fill(JournalLayout.FRAME_HEADER_BYTES + Math.max(0, length))
                && isSound(window.position(), length);
    }

    private boolean isSound(final int start, final int length) {
        final int limit = window.limit();
        final int computed = checksum.of(window, start, length);
        window.limit(limit).position(start);
        return computed == window.getInt(start + JournalLayout.CRC_OFFSET);
    }

    /** Passes over a frame and as much of its padding as there is. */
    private void advance(final int paddedBytes) {
        window.position(Math.min(window.limit(), window.position() + paddedBytes));
        offset += paddedBytes;
    }

    /** Has at least {@code count} bytes in the window, if the file has. */
    private boolean fill(final int count) throws IOException {
        if (window.remaining() >= count) {
            return true;
        }
        if (count > fileBytes - offset) {
            return false;
        }
        final int kept = window.remaining();
        window.compact();
        file.read(window, offset + kept);
        window.flip();
        return window.remaining() >= count;
    }

    /** Sequence of the record that {@link #next()} would go to. */
    long nextSequence() {
        return next;
    }

    /** Where the payload is, until the next call. */
    long payloadAddress() {
        return payloadAddress;
    }

    int payloadBytes() {
        return payloadBytes;
    }

    long timestampNs() {
        return timestampNs;
    }

    /** Bytes up to the end of the last whole frame. */
    long soundBytes() {
        return Math.min(offset, fileBytes);
    }

    /**
     * What lies behind the last whole frame; once {@link #next()} has answered false. What the owner has written since, with
     * marks in it, is no damage: a frame is missing if it is not whole after a mark behind it was seen.
     */
    SegmentTail tail() throws IOException {
        final SegmentTail tail = SegmentTail.of(file, soundBytes(), checksum);
        if (!tail.damaged()) {
            return tail;
        }
        window.position(0).limit(0); // read anew
        return isWhole() ? tail.written() : tail;
    }

    @Override
    public void close() throws IOException {
        BufferUtil.free(window);
        file.close();
    }
}
