// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers.file;

import io.ringbus.barriers.FencedException;
import io.ringbus.barriers.Manifest;
import io.ringbus.barriers.ManifestDraft;
import io.ringbus.barriers.SnapshotException;
import io.ringbus.barriers.SnapshotHeader;
import io.ringbus.barriers.SnapshotReader;
import io.ringbus.barriers.SnapshotStore;
import io.ringbus.barriers.SnapshotWriter;
import io.ringbus.barriers.Snapshots;
import io.ringbus.environment.Storage;
import io.ringbus.environment.StorageFile;
import io.ringbus.environment.StorageFolder;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Snapshots as files of one folder, which belongs to one pipeline and is given to nobody else. See {@link BlockLayout} and
 * {@link ManifestLayout} for the bytes.
 *
 * <p><b>Durability.</b> As strong as the disk: a force that returns is believed.
 * <p><b>Failure.</b> A manifest that cannot be read does not keep the folder from being opened: its checkpoint is complete, and
 * opening it says what is wrong. A damaged fence does, for without it nobody can tell what is complete.
 */
public final class FileSnapshotStore implements SnapshotStore {
    private final StorageFolder folder;
    private final Closeable lock;
    private final long epoch;
    private final Catalog catalog;
    private final Leftovers leftovers;
    private long newestId;
    private @Nullable FileSnapshotWriter inProgress;

    /** Writes the blocks of a file. */
    @FunctionalInterface
    interface Content {
        void writeTo(BlockWriter blocks) throws IOException;
    }

    private FileSnapshotStore(final StorageFolder folder, final Closeable lock) throws IOException {
        this.folder = folder;
        this.lock = lock;
        this.epoch = 1 + FileName.newestEpoch(FileName.parsed(folder.list()));
        final FileName claim = FileName.ofOwner(FileName.Kind.CLAIM, epoch);
        try {
            folder.create(claim.toString()).close();
        } catch (final FileAlreadyExistsException taken) {
            throw new SnapshotException(
                    "snapshot store " + folder.path() + ": '" + claim
                            + "' was made by another pipeline at this moment: stop that one, or name another folder",
                    taken);
        }
        this.catalog = Catalog.read(folder);
        this.leftovers = new Leftovers(folder, epoch, catalog);
    }

    /**
     * Opens the snapshots of a folder, and makes it first where it is missing, as their only owner.
     *
     * <p><b>Durability.</b> What is complete now is so after a power cut too, also if its writer was killed before it knew.
     * <p><b>Failure.</b> {@link io.ringbus.environment.FolderInUseException} when another pipeline has it.
     */
    public static FileSnapshotStore open(final Storage storage, final Path path) throws IOException {
        final StorageFolder folder = storage.create(path);
        final Closeable lock = folder.lock(FileName.LOCK);
        try {
            final FileSnapshotStore store = new FileSnapshotStore(folder, lock);
            store.takeOver();
            return store;
        } catch (final IOException | RuntimeException failed) {
            lock.close();
            throw failed;
        }
    }

    /** Looks into a folder without owning it: nothing is changed, and its owner may go on. */
    public static Snapshots look(final Storage storage, final Path path) throws IOException {
        return Catalog.read(storage.open(path));
    }

    /** Makes durable what counts, so that nothing else of earlier owners ever will, and deletes the rest. */
    private void takeOver() throws IOException {
        for (final Manifest manifest : catalog.manifests()) {
            // Its name may be visible and yet lost: forcing the folder failed, and the process ended. So it is put
            // there anew.
            writeAside(
                    BlockLayout.MANIFEST_MAGIC,
                    manifest.checkpointId(),
                    manifest.epoch(),
                    blocks -> ManifestLayout.write(blocks, manifest));
            putInPlace(FileName.manifest(manifest.checkpointId(), manifest.epoch()));
        }
        folder.force();
        final Fence fence = new Fence(epoch, catalog.files());
        writeAside(BlockLayout.FENCE_MAGIC, 0, fence::write);
        putInPlace(FileName.ofOwner(FileName.Kind.FENCE, epoch));
        folder.force();
        checkNotFenced();
        newestId = leftovers.newestId();
        leftovers.deleteOfEarlierOwners();
    }

