// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers.journal;

import io.ringbus.environment.Storage;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

/** Writes down what a journal holds, for people, without owning it: its owner may go on. */
public final class JournalInspector {
    private static final String TRIMMED = "deleted by its owner meanwhile";

    private JournalInspector() {}

    /** Whether there are segments in a folder. */
    public static boolean isJournal(final Storage storage, final Path folder) throws IOException {
        return !new JournalFolder(storage.open(folder)).segments().isEmpty();
    }

    /** Writes down the segments; of their records only those of the last are read. */
    public static void inspect(final Storage storage, final Path path, final Appendable out) throws IOException {
        final JournalFolder folder = new JournalFolder(storage.open(path));
        List<SegmentName> segments = folder.segments();
        SegmentReader last = null;
        while (last == null) {
            try {
                last = new SegmentReader(folder, segments.get(segments.size() - 1));
            } catch (final NoSuchFileException trimmed) { // so there are newer ones
                segments = folder.segments();
            }
        }
        try (SegmentReader reader = last) {
            inspect(folder, segments, reader, out);
        }
    }

    private static void inspect(
            final JournalFolder folder,
            final List<SegmentName> segments,
            final SegmentReader reader,
            final Appendable out)
            throws IOException {
        boolean more = true;
        while (more) {
            more = reader.next();
        }
        final SegmentName last = segments.get(segments.size() - 1);
        final SegmentHeader header = reader.header();
        out.append("journal " + folder.files().path() + "\n");
        out.append("  id           " + HexFormat.of().toHexDigits(header.journalId()) + "\n");
        out.append("  schema       " + HexFormat.of().toHexDigits(header.schemaId()) + ", payload of at most "
                + header.payloadBytesMax() + " bytes\n");
        out.append("  records      " + records(segments.get(0).firstSequence(), reader.nextSequence()) + "\n");
        out.append("  segments     " + segments.size() + "\n");
        for (int index = 0; index < segments.size(); index++) {
            final SegmentName segment = segments.get(index);
            final long next = segment.equals(last)
                    ? reader.nextSequence()
                    : segments.get(index + 1).firstSequence();
            out.append("    " + segment + ": epoch " + segment.epoch() + ", " + records(segment.firstSequence(), next)
                    + ", " + room(folder, segment) + "\n");
        }
        final SegmentTail tail = reader.tail();
        if (tail.damaged()) {
            out.append("  damaged      " + missing(folder, reader, last).getMessage() + "\n");
        } else if (tail.bytes() > 0) {
            out.append("  torn         " + tail.bytes() + " bytes at offset " + tail.offset() + " of " + last
                    + ": being written now, or cut off at the next start\n");
        }
    }

    private static String records(final long first, final long next) {
        return next == first ? "none" : next - first + ", from " + first + " to " + (next - 1);
    }

    private static String room(final JournalFolder folder, final SegmentName segment) throws IOException {
        try (var file = folder.files().open(segment.toString())) {
            return file.length() + " bytes with the room taken";
        } catch (final NoSuchFileException trimmed) {
            return TRIMMED;
        }
    }

    private static JournalDamagedException missing(
            final JournalFolder folder, final SegmentReader reader, final SegmentName name) {
        return folder.damaged(name, reader.soundBytes(), "record " + reader.nextSequence() + " is not whole");
    }

    /** Reads every record, writes a line about each segment to {@code out}, and says whether all are sound that are still there. */
    public static boolean verify(final Storage storage, final Path path, final Appendable out) throws IOException {
        final JournalFolder folder = new JournalFolder(storage.open(path));
        final List<SegmentName> segments = folder.segments();
        boolean allSound = true;
        for (int index = 0; index < segments.size(); index++) {
            final boolean isLast = index == segments.size() - 1;
            out.append(segments.get(index).toString()).append(": ");
            try {
                out.append(verify(
                        folder,
                        segments.get(index),
                        isLast ? 0 : segments.get(index + 1).firstSequence()));
            } catch (final NoSuchFileException trimmed) {
                out.append(TRIMMED);
            } catch (final JournalException unsound) {
                allSound = false;
                out.append(unsound.getMessage());
            }
            out.append('\n');
        }
        return allSound;
    }

    private static String verify(final JournalFolder folder, final SegmentName name, final long end)
            throws IOException {
        try (SegmentReader reader = new SegmentReader(folder, name)) {
            long payloadBytes = 0;
            while (reader.nextSequence() != end && reader.next()) {
                payloadBytes += reader.payloadBytes();
            }
            final SegmentTail tail = reader.tail();
            if (end == 0 ? tail.damaged() : reader.nextSequence() != end) {
                throw missing(folder, reader, name);
            }
            final String sound = "sound, " + (reader.nextSequence() - name.firstSequence()) + " records, "
                    + payloadBytes + " bytes of payload";
            return end == 0 && tail.bytes() > 0
                    ? sound + ", " + tail.bytes() + " bytes torn behind them at offset " + tail.offset()
                    : sound;
        }
    }
}
