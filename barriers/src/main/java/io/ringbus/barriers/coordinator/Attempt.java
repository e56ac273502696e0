// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers.coordinator;

import io.ringbus.barriers.PartWriter;
import io.ringbus.barriers.SnapshotWriter;
import io.ringbus.snapshot.StateWriter;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * One checkpoint while it is taken: a part for each stage, written as the stages hand over.
 *
 * <p><b>Threading.</b> The coordinator's thread.
 */
final class Attempt {
    private final long checkpointId;
    private final long parentId;
    private final SnapshotWriter snapshot;
    private final StateBlocks blocks;
    private final Map<String, PartWriter> parts = new HashMap<>();
    private final Set<String> missing;
    private long bytes;

    /** Begins one that builds on {@code parentId}, unless that is {@link SnapshotChain#NONE}. */
    Attempt(
            final long checkpointId,
            final long parentId,
            final SnapshotWriter snapshot,
            final StateBlocks blocks,
            final Set<String> stages) {
        this.checkpointId = checkpointId;
        this.parentId = parentId;
        this.snapshot = snapshot;
        this.blocks = blocks;
        this.missing = new TreeSet<>(stages);
    }

    long checkpointId() {
        return checkpointId;
    }

    long parentId() {
        return parentId;
    }

    /** Bytes of state so far. */
    long bytes() {
        return bytes;
    }

    /** Stages that have not handed everything over. */
    Set<String> missing() {
        return missing;
    }

    /** Writes a chunk of a stage that is not done. */
    void chunk(final String stage, final StateWriter chunk) throws IOException {
        blocks.writeChunk(part(stage), chunk);
        bytes += chunk.length();
    }

    /** Writes the last of a stage. */
    void saved(final String stage, final StateWriter state) throws IOException {
        blocks.writeState(part(stage), state);
        bytes += state.length();
        complete(stage);
    }

    /** Writes the state of a stage that has ended, or takes it over from the parent where it stands already. */
    void ended(final String stage, final StateWriter state, final boolean isInParent) throws IOException {
        if (isInParent && parentId != SnapshotChain.NONE) {
            snapshot.unchanged(stage);
        } else {
            try (PartWriter part = snapshot.base(stage)) {
                blocks.writeState(part, state);
                bytes += state.length();
                part.complete();
            }
        }
        missing.remove(stage);
    }

    private PartWriter part(final String stage) throws IOException {
        PartWriter part = parts.get(stage);
        if (part == null) {
            part = parentId == SnapshotChain.NONE ? snapshot.base(stage) : snapshot.increment(stage);
            parts.put(stage, part);
        }
        return part;
    }

    private void complete(final String stage) throws IOException {
        try (PartWriter part = part(stage)) {
            part.complete();
        }
        parts.remove(stage);
        missing.remove(stage);
    }

    /** All stages have handed over: makes the snapshot durable, and before it what it relies on. */
    void commit(final List<CheckpointParticipant> participants) throws IOException {
        for (final CheckpointParticipant participant : participants) {
            participant.beforeCommit(snapshot);
        }
        snapshot.commit();
    }

    /** Gives the snapshot up. */
    void abort() {
        parts.values().forEach(PartWriter::close);
        parts.clear();
        snapshot.abort();
    }
}
