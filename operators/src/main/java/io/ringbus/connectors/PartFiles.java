// SPDX-License-Identifier: Apache-2.0
package io.ringbus.connectors;

import io.ringbus.environment.Storage;
import io.ringbus.environment.StorageFile;
import io.ringbus.environment.StorageFolder;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A file for each checkpoint, written exactly once: hidden until the checkpoint is complete, then renamed to its final name.
 * A file with a final name never changes.
 *
 * <pre>
 *   trades-000007.csv           committed
 *   trades-000008.csv.pending   saved, or being written
 * </pre>
 *
 * <p>One writer at a time, by a lock file that stays beside the parts.
 *
 * <p>Recovery shows every part that is older than the checkpoint and deletes what is newer. A checkpoint that failed leaves its
 * part pending; the next one that completes shows it, too.
 */
final class PartFiles implements LineFile {
    private static final String PENDING = ".pending";
    private static final int DIGITS = 6;
    private static final long FIRST = 1;

    private final Storage storage;
    private final Path path;
    private final String stem;
    private final String extension;
    private final Map<Long, Long> pending = new TreeMap<>(); // number of a part: its bytes
    private @Nullable StorageFolder folder;
    private @Nullable StorageFile current;
    private @Nullable Closeable lock;
    private boolean restored;
    private long number = FIRST;
    private long currentBytes;
    private long writtenLines;

    PartFiles(final Storage storage, final Path path) {
        this.storage = storage;
        this.path = path;
        final String name = String.valueOf(path.getFileName());
        final int dot = name.lastIndexOf('.');
        this.stem = (dot > 0 ? name.substring(0, dot) : name) + "-";
        this.extension = dot > 0 ? name.substring(dot) : "";
    }

    private String shown(final long part) {
        final String digits = Long.toString(part);
        return stem + "0".repeat(Math.max(0, DIGITS - digits.length())) + digits + extension;
    }

    private String hidden(final long part) {
        return shown(part) + PENDING;
    }

    @Override
    public void open() throws IOException {
        final StorageFolder in = storage.create(path.resolveSibling(""));
        folder = in;
        lock = in.lock(path.getFileName() + LineFile.LOCK);
        final List<String> names = in.list();
        checkNewest(names);
        for (final Map.Entry<Long, Long> part : pending.entrySet()) {
            checkPresent(in, names, part.getKey(), part.getValue());
        }
        pending.clear();
        boolean changed = false;
        for (final String name : names) {
            final long part =
                    name.endsWith(PENDING) ? numberOf(name.substring(0, name.length() - PENDING.length())) : 0;
            if (part >= number) {
                in.delete(name);
                changed = true;
            } else if (part
                    >= FIRST) { // saved before the checkpoint that is complete: committed, whether it was shown or not
                in.rename(name, shown(part));
                changed = true;
            }
        }
        if (changed) {
            in.force();
        }
    }

    /** Readers have seen every part that has its final name; none may be newer than the checkpoint. */
    private void checkNewest(final List<String> names) throws IOException {
        for (final String name : names) {
            if (numberOf(name) >= number) {
                throw new IOException(
                        path.resolveSibling(name) + ": part=" + numberOf(name) + " > " + (number - 1)
                                + (restored
                                        ? ", the last one of the checkpoint: start from the newest checkpoint"
                                        : ", but no checkpoint is there to go on from: move the parts of the earlier run away"));
            }
        }
    }

    private void checkPresent(final StorageFolder in, final List<String> names, final long part, final long bytes)
            throws IOException {
        final String name = names.contains(hidden(part)) ? hidden(part) : shown(part);
        if (!names.contains(name)) {
            return; // it had its final name, and whoever reads the parts has taken it away
        }
        try (StorageFile file = in.open(name)) {
            if (file.length() != bytes) {
                throw new IOException(path.resolveSibling(name) + ": bytes=" + file.length() + " != " + bytes
                        + " of the checkpoint: the part was changed by something else: put it back");
            }
        }
    }

    /** The number of a part by its final name, or 0. */
    private long numberOf(final String name) {
        if (name.length() < stem.length() + DIGITS + extension.length()
                || !name.startsWith(stem)
                || !name.endsWith(extension)) {
            return 0;
        }
        final String digits = name.substring(stem.length(), name.length() - extension.length());
        return digits.chars().allMatch(digit -> digit >= '0' && digit <= '9') && digits.length() < 19
                ? Long.parseLong(digits)
                : 0;
    }

    @Override
    public boolean isAtBeginning() {
        return currentBytes == 0;
    }

    @Override
    public void write(final byte[] bytes, final int length, final int lines) throws IOException {
        final StorageFolder in = folder;
        if (in == null) {
            throw new IOException("closed");
        }
        StorageFile target = current;
        if (target == null) {
            target = in.create(hidden(number));
            current = target;
        }
        target.write(ByteBuffer.wrap(bytes, 0, length), currentBytes);
        currentBytes += length;
        writtenLines += lines;
    }

    @Override
    public long lines() {
        return writtenLines;
    }

    @Override
    public void save(final StateWriter out) throws IOException {
        final StorageFile target = current;
        if (target != null && currentBytes > 0 && folder != null) {
            target.force();
            target.close();
            folder.force();
            current = null;
            pending.put(number, currentBytes);
            number++;
            currentBytes = 0;
        }
        out.putLong(number);
        out.putLong(writtenLines);
        out.putInt(pending.size());
        for (final Map.Entry<Long, Long> part : pending.entrySet()) {
            out.putLong(part.getKey());
            out.putLong(part.getValue());
        }
    }

    @Override
    public void restore(final StateReader in) {
        restored = true;
        number = in.getLong();
        writtenLines = in.getLong();
        for (int count = in.getInt(); count > 0; count--) {
            pending.put(in.getLong(), in.getLong());
        }
    }

    @Override
    public void commit() throws IOException {
        final StorageFolder in = folder;
        if (in == null || pending.isEmpty()) {
            return;
        }
        for (final long part : pending.keySet()) {
            in.rename(hidden(part), shown(part));
        }
        in.force();
        pending.clear();
    }

    @Override
    public void close() throws IOException {
        LineFile.close(current, lock);
        current = null;
        lock = null;
        folder = null;
        currentBytes = 0;
    }
}
