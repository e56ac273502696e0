// SPDX-License-Identifier: Apache-2.0
package io.ringbus.offheap;

import io.ringbus.state.StateSpec;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The folder of the files that states are mapped to: {@code cells} below the directory the user named.
 *
 * <p>The files are working memory that may be larger than the machine's, not a store: they are deleted whenever the folder
 * is opened. Folder and files belong to their owner alone (0700, 0600), and one process at a time.
 *
 * <p><b>Failure.</b> {@link IllegalStateException} names the folder.
 */
final class StateFolder implements AutoCloseable {
    private static final String FOLDER = "cells";
    private static final String LOCK = "lock";
    private static final int NAME_LENGTH_MAX = 100;

    private final Path folder;
    private final FileChannel lockFile;

    StateFolder(final Path directory) {
        folder = directory.toAbsolutePath().resolve(FOLDER);
        try {
            Files.createDirectories(folder, ownerOnly(directory, "rwx------"));
            if (isPosix(folder)) {
                final Set<PosixFilePermission> owner = PosixFilePermissions.fromString("rwx------");
                Files.setPosixFilePermissions(folder, owner);
            }
            lockFile = lock();
        } catch (final IOException failed) {
            throw new IllegalStateException(
                    "ringbus.state.dir=" + directory + " cannot be used (" + failed + "): name a writable folder",
                    failed);
        }
        try {
            wipe();
        } catch (final IOException failed) {
            close();
            throw new IllegalStateException(
                    "ringbus.state.dir=" + directory + " cannot be wiped (" + failed + "): name an empty folder",
                    failed);
        }
    }

    private FileChannel lock() throws IOException {
        final Path path = folder.resolve(LOCK);
        final FileChannel channel = FileChannel.open(
                path, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), ownerOnly(path, "rw-------"));
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (final OverlappingFileLockException heldByThisProcess) {
            lock = null;
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
        if (lock == null) {
            throw new FileSystemException(path.toString(), null, "in use by another pipeline");
        }
        return channel;
    }

    private void wipe() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (final Path file : files.toList()) {
                if (!file.endsWith(LOCK)) {
                    Files.delete(file);
                }
            }
        }
    }

    /** Creates an empty file for a state's map, in place of one left by an earlier use of the state. */
    Path create(final StateSpec<?> spec, final int generation) {
        final Path file = folder.resolve(fileName(spec.name()) + "-" + spec.partition() + "." + generation + ".map");
        try {
            Files.deleteIfExists(file);
            return Files.createFile(file, ownerOnly(file, "rw-------"));
        } catch (final IOException failed) {
            throw new IllegalStateException(
                    "ringbus.state.dir: " + file + " cannot be made (" + failed + "): make room or name another folder",
                    failed);
        }
    }

    /** Deletes a file that no map uses; a file that cannot be deleted is left for the next wipe. */
    void delete(final Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (final IOException kept) {
            System.getLogger("io.ringbus.offheap").log(System.Logger.Level.WARNING, "cannot delete " + file, kept);
        }
    }

    /** The state's name, when it is fit for a file name; else what is left of it and its hash. */
    static String fileName(final String stateName) {
        final String fit = stateName.replaceAll("[^A-Za-z0-9_.-]", "_");
        if (fit.equals(stateName) && fit.length() <= NAME_LENGTH_MAX && !fit.startsWith(".")) {
            return fit;
        }
        return "s-" + fit.substring(0, Math.min(fit.length(), NAME_LENGTH_MAX)) + "-"
                + Integer.toHexString(stateName.hashCode());
    }

    private static FileAttribute<?>[] ownerOnly(final Path path, final String permissions) {
        return isPosix(path)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(final Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (final IOException ignored) {
            // The lock ends with the process at the latest.
        }
    }
}
