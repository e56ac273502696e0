// SPDX-License-Identifier: Apache-2.0
package io.ringbus.connectors;

import io.ringbus.environment.StorageFile;
import io.ringbus.environment.StorageFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Says how far a file is committed that a pipeline with checkpoints is writing: a small file beside it, called as it with {@code
 * .committed} behind. What lies beyond may be taken back and written anew.
 *
 * <p><b>Layout.</b> One line of text, {@code bytes=1234}, ended by LF. <b>Atomicity.</b> Replaced as a whole. <b>Durability.</b>
 * The bytes that it counts were durable before.
 */
public final class CommitIndex {
    private static final String SUFFIX = ".committed";
    private static final String DRAFT = ".committed.tmp";
    private static final String KEY = "bytes=";
    private static final int LENGTH_MAX = 64;

    private final StorageFolder folder;
    private final String name;

    CommitIndex(final StorageFolder folder, final String file) {
        this.folder = folder;
        this.name = file;
    }

    static String name(final Path file) {
        return file.getFileName() + SUFFIX;
    }

    /** Bytes of {@code file} that are committed, from its beginning; 0 when nothing is yet. */
    public static long committedBytes(final Path file) throws IOException {
        final Path index = file.resolveSibling(name(file));
        try {
            return parsed(index, Files.readString(index));
        } catch (final NoSuchFileException nothingYet) {
            return 0;
        }
    }

    private static long parsed(final Path index, final String text) throws IOException {
        try {
            if (text.startsWith(KEY) && text.endsWith("\n")) {
                return Long.parseLong(text.substring(KEY.length(), text.length() - 1));
            }
        } catch (final NumberFormatException damaged) {
            throw unreadable(index, text, damaged);
        }
        throw unreadable(index, text, null);
    }

    private static IOException unreadable(final Path index, final String text, final @Nullable Exception cause) {
        return new IOException(
                index + ": text='" + text.strip()
                        + "' is not bytes=<number>: it was changed by something else: delete it with"
                        + " the file and the checkpoints, and begin anew",
                cause);
    }

    /** Bytes that are committed; 0 when nothing is. */
    long read() throws IOException {
        try (StorageFile file = folder.open(name + SUFFIX)) {
            final ByteBuffer bytes = ByteBuffer.allocate(LENGTH_MAX);
            file.read(bytes, 0);
            return parsed(
                    folder.path().resolve(name + SUFFIX),
                    new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII));
        } catch (final NoSuchFileException nothingYet) {
            return 0;
        }
    }

    /** Commits up to here. <b>Durability.</b> When it returns, readers see this also after a power cut. */
    void write(final long committedBytes) throws IOException {
        final String draft = name + DRAFT;
        try (StorageFile file = created(draft)) {
            file.write(ByteBuffer.wrap((KEY + committedBytes + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
            file.force();
        }
        folder.rename(draft, name + SUFFIX);
        folder.force();
    }

    /** A draft may be left over from a process that was killed. */
    private StorageFile created(final String draft) throws IOException {
        try {
            return folder.create(draft);
        } catch (final FileAlreadyExistsException leftOver) {
            folder.delete(draft);
            return folder.create(draft);
        }
    }

    /** Nothing is committed. <b>Durability.</b> As {@link #write}. */
    void delete() throws IOException {
        if (folder.list().contains(name + SUFFIX)) {
            folder.delete(name + SUFFIX);
            folder.force();
        }
    }
}
