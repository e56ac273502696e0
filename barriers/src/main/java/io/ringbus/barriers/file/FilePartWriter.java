// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers.file;

import io.ringbus.barriers.PartWriter;
import io.ringbus.environment.StorageFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Writes one part to its file; what goes wrong fails the whole checkpoint. */
final class FilePartWriter implements PartWriter {
    private final FileSnapshotWriter snapshot;
    private final String part;
    private final FileName name;
    private final StorageFile file;
    private final BlockWriter blocks;
    private boolean completed;

    FilePartWriter(
            final FileSnapshotWriter snapshot,
            final String part,
            final FileName name,
            final StorageFile file,
            final BlockWriter blocks) {
        this.snapshot = snapshot;
        this.part = part;
        this.name = name;
        this.file = file;
        this.blocks = blocks;
    }

    @Override
    public void block(final int kind, final ByteBuffer payload) throws IOException {
        checkOpen();
        try {
            blocks.block(kind, payload);
        } catch (final IOException failed) {
            throw snapshot.fail("writing", name, failed);
        }
    }

    @Override
    public long bytes() {
        return blocks.payloadBytes();
    }

    @Override
    public void complete() throws IOException {
        checkOpen();
        try (file) {
            blocks.complete();
        } catch (final IOException failed) {
            throw snapshot.fail("writing and forcing", name, failed);
        }
        completed = true;
        snapshot.complete(part, name, blocks);
    }

    private void checkOpen() throws IOException {
        snapshot.checkUsable();
        if (completed) {
            throw new IllegalStateException("checkpoint " + name.checkpointId() + ", part '" + part + "' is complete");
        }
    }

    @Override
    public void close() {
        if (!completed) {
            snapshot.giveUp(part);
        }
    }

    /** Closes the file under a thread that may be writing to it. */
    void closeFile() {
        try {
            file.close();
        } catch (final IOException ignored) {
            // What is in the file does not count any more.
        }
    }
}
