// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers.file;

import io.ringbus.barriers.Manifest;
import io.ringbus.barriers.SnapshotDamagedException;
import io.ringbus.barriers.SnapshotException;
import io.ringbus.barriers.SnapshotReader;
import io.ringbus.barriers.Snapshots;
import io.ringbus.environment.StorageFolder;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The complete checkpoints of a folder: their manifests, or why they cannot be read.
 *
 * <p><b>Threading.</b> Any thread.
 */
final class Catalog implements Snapshots {
    private final StorageFolder folder;
    private final TreeMap<Long, Entry> entries = new TreeMap<>();

    /** Exactly one of manifest and failure is there. */
    private record Entry(
            FileName file,
            @Nullable Manifest manifest,
            @Nullable SnapshotException failure) {
        Manifest readable() throws SnapshotException {
            if (failure != null) {
                throw failure;
            }
            return Objects.requireNonNull(manifest);
        }
    }

    private Catalog(final StorageFolder folder) {
        this.folder = folder;
    }

    /**
     * Reads the manifests that the newest fence lets count. The folder's owner may change it meanwhile: a file that was listed
     * and is gone makes this begin again with the next list, unless that names it too.
     */
    static Catalog read(final StorageFolder folder) throws IOException {
        List<FileName> files = marks(folder);
        while (true) {
            try {
                return read(folder, files);
            } catch (final NoSuchFileException gone) {
                final List<FileName> now = marks(folder);
                if (now.equals(files)) {
                    throw gone;
                }
                files = now;
            }
        }
    }

    private static List<FileName> marks(final StorageFolder folder) throws IOException {
        return folder.settledList(names -> FileName.parsed(names).stream()
                .filter(file -> file.is(FileName.Kind.MANIFEST) || file.is(FileName.Kind.FENCE))
                .toList());
    }

    private static Catalog read(final StorageFolder folder, final List<FileName> files) throws IOException {
        final Fence fence = Fence.newest(folder, files);
        final Catalog catalog = new Catalog(folder);
        for (final FileName file : files) {
            if (file.is(FileName.Kind.MANIFEST) && fence.lets(file)) {
                catalog.entries.put(file.checkpointId(), read(folder, file));
            }
        }
        if (catalog.entries.isEmpty() && !fence.manifests().isEmpty()) {
            throw new SnapshotDamagedException(
                    folder.path(), 0, "there is no manifest, but there were " + fence.manifests());
        }
        return catalog;
    }

    private static Entry read(final StorageFolder folder, final FileName file) throws IOException {
        try {
            return new Entry(file, ManifestLayout.read(folder, file), null);
        } catch (final SnapshotException unreadable) {
            return new Entry(file, null, unreadable);
        }
    }

    @Override
    public synchronized List<Long> complete() {
        return List.copyOf(entries.keySet());
    }

    @Override
    public SnapshotReader open(final long checkpointId) throws IOException {
        final Manifest manifest = manifest(checkpointId);
        return new FileSnapshotReader(folder, manifest);
    }

    Manifest manifest(final long checkpointId) throws SnapshotException {
        return entry(checkpointId).readable();
    }

    /** The manifest's file. */
    FileName file(final long checkpointId) {
        return entry(checkpointId).file;
    }

    private synchronized Entry entry(final long checkpointId) {
        final Entry entry = entries.get(checkpointId);
        if (entry == null) {
            throw new IllegalArgumentException("checkpoint " + checkpointId + " is not complete in " + folder.path()
                    + ": complete are " + complete());
        }
        return entry;
    }

    synchronized void add(final Manifest manifest) {
        final FileName file = FileName.manifest(manifest.checkpointId(), manifest.epoch());
        entries.put(manifest.checkpointId(), new Entry(file, manifest, null));
    }

    synchronized void remove(final long checkpointId) {
        entries.remove(checkpointId);
    }

    /** Forgets what is older than the {@code count} newest that can be read. */
    synchronized void forget(final int count) {
        int kept = 0;
        for (final Iterator<Entry> newestFirst =
                        entries.descendingMap().values().iterator();
                newestFirst.hasNext(); ) {
            final Entry entry = newestFirst.next();
            if (kept >= count) {
                newestFirst.remove();
            } else if (entry.manifest != null) {
                kept++;
            }
        }
    }

    /** The manifest files of the complete checkpoints. */
    synchronized Set<FileName> files() {
        final Set<FileName> files = new LinkedHashSet<>();
        entries.values().forEach(entry -> files.add(entry.file));
        return files;
    }

    /** Those that can be read. */
    synchronized Collection<Manifest> manifests() {
        final List<Manifest> manifests = new ArrayList<>();
        for (final Entry entry : entries.values()) {
            if (entry.manifest != null) {
                manifests.add(entry.manifest);
            }
        }
        return manifests;
    }

    /** The newest checkpoint whose manifest cannot be read, or 0. */
    synchronized long newestUnreadable() {
        return entries.values().stream()
                .filter(entry -> entry.failure != null)
                .mapToLong(entry -> entry.file.checkpointId())
                .max()
                .orElse(0);
    }
}
