// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers.file;

import io.ringbus.barriers.Manifest;
import io.ringbus.barriers.PartReader;
import io.ringbus.barriers.SnapshotDamagedException;
import io.ringbus.barriers.SnapshotReader;
import io.ringbus.barriers.SnapshotRetiredException;
import io.ringbus.environment.StorageFile;
import io.ringbus.environment.StorageFolder;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Reads the files that a manifest names. An owner deletes the manifest before the files, so one that is missing is damage only
 * while the manifest is there.
 */
final class FileSnapshotReader implements SnapshotReader {
    private final StorageFolder folder;
    private final Manifest manifest;

    FileSnapshotReader(final StorageFolder folder, final Manifest manifest) throws IOException {
        this.folder = folder;
        this.manifest = manifest;
        for (final Manifest.Part part : manifest.parts()) {
            for (final Manifest.Link link : part.chain()) {
                openFile(link).close();
            }
        }
    }

    @Override
    public Manifest manifest() {
        return manifest;
    }

    @Override
    public PartReader part(final String part, final int link) throws IOException {
        final Manifest.Link file = manifest.link(part, link);
        return BlockReader.ofPart(openFile(file), path(file), file);
    }

    private StorageFile openFile(final Manifest.Link link) throws IOException {
        final StorageFile file;
        try {
            file = folder.open(name(link));
        } catch (final NoSuchFileException missing) {
            if (!folder.contains(
                    FileName.manifest(manifest.checkpointId(), manifest.epoch()).toString())) {
                throw new SnapshotRetiredException(folder.path(), manifest.checkpointId());
            }
            throw new SnapshotDamagedException(
                    path(link), 0, "the file is missing, though checkpoint " + manifest.checkpointId() + " needs it");
        }
        final long fileBytes = file.length();
        if (fileBytes != link.fileBytes()) {
            file.close();
            throw new SnapshotDamagedException(
                    path(link),
                    Math.min(fileBytes, link.fileBytes()),
                    "length=" + fileBytes + " is not " + link.fileBytes() + ", as the manifest of checkpoint "
                            + manifest.checkpointId() + " says");
        }
        return file;
    }

    private static String name(final Manifest.Link link) {
        return FileName.part(link.checkpointId(), link.epoch(), link.index()).toString();
    }

    private Path path(final Manifest.Link link) {
        return folder.path().resolve(name(link));
    }
}
