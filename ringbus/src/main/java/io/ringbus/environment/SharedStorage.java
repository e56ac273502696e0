// SPDX-License-Identifier: Apache-2.0
package io.ringbus.environment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** The machine's file system for files that others read: usual modes, any name, links followed. */
final class SharedStorage implements Storage {
    @Override
    public StorageFolder open(final Path folder) throws IOException {
        final Path path = folder.toAbsolutePath().normalize();
        if (!Files.isDirectory(path)) {
            throw new NotDirectoryException(path + ": is no folder: correct the path");
        }
        return new SharedFolder(path);
    }

    @Override
    public StorageFolder create(final Path folder) throws IOException {
        FileStorage.make(folder.toAbsolutePath().normalize());
        return open(folder);
    }
}
