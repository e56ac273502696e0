// SPDX-License-Identifier: Apache-2.0
package io.ringbus.environment;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** A folder that others may read and write, too. */
final class SharedFolder implements StorageFolder {
    private final Path path;

    SharedFolder(final Path path) {
        this.path = path;
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public List<String> list() throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    @Override
    public boolean contains(final String name) {
        return Files.isRegularFile(path.resolve(name));
    }

    @Override
    public StorageFile create(final String name) throws IOException {
        return opened(Files.createFile(path.resolve(name)), "rw");
    }

    @Override
    public StorageFile open(final String name) throws IOException {
        return opened(path.resolve(name), "r");
    }

    @Override
    public StorageFile openToWrite(final String name) throws IOException {
        return opened(path.resolve(name), "rw");
    }

    private static StorageFile opened(final Path file, final String mode) throws IOException {
        if (Files.notExists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        return new SharedFile(new RandomAccessFile(file.toFile(), mode));
    }

    @Override
    public void rename(final String from, final String to) throws IOException {
        Files.move(path.resolve(from), path.resolve(to), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(final String name) throws IOException {
        Files.delete(path.resolve(name));
    }

    /** The one operation that needs a channel, which an interrupt would close: it waits until the force is over. */
    @Override
    public void force() throws IOException {
        final boolean interrupted = Thread.interrupted();
        try {
            FileStorage.force(path);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public Closeable lock(final String name) throws IOException {
        throw new IOException(path + ": a folder that is shared has no lock: use the private storage");
    }
}
