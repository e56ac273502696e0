// SPDX-License-Identifier: Apache-2.0
package io.ringbus.connectors;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file that begins anew with every start and shows each line as soon as it is written: for pipelines without checkpoints. */
final class OverwrittenFile implements LineFile {
    private final Path path;
    private @Nullable RandomAccessFile file;
    private long writtenBytes;
    private long writtenLines;

    OverwrittenFile(final Path path) {
        this.path = path;
    }

    @Override
    public void open() throws IOException {
        final Path folder = path.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            Files.createDirectories(folder);
        }
        Files.deleteIfExists(path.resolveSibling(CommitIndex.name(path))); // of an earlier run that had checkpoints
        final RandomAccessFile opened = new RandomAccessFile(path.toFile(), "rw");
        file = opened;
        if (opened.length() > 0) {
            opened.setLength(0);
        }
        writtenBytes = 0;
        writtenLines = 0;
    }

    @Override
    public boolean isAtBeginning() {
        return writtenBytes == 0;
    }

    @Override
    public void write(final byte[] bytes, final int length, final int lines) throws IOException {
        final RandomAccessFile target = file;
        if (target == null) {
            throw new IOException("closed");
        }
        try {
            target.seek(writtenBytes);
            target.write(bytes, 0, length);
        } catch (final IOException failure) {
            cutBack(target, failure);
            throw failure;
        }
        writtenBytes += length;
        writtenLines += lines;
    }

    private void cutBack(final RandomAccessFile target, final IOException failure) {
        try {
            if (target.length() > writtenBytes) {
                target.setLength(writtenBytes);
            }
        } catch (final IOException alsoFailed) {
            failure.addSuppressed(alsoFailed);
        }
    }

    @Override
    public long lines() {
        return writtenLines;
    }

    @Override
    public void close() throws IOException {
        final RandomAccessFile target = file;
        file = null;
        if (target != null) {
            target.close();
        }
    }
}
