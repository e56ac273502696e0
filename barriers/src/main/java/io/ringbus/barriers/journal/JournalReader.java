// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers.journal;

import io.ringbus.environment.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of a journal in order, over all its segments.
 *
 * <p><b>Threading.</b> One thread. <b>Failure.</b> {@link JournalDamagedException} where a record is missing before the end.
 * What a crash has torn at the end is not read: there the journal ends.
 */
public final class JournalReader implements Closeable {
    /** In place of an end: read as far as there are records now. */
    public static final long TO_THE_END = Long.MAX_VALUE;

    private final JournalFolder folder;
    private final List<SegmentName> segments;
    private final long end;
    private int index;
    private SegmentReader segment;
    private long sequence;
    private @Nullable SegmentTail tail;

    /** Reads {@code segments}, from the record {@code from} to the one before {@code end}. */
    JournalReader(final JournalFolder folder, final List<SegmentName> segments, final long from, final long end)
            throws IOException {
        this.folder = folder;
        this.segments = List.copyOf(segments);
        this.end = end;
        while (index + 1 < segments.size() && segments.get(index + 1).firstSequence() <= from) {
            index++;
        }
        segment = new SegmentReader(folder, segments.get(index));
        sequence = segment.nextSequence() - 1;
        boolean found = false;
        try {
            while (sequence + 1 < from) {
                if (!next()) {
                    throw new JournalException(
                            "journal " + folder.files().path() + ": from=" + from + " > " + (sequence + 1)
                                    + ", where it ends: it is not the journal that was read before",
                            null);
                }
            }
            found = true;
        } finally {
            if (!found) {
                segment.close();
            }
        }
    }

    /** Looks into a journal from the record {@code from} on, without owning it; from the first that is there if that is later. */
    public static JournalReader look(final Storage storage, final Path path, final long from) throws IOException {
        final JournalFolder folder = new JournalFolder(storage.open(path));
        while (true) {
            final List<SegmentName> segments = folder.segments();
            if (segments.isEmpty()) {
                throw new JournalException(
                        "journal " + path + ": there is no segment in this folder: name the folder of a journal", null);
            }
            try {
                return new JournalReader(
                        folder, segments, Math.max(from, segments.get(0).firstSequence()), TO_THE_END);
            } catch (final NoSuchFileException trimmed) {
                // by its owner, since the list: there are later ones
            }
        }
    }

    /** Goes to the next record; false at the end. */
    public boolean next() throws IOException {
        while (sequence + 1 < end) {
            final boolean isLast = index == segments.size() - 1;
            final long segmentEnd = isLast ? end : segments.get(index + 1).firstSequence();
            if (segment.nextSequence() < segmentEnd && segment.next()) {
                sequence++;
                return true;
            }
            if (isLast) {
                return atTheEnd();
            }
            if (segment.nextSequence() < segmentEnd) {
                throw missing();
            }
            final SegmentReader read = segment;
            segment = opened(segments.get(index + 1));
            index++;
            read.close();
        }
        return false;
    }

    private SegmentReader opened(final SegmentName name) throws IOException {
        try {
            return new SegmentReader(folder, name);
        } catch (final NoSuchFileException trimmed) {
            throw new JournalException(
                    "journal " + folder.files().path() + ": record " + (sequence + 1)
                            + " is gone: its owner has trimmed " + name
                            + " since the folder was looked at: read on from the first record that is there",
                    trimmed);
        }
    }

    private boolean atTheEnd() throws IOException {
        final SegmentTail behind = segment.tail();
        tail = behind;
        if (end != TO_THE_END || behind.damaged()) {
            throw missing();
        }
        return false;
    }

    private JournalDamagedException missing() {
        return folder.damaged(
                segments.get(index), segment.soundBytes(), "record " + segment.nextSequence() + " is not whole");
    }

    /** Sequence of the record, from 1; before the first, of the one before it. */
    public long sequence() {
        return sequence;
    }

    /** Event time of the record in nanoseconds since the epoch, or the value that stands for none. */
    public long timestampNs() {
        return segment.timestampNs();
    }

    /** Where the payload of the record is in native memory, until the next call. */
    public long payloadAddress() {
        return segment.payloadAddress();
    }

    /** Bytes of the payload. */
    public int payloadBytes() {
        return segment.payloadBytes();
    }

    /** Schema of the codec that wrote the payload. */
    public int schemaId() {
        return segment.header().schemaId();
    }

    /** Bytes behind the last whole record that a crash has torn; once {@link #next()} has answered false. */
    public long tornBytes() {
        return tail == null ? 0 : tail.bytes();
    }

    /** The file that the record is in. */
    public Path file() {
        return folder.path(segments.get(index));
    }

    @Override
    public void close() throws IOException {
        segment.close();
    }
}
