// SPDX-License-Identifier: Apache-2.0
package io.ringbus.environment;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A folder of the machine's file system. */
final class FileFolder implements StorageFolder {
    private static final String FILE_MODE = "rw-------";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,199}");

    private final Path path;

    FileFolder(final Path path) {
        this.path = path;
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public List<String> list() throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(FileFolder::isFileOrGone)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    /** A file that has gone since the folder was read is told: without it the list would be of no moment at all. */
    private static boolean isFileOrGone(final Path file) {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.notExists(file, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public boolean contains(final String name) throws IOException {
        return Files.isRegularFile(resolve(name), LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public StorageFile create(final String name) throws IOException {
        return new ChannelFile(
                channel(name, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    @Override
    public StorageFile open(final String name) throws IOException {
        return new ChannelFile(channel(name, StandardOpenOption.READ));
    }

    @Override
    public StorageFile openToWrite(final String name) throws IOException {
        return new ChannelFile(channel(name, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    private FileChannel channel(final String name, final StandardOpenOption... options) throws IOException {
        final Set<OpenOption> all = new HashSet<>(List.of(options));
        all.add(LinkOption.NOFOLLOW_LINKS);
        final Path file = resolve(name);
        return FileChannel.open(file, all, FileStorage.attributes(file, FILE_MODE));
    }

    private Path resolve(final String name) throws IOException {
        if (!NAME.matcher(name).matches()) {
            throw new FileSystemException(
                    path + ": name='" + name + "' is not plain: use letters, digits, dots, dashes and underscores");
        }
        return path.resolve(name);
    }

    @Override
    public void rename(final String from, final String to) throws IOException {
        Files.move(resolve(from), resolve(to), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(final String name) throws IOException {
        Files.delete(resolve(name));
    }

    @Override
    public void force() throws IOException {
        FileStorage.force(path);
    }

    @Override
    public Closeable lock(final String name) throws IOException {
        return locked(channel(name, StandardOpenOption.CREATE, StandardOpenOption.WRITE), path, name);
    }

    /** The lock of a file, which ends with its channel. */
    static Closeable locked(final FileChannel channel, final Path folder, final String name) throws IOException {
        if (!isLocked(channel)) {
            channel.close();
            throw new FolderInUseException(folder, name);
        }
        return channel;
    }

    /** Takes the lock, which ends with the channel. */
    private static boolean isLocked(final FileChannel channel) throws IOException {
        try {
            final FileLock lock = channel.tryLock();
            return lock != null;
        } catch (final OverlappingFileLockException heldByThisProcess) {
            return false;
        } catch (final IOException unable) {
            channel.close();
            throw unable;
        }
    }
}
