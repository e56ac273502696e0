// SPDX-License-Identifier: Apache-2.0
package io.ringbus.environment;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
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
        return new SharedFile(file, mode);
    }

    @Override
    public void rename(final String from, final String to) throws IOException {
        Files.move(path.resolve(from), path.resolve(to), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(final String name) throws IOException {
        Files.delete(path.resolve(name));
    }

    @Override
    public void force() throws IOException {
        uninterrupted(() -> {
            FileStorage.force(path);
            return this;
        });
    }

    @Override
    public Closeable lock(final String name) throws IOException {
        return uninterrupted(() -> FileFolder.locked(
                FileChannel.open(path.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.WRITE), path, name));
    }

    /** What needs a channel, which an interrupt would close: it waits until that is over. */
    private static <R> R uninterrupted(final Operation<R> operation) throws IOException {
        final boolean interrupted = Thread.interrupted();
        try {
            return operation.run();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @FunctionalInterface
    private interface Operation<R> {
        R run() throws IOException;
    }
}