    @Override
    public List<Long> complete() {
        return catalog.complete();
    }

    @Override
    public SnapshotReader open(final long checkpointId) throws IOException {
        return catalog.open(checkpointId);
    }

    @Override
    public synchronized SnapshotWriter begin(final SnapshotHeader header) throws IOException {
        if (inProgress != null) {
            throw new IllegalStateException("checkpoint " + header.checkpointId() + ": checkpoint " + newestId
                    + " is in progress: commit or abort it first");
        }
        if (header.checkpointId() <= newestId) {
            throw new IllegalArgumentException("checkpoint: id=" + header.checkpointId() + " <= " + newestId
                    + ", the newest id in " + folder.path() + ": count on from there");
        }
        Optional<Manifest> parent = Optional.empty();
        if (header.parent().isPresent()) {
            parent = Optional.of(catalog.manifest(header.parent().getAsLong()));
        }
        newestId = header.checkpointId();
        final FileSnapshotWriter writer =
                new FileSnapshotWriter(this, folder, new ManifestDraft(header, epoch, parent));
        inProgress = writer;
        return writer;
    }

    synchronized void completed(final Manifest manifest) {
        catalog.add(manifest);
        inProgress = null;
    }

    synchronized void ended() {
        inProgress = null;
    }

    @Override
    public synchronized void retain(final int count) throws IOException {
        if (count < 1) {
            throw new IllegalArgumentException("snapshot store " + folder.path() + ": retain count=" + count + " < 1");
        }
        checkNotFenced();
        catalog.forget(count);
        leftovers.deleteForgotten(inProgress == null ? 0 : newestId);
    }

    @Override
    public synchronized void reject(final long checkpointId) throws IOException {
        checkNotFenced();
        final FileName manifest = catalog.file(checkpointId);
        folder.rename(manifest.toString(), manifest.rejected().toString());
        catalog.remove(checkpointId);
        folder.force();
    }

    @Override
    public synchronized long newestId() {
        return newestId;
    }

    @Override
    public long epoch() {
        return epoch;
    }

    /** Refuses to go on when there is a newer owner, or one that wants to be. */
    void checkNotFenced() throws IOException {
        final long newest = FileName.newestEpoch(FileName.parsed(folder.list()));
        if (newest > epoch) {
            throw new FencedException(folder.path().toString(), epoch, newest);
        }
    }

    /** Writes a file of this owner and makes its bytes durable, under a name that does not count. */
    void writeAside(final long magic, final long checkpointId, final Content content) throws IOException {
        writeAside(magic, checkpointId, epoch, content);
    }

    private void writeAside(final long magic, final long checkpointId, final long ofEpoch, final Content content)
            throws IOException {
        final String name = FileName.ofOwner(FileName.Kind.TMP, epoch).toString();
        try {
            folder.delete(name);
        } catch (final NoSuchFileException none) {
            // As it should be; there is one after a failure.
        }
        try (StorageFile file = folder.create(name)) {
            final BlockWriter blocks = new BlockWriter(file, magic, checkpointId, ofEpoch, 0);
            content.writeTo(blocks);
            blocks.complete();
        }
    }

    /** Gives what was last written aside the name that counts; durable once the folder is forced. */
    void putInPlace(final FileName name) throws IOException {
        folder.rename(FileName.ofOwner(FileName.Kind.TMP, epoch).toString(), name.toString());
    }

    void deleteIfPossible(final FileName file) {
        try {
            folder.delete(file.toString());
        } catch (final IOException kept) {
            // Found and deleted as a leftover by retain, or by the next owner.
        }
    }

    /** Aborts what is in progress and gives the folder back. */
    @Override
    public void close() throws IOException {
        final FileSnapshotWriter open;
        synchronized (this) {
            open = inProgress;
        }
        if (open != null) {
            open.abort();
        }
        lock.close();
    }
}
