// SPDX-License-Identifier: Apache-2.0
package io.ringbus.connectors;

import java.io.EOFException;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/**
 * Where the bytes of a text input come from: a name for people, and a way to open it as often as wanted.
 *
 * <p><b>Failure.</b> {@link #open} answers with one sentence that names the input and what to do.
 */
record LineOrigin(String name, Callable<? extends InputStream> opening) {
    private static final String GZIP_SUFFIX = ".gz";
    private static final String ZIP_SUFFIX = ".zip";
    private static final String MEMBER_MARK = ".zip!";

    /** A file: plain, {@code .gz}, a {@code .zip} with one member, or {@code archive.zip!member}. */
    static LineOrigin file(final Path path) {
        final String name = path.toString();
        final int mark = name.indexOf(MEMBER_MARK);
        if (mark >= 0) {
            final int archiveEnd = mark + ZIP_SUFFIX.length();
            final Path archive = path.getFileSystem().getPath(name.substring(0, archiveEnd));
            return new LineOrigin(name, () -> ZipMember.open(existing(archive), name.substring(archiveEnd + 1)));
        }
        return name.endsWith(ZIP_SUFFIX)
                ? new LineOrigin(name, () -> ZipMember.open(existing(path), ""))
                : new LineOrigin(name, () -> fileStream(existing(path)));
    }

    /** A class path resource. */
    static LineOrigin resource(final ClassLoader loader, final String name) {
        return new LineOrigin(name, () -> {
            final InputStream stream = loader.getResourceAsStream(name);
            if (stream == null) {
                throw new FileNotFoundException(
                        name + ": no such resource on the class path: correct its name, or add the jar that holds it");
            }
            return stream;
        });
    }

    /** Opens the bytes; unpacks them when the name ends with {@code .gz}. */
    InputStream open() throws IOException {
        final InputStream stream;
        try {
            stream = opening.call();
        } catch (final IOException told) {
            throw told;
        } catch (final Exception failed) {
            throw new IOException(
                    name + ": cannot be opened (" + failed + "): correct the function that opens it", failed);
        }
        if (!name.endsWith(GZIP_SUFFIX)) {
            return stream;
        }
        try {
            return new GzipMembers(stream);
        } catch (final IOException broken) {
            stream.close();
            throw unreadable(0, broken);
        }
    }

    /** What to throw when reading fails behind {@code line}. */
    IOException unreadable(final long line, final IOException cause) {
        final String reached = name + ": unreadable behind line=" + line + ": ";
        if (cause instanceof EOFException) {
            return new IOException(reached + "the file is truncated: fetch or pack it again", cause);
        }
        return new IOException(reached + cause.getMessage() + ": fetch or pack it again", cause);
    }

    private static Path existing(final Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new FileNotFoundException(path + ": no such file: correct the path, which is relative to folder "
                    + Path.of("").toAbsolutePath());
        }
        if (Files.isDirectory(path)) {
            throw new FileNotFoundException(path + ": it is a folder: name a file in it");
        }
        if (!Files.isReadable(path)) {
            throw new FileNotFoundException(path + ": this process may not read it: change its permissions");
        }
        return path;
    }

    /** Not through a channel, which an interrupt of the thread would close. */
    private static InputStream fileStream(final Path path) throws IOException {
        return path.getFileSystem() == FileSystems.getDefault()
                ? new FileInputStream(path.toFile())
                : Files.newInputStream(path);
    }
}
