// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers.journal;

import io.ringbus.environment.Storage;
import io.ringbus.environment.StorageFile;
import io.ringbus.environment.StorageFolder;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes a folder over: from then on its records are those found here, and what an earlier owner appends later, because it was
 * stopped and does not know better, does not count.
 *
 * <p>An owner first makes a claim of a new epoch, then deletes those of earlier ones, and only then looks at the segments. A
 * writer that has forced its records looks for its own claim before it acknowledges them: if that is still there, a later
 * owner finds the records.
 *
 * <p><b>Durability.</b> What is found is so after a power cut, too: bytes that can be read need not be on the disk, for the
 * force that should have put them there may have failed. So those of the last segment are written and forced anew.
 */
final class JournalOwnership implements Closeable {
    private static final int COPY_BYTES = 1 << 16;

    private final JournalFolder folder;
    private final Closeable lock;
    private final long epoch;
    private List<SegmentName> segments = List.of();
    private long nextSequence = 1;
    private @Nullable SegmentHeader last;
    private @Nullable JournalCut cut;

    private JournalOwnership(final StorageFolder files, final Closeable lock) throws IOException {
        this.folder = new JournalFolder(files);
        this.lock = lock;
        final List<String> names = files.list();
        long newest = 0;
        for (final String name : names) {
            newest = Math.max(newest, SegmentName.epochOfClaim(name).orElse(0L));
        }
        for (final SegmentName segment : SegmentName.all(names)) {
            newest = Math.max(newest, segment.epoch());
        }
        epoch = newest + 1;
        files.create(SegmentName.claim(epoch)).close();
        for (final String name : files.list()) {
            final long claimed = SegmentName.epochOfClaim(name).orElse(epoch);
            if (claimed < epoch || name.endsWith(".tmp")) {
                files.delete(name);
            }
        }
        files.force();
    }

    /**
     * Takes the journal in {@code path}, which is made where it is missing.
     *
     * <p><b>Failure.</b> {@link io.ringbus.environment.FolderInUseException} when another pipeline has it.
     */
    static JournalOwnership take(final Storage storage, final Path path) throws IOException {
        final StorageFolder files = storage.create(path);
        final Closeable lock = files.lock(SegmentName.LOCK);
        try {
            final JournalOwnership ownership = new JournalOwnership(files, lock);
            ownership.findEnd();
            return ownership;
        } catch (final IOException | RuntimeException failed) {
            lock.close();
            throw failed;
        }
    }

    private void findEnd() throws IOException {
        segments = folder.segments();
        if (segments.isEmpty()) {
            return;
        }
        final SegmentName name = segments.get(segments.size() - 1);
        try (SegmentReader reader = new SegmentReader(folder, name)) {
            boolean more = true;
            while (more) {
                more = reader.next();
            }
            final SegmentTail tail = reader.tail();
            if (tail.damaged()) {
                throw folder.damaged(name, tail.offset(), "record " + reader.nextSequence() + " is not whole");
            }
            if (tail.bytes() > 0) {
                cut = new JournalCut(folder.path(name), tail.offset(), tail.bytes(), reader.nextSequence() - 1);
            }
            nextSequence = reader.nextSequence();
            last = reader.header();
            writeAnew(name, tail.offset());
        }
        for (final SegmentName segment : SegmentName.all(folder.files().list())) {
            if (!segments.contains(segment)) {
                folder.files().delete(segment.toString());
            }
        }
    }

    private void writeAnew(final SegmentName name, final long soundBytes) throws IOException {
        final ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(COPY_BYTES, soundBytes));
        try (StorageFile file = folder.files().openToWrite(name.toString())) {
            for (long at = 0; at < soundBytes; at += COPY_BYTES) {
                file.read(bytes.clear().limit((int) Math.min(COPY_BYTES, soundBytes - at)), at);
                file.write(bytes.flip(), at);
            }
            file.truncate(soundBytes);
            file.force();
        }
    }

    /** Begins the segment of this owner, which takes the place of the last one if that is empty; answers its writer. */
    SegmentWriter begin(final SegmentHeader header, final int segmentBytes) throws IOException {
        final SegmentWriter writer = SegmentWriter.create(folder, header, segmentBytes);
        final List<SegmentName> all = new ArrayList<>(segments);
        all.add(header.name());
        segments = SegmentName.current(all);
        all.removeAll(segments);
        for (final SegmentName replaced : all) {
            folder.files().delete(replaced.toString());
        }
        return writer;
    }

    /** Deletes the oldest segment, so that it does not come back without the next one. */
    void deleteFirst() throws IOException {
        folder.files().delete(segments.get(0).toString());
        segments = segments.subList(1, segments.size());
        folder.files().force();
    }

    /** Refuses to go on when there is a newer owner. */
    void check() throws IOException {
        if (!folder.files().contains(SegmentName.claim(epoch))) {
            throw new JournalException(
                    "journal " + folder.files().path() + ": epoch=" + epoch
                            + " is not the newest: another pipeline has taken the folder; this one was taken for dead and"
                            + " must end",
                    null);
        }
    }

    JournalFolder folder() {
        return folder;
    }

    long epoch() {
        return epoch;
    }

    /** Those that count, oldest first. */
    List<SegmentName> segments() {
        return segments;
    }

    /** Sequence of the first record that is not there. */
    long nextSequence() {
        return nextSequence;
    }

    /** Header of the last segment that was found. */
    Optional<SegmentHeader> last() {
        return Optional.ofNullable(last);
    }

    Optional<JournalCut> cut() {
        return Optional.ofNullable(cut);
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
