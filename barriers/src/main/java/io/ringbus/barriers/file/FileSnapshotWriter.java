// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers.file;

import io.ringbus.barriers.Manifest;
import io.ringbus.barriers.ManifestDraft;
import io.ringbus.barriers.PartWriter;
import io.ringbus.barriers.SnapshotException;
import io.ringbus.barriers.SnapshotWriter;
import io.ringbus.environment.StorageFile;
import io.ringbus.environment.StorageFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes one snapshot into a folder, in the order that a power cut cannot break:
 *
 * <ol>
 *   <li>each part, and force it;
 *   <li>the manifest under a name that does not count, and force it;
 *   <li>force the folder, so that no manifest can be there without its parts;
 *   <li>rename the manifest to the name that counts;
 *   <li>force the folder.
 * </ol>
 *
 * Nothing is forced twice: the second attempt would succeed without the bytes.
 */
final class FileSnapshotWriter implements SnapshotWriter {
    private final FileSnapshotStore store;
    private final StorageFolder folder;
    private final ManifestDraft draft;
    private final List<FilePartWriter> parts = new ArrayList<>();
    private volatile @Nullable SnapshotException failure;
    private volatile boolean ended;
    /** The manifest may have the name that counts. */
    private boolean renamed;

    FileSnapshotWriter(final FileSnapshotStore store, final StorageFolder folder, final ManifestDraft draft) {
        this.store = store;
        this.folder = folder;
        this.draft = draft;
    }

    @Override
    public PartWriter base(final String part) throws IOException {
        checkUsable();
        return begin(part, draft.base(part));
    }

    @Override
    public PartWriter increment(final String part) throws IOException {
        checkUsable();
        return begin(part, draft.increment(part));
    }

    private synchronized PartWriter begin(final String part, final int index) throws IOException {
        checkUsable();
        final FileName name = FileName.part(draft.checkpointId(), store.epoch(), index);
        try {
            final StorageFile file = folder.create(name.toString());
            final BlockWriter blocks =
                    new BlockWriter(file, BlockLayout.PART_MAGIC, draft.checkpointId(), store.epoch(), index);
            final FilePartWriter writer = new FilePartWriter(this, part, name, file, blocks);
            parts.add(writer);
            return writer;
        } catch (final IOException failed) {
            throw fail("making", name, failed);
        }
    }

    @Override
    public void unchanged(final String part) {
        draft.unchanged(part);
    }

    @Override
    public void section(final String name, final ByteBuffer bytes) {
        draft.section(name, bytes);
    }

    void complete(final String part, final FileName name, final BlockWriter blocks) {
        draft.complete(part, name.index(), blocks.fileBytes(), blocks.blocks(), blocks.seal());
    }

    @Override
    public synchronized void commit() throws IOException {
        checkUsable();
        final Manifest manifest = draft.build();
        final FileName name = FileName.manifest(manifest.checkpointId(), manifest.epoch());
        try {
            store.checkNotFenced();
            store.writeAside(
                    BlockLayout.MANIFEST_MAGIC,
                    manifest.checkpointId(),
                    blocks -> ManifestLayout.write(blocks, manifest));
            folder.force();
            renamed = true;
            store.putInPlace(name);
            folder.force();
            store.checkNotFenced();
        } catch (final SnapshotException fenced) {
            failure = fenced;
            abort();
            throw fenced;
        } catch (final IOException failed) {
            final SnapshotException named = fail("completing", name, failed);
            abort();
            throw named;
        }
        ended = true;
        store.completed(manifest);
    }

    /** Throws what failed this checkpoint first. */
    void checkUsable() throws SnapshotException {
        final SnapshotException failed = failure;
        if (failed != null) {
            throw failed;
        }
        if (ended) {
            throw new IllegalStateException(
                    "checkpoint " + draft.checkpointId() + " has ended: begin another one in the store");
        }
    }

    /** Fails the checkpoint, unless it has failed before, and answers why it has. */
    synchronized SnapshotException fail(final String doing, final FileName name, final IOException cause) {
        final SnapshotException before = failure;
        if (before != null) {
            return before;
        }
        final SnapshotException failed = new SnapshotException(
                "checkpoint " + draft.checkpointId() + ": " + doing + " '" + name + "' in " + folder.path()
                        + " failed (" + cause.getMessage()
                        + "): it is given up and the next one begins anew: see that the disk has room and is sound",
                cause);
        failure = failed;
        return failed;
    }

    synchronized void giveUp(final String part) {
        if (failure == null && !ended) {
            failure = new SnapshotException(
                    "checkpoint " + draft.checkpointId() + ": part '" + part + "' was closed before it was complete",
                    null);
        }
    }

    /**
     * Deletes the parts. If the manifest may be in place it is left there, with them: a new owner may have found it already.
     * The store deletes it when a newer checkpoint is complete.
     */
    @Override
    public synchronized void abort() {
        if (ended) {
            return;
        }
        ended = true;
        if (failure == null) {
            failure = new SnapshotException("checkpoint " + draft.checkpointId() + " was aborted", null);
        }
        parts.forEach(FilePartWriter::closeFile);
        if (!renamed) {
            for (int index = 0; index < parts.size(); index++) {
                store.deleteIfPossible(FileName.part(draft.checkpointId(), store.epoch(), index));
            }
        }
        store.ended();
    }
}
