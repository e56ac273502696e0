// SPDX-License-Identifier: Apache-2.0
package io.ringbus.environment;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/** The machine's file system, through channels: a full disk under a mapped write would be a signal, not an exception. */
final class FileStorage implements Storage {
    private static final String FOLDER_MODE = "rwx------";

    @Override
    public StorageFolder open(final Path folder) throws IOException {
        final Path path = folder.toAbsolutePath().normalize();
        check(path);
        return new FileFolder(path);
    }

    @Override
    public StorageFolder create(final Path folder) throws IOException {
        final Path path = folder.toAbsolutePath().normalize();
        make(path, attributes(path, FOLDER_MODE));
        return open(path);
    }

    /** Makes a folder, and those above it that are missing, so that they survive a power cut. */
    static void make(final Path folder, final FileAttribute<?>... attributes) throws IOException {
        final Deque<Path> missing = new ArrayDeque<>();
        for (Path above = folder; above != null && !Files.exists(above, LinkOption.NOFOLLOW_LINKS); ) {
            missing.push(above);
            above = above.getParent();
        }
        for (final Path folderToMake : missing) {
            Files.createDirectory(folderToMake, attributes);
            force(folderToMake.resolveSibling(""));
        }
    }

    private static void check(final Path folder) throws IOException {
        if (Files.isSymbolicLink(folder)) {
            throw new FileSystemException(
                    folder.toString(), null, "is a symbolic link, which is not followed: name the folder it points to");
        }
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw new NoSuchFileException(folder.toString(), null, "there is no such folder: correct the path");
        }
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw new NotDirectoryException(folder + ": is a file: name a folder");
        }
        if (isPosix(folder)) {
            final Set<PosixFilePermission> mode = Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS);
            if (mode.contains(PosixFilePermission.GROUP_WRITE) || mode.contains(PosixFilePermission.OTHERS_WRITE)) {
                throw new FileSystemException(
                        folder.toString(),
                        null,
                        "mode=" + PosixFilePermissions.toString(mode)
                                + " lets others than the owner write: take that away (chmod go-w), or name a new folder");
            }
        }
    }

    /** Makes the names in a folder durable; where folders cannot be opened (Windows), the file system does it by itself. */
    static void force(final Path folder) throws IOException {
        if (isPosix(folder)) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    static FileAttribute<?>[] attributes(final Path path, final String mode) {
        return isPosix(path)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))}
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(final Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
