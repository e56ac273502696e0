// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers.journal;

import io.ringbus.environment.StorageFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Appends to a segment, in room that was taken from the disk before: so a full disk is met at a place where nothing is lost,
 * and forcing writes nothing but the frames.
 *
 * <p><b>Durability.</b> The empty segment survives a power cut once it is made; frames do once {@link #force} has returned.
 */
final class SegmentWriter implements Closeable {
    private static final int PORTION_BYTES = 1 << 22;

    private final SegmentHeader header;
    private final JournalLayout.Checksum checksum;
    private final StorageFile file;
    private final int portionBytes;
    private long length = JournalLayout.HEADER_BYTES;
    private long room;
    private long forced = JournalLayout.HEADER_BYTES;
    private long marked = JournalLayout.HEADER_BYTES;

    private SegmentWriter(final SegmentHeader header, final StorageFile file, final int portionBytes) {
        this.header = header;
        this.checksum = new JournalLayout.Checksum(header);
        this.file = file;
        this.portionBytes = portionBytes;
    }

    /** Makes a segment; it has its name only when its header is durable. */
    static SegmentWriter create(final JournalFolder folder, final SegmentHeader header, final int segmentBytes)
            throws IOException {
        final SegmentName name = header.name();
        final StorageFile file = folder.files().create(name.tmp());
        try {
            final SegmentWriter writer = new SegmentWriter(header, file, Math.min(PORTION_BYTES, segmentBytes));
            file.write(header.bytes(), 0);
            writer.reserve(JournalLayout.HEADER_BYTES);
            file.force();
            folder.files().rename(name.tmp(), name.toString());
            folder.files().force();
            return writer;
        } catch (final IOException | RuntimeException failed) {
            file.close();
            throw failed;
        }
    }

    SegmentHeader header() {
        return header;
    }

    /** Of its frames. */
    JournalLayout.Checksum checksum() {
        return checksum;
    }

    /** Bytes so far. */
    long length() {
        return length;
    }

    /** Whether there is something that was not forced. */
    boolean isDirty() {
        return length > forced;
    }

    /** Whether a mark has to come before the next frame: more is forced than the last one says. */
    boolean isMarkDue() {
        return forced > marked;
    }

    /** The next batch begins with a mark. */
    void marked() {
        marked = forced;
    }

    void append(final ByteBuffer frames) throws IOException {
        final int count = frames.remaining();
        reserve(length + count);
        file.write(frames, length);
        length += count;
    }

    private void reserve(final long bytes) throws IOException {
        if (bytes > room) {
            final long wanted = (bytes + portionBytes - 1) / portionBytes * portionBytes;
            file.preallocate(wanted);
            room = wanted;
        }
    }

    /** Never to be tried again when it fails. */
    void force() throws IOException {
        file.force();
        forced = length;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
