// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Snapshots on the heap, for tests and for pipelines that only restart within their process. The contract is that of
 * {@link SnapshotStore}, but nothing survives the process.
 */
public final class MemorySnapshotStore implements SnapshotStore {
    private final TreeMap<Long, Manifest> manifests = new TreeMap<>();
    private final Map<Manifest.Link, List<Block>> parts = new HashMap<>();
    private long newestId;
    private @Nullable Writer inProgress;

    private record Block(int kind, ByteBuffer payload) {}

    @Override
    public synchronized SnapshotWriter begin(final SnapshotHeader header) {
        if (inProgress != null) {
            throw new IllegalStateException("checkpoint " + header.checkpointId() + ": checkpoint " + newestId
                    + " is in progress: commit or abort it first");
        }
        if (header.checkpointId() <= newestId) {
            throw new IllegalArgumentException("checkpoint: id=" + header.checkpointId() + " <= " + newestId
                    + ", the newest id here: count on from there");
        }
        Optional<Manifest> parent = Optional.empty();
        if (header.parent().isPresent()) {
            parent = Optional.of(manifest(header.parent().getAsLong()));
        }
        newestId = header.checkpointId();
        inProgress = new Writer(new ManifestDraft(header, epoch(), parent));
        return inProgress;
    }

    private synchronized Manifest manifest(final long checkpointId) {
        final Manifest manifest = manifests.get(checkpointId);
        if (manifest == null) {
            throw new IllegalArgumentException(
                    "checkpoint " + checkpointId + " is not complete in memory: complete are " + complete());
        }
        return manifest;
    }

    @Override
    public synchronized List<Long> complete() {
        return List.copyOf(manifests.keySet());
    }

    @Override
    public SnapshotReader open(final long checkpointId) {
        return new Reader(manifest(checkpointId));
    }

    @Override
    public synchronized void retain(final int count) {
        if (count < 1) {
            throw new IllegalArgumentException("snapshot store in memory: retain count=" + count + " < 1");
        }
        while (manifests.size() > count) {
            manifests.pollFirstEntry();
        }
        final Set<Manifest.Link> needed = new HashSet<>();
        manifests.values().forEach(manifest -> manifest.parts().forEach(part -> needed.addAll(part.chain())));
        parts.keySet().retainAll(needed);
    }

    @Override
    public synchronized void reject(final long checkpointId) {
        manifests.remove(checkpointId);
    }

    @Override
    public long newestId() {
        return newestId;
    }

    @Override
    public long epoch() {
        return 1;
    }

    @Override
    public void close() {
        final Writer open;
        synchronized (this) {
            open = inProgress;
        }
        if (open != null) {
            open.abort();
        }
    }

    private synchronized void complete(final Manifest manifest, final Map<Manifest.Link, List<Block>> written) {
        manifests.put(manifest.checkpointId(), manifest);
        parts.putAll(written);
        inProgress = null;
    }

    private synchronized void ended() {
        inProgress = null;
    }

    private synchronized List<Block> blocks(final Manifest.Link link) {
        final List<Block> blocks = parts.get(link);
        if (blocks == null) {
            throw new IllegalStateException("checkpoint " + link.checkpointId() + " is not kept any more");
        }
        return blocks;
    }

    /** A snapshot that is being written. */
    private final class Writer implements SnapshotWriter {
        private final ManifestDraft draft;
        private final Map<Manifest.Link, List<Block>> written = new HashMap<>();
        private @Nullable SnapshotException failure;
        private boolean ended;

        Writer(final ManifestDraft draft) {
            this.draft = draft;
        }

        @Override
        public PartWriter base(final String part) throws IOException {
            checkUsable();
            return new Part(this, part, draft.base(part));
        }

        @Override
        public PartWriter increment(final String part) throws IOException {
            checkUsable();
            return new Part(this, part, draft.increment(part));
        }

        @Override
        public void unchanged(final String part) {
            draft.unchanged(part);
        }

        @Override
        public void section(final String name, final ByteBuffer bytes) {
            draft.section(name, bytes);
        }

        synchronized void checkUsable() throws SnapshotException {
            if (failure != null) {
                throw failure;
            }
            if (ended) {
                throw new IllegalStateException(
                        "checkpoint " + draft.checkpointId() + " has ended: begin another one in the store");
            }
        }

        synchronized void complete(final Part part, final List<Block> blocks) {
            final Manifest.Link link =
                    new Manifest.Link(draft.checkpointId(), epoch(), part.index, part.bytes, blocks.size(), 0);
            written.put(link, blocks);
            draft.complete(part.name, part.index, part.bytes, blocks.size(), 0);
        }

        synchronized void giveUp(final String part) {
            if (failure == null && !ended) {
                failure = new SnapshotException(
                        "checkpoint " + draft.checkpointId() + ": part '" + part
                                + "' was closed before it was complete",
                        null);
            }
        }

        @Override
        public synchronized void commit() throws IOException {
            checkUsable();
            final Manifest manifest = draft.build();
            ended = true;
            MemorySnapshotStore.this.complete(manifest, written);
        }

        @Override
        public synchronized void abort() {
            if (!ended) {
                ended = true;
                if (failure == null) {
                    failure = new SnapshotException("checkpoint " + draft.checkpointId() + " was aborted", null);
                }
                MemorySnapshotStore.this.ended();
            }
        }
    }

    /** A part that is being written. */
    private static final class Part implements PartWriter {
        private final Writer snapshot;
        private final String name;
        private final int index;
        private final List<Block> blocks = new ArrayList<>();
        private long bytes;
        private boolean completed;

        Part(final Writer snapshot, final String name, final int index) {
            this.snapshot = snapshot;
            this.name = name;
            this.index = index;
        }

        @Override
        public void block(final int kind, final ByteBuffer payload) throws IOException {
            checkOpen();
            PartWriter.checkBlock(kind, payload.remaining());
            bytes += payload.remaining();
            final ByteBuffer copy = ByteBuffer.allocate(payload.remaining());
            blocks.add(new Block(kind, copy.put(payload).flip()));
        }

        @Override
        public long bytes() {
            return bytes;
        }

        @Override
        public void complete() throws IOException {
            checkOpen();
            completed = true;
            snapshot.complete(this, blocks);
        }

        private void checkOpen() throws IOException {
            snapshot.checkUsable();
            if (completed) {
                throw new IllegalStateException("part '" + name + "' is complete");
            }
        }

        @Override
        public void close() {
            if (!completed) {
                snapshot.giveUp(name);
            }
        }
    }

    /** A snapshot that is being read. */
    private final class Reader implements SnapshotReader {
        private final Manifest manifest;

        Reader(final Manifest manifest) {
            this.manifest = manifest;
        }

        @Override
        public Manifest manifest() {
            return manifest;
        }

        @Override
        public PartReader part(final String part, final int link) {
            return new Blocks(blocks(manifest.link(part, link)));
        }
    }

    /** A part that is being read. */
    private static final class Blocks implements PartReader {
        private final List<Block> blocks;
        private int index = -1;
        private ByteBuffer payload = ByteBuffer.allocate(0);

        Blocks(final List<Block> blocks) {
            this.blocks = blocks;
        }

        @Override
        public boolean next() {
            if (index + 1 >= blocks.size()) {
                return false;
            }
            index++;
            payload = blocks.get(index).payload.duplicate().order(ByteOrder.LITTLE_ENDIAN);
            return true;
        }

        @Override
        public int kind() {
            return blocks.get(index).kind;
        }

        @Override
        public ByteBuffer payload() {
            return payload;
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
