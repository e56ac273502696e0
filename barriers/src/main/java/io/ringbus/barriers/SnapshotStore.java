// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers;

import java.io.IOException;

/**
 * Durable home of the snapshots of one pipeline. A snapshot becomes visible as a whole or not at all, in the order of
 * checkpoint ids.
 *
 * <pre>{@code
 * try (SnapshotWriter writer = store.begin(header)) {
 *     try (PartWriter part = writer.base("window-mean.3")) {
 *         part.block(CELLS, bytes);
 *         part.complete();
 *     }
 *     writer.commit();
 * }
 * store.retain(2);
 * }</pre>
 *
 * <p><b>Threading.</b> The coordinator, except where {@link SnapshotWriter} lets snapshot threads in.
 * <p><b>Atomicity.</b> A checkpoint is complete once {@link SnapshotWriter#commit} has returned, never before its last byte
 * is durable. One whose commit threw is not complete here and stays so, but after a crash the next owner of the store may
 * find that it was; see {@link SnapshotWriter#commit}.
 * <p><b>Durability.</b> What {@link #complete} names survives a power cut.
 * <p><b>Lifetime.</b> One owner at a time: opening a store takes a lock and a new {@link #epoch}, and an owner that lost its
 * lock without noticing, such as a process that was stopped and wakes up, cannot complete a checkpoint any more
 * ({@link FencedException}). {@link #close} gives the lock back.
 * <p><b>Failure.</b> {@link SnapshotException} says which checkpoint, which file and what to do; it ends the checkpoint in
 * progress, never the store: the next {@link #begin} starts anew. Other {@link IOException}s are the storage's own.
 */
public interface SnapshotStore extends Snapshots, AutoCloseable {
    /**
     * Begins a checkpoint. One is in progress at a time.
     *
     * <p><b>Failure.</b> {@link IllegalArgumentException} when the id is not above every id seen here, complete or not, or
     * the parent is not complete; {@link IllegalStateException} when another checkpoint is in progress.
     */
    SnapshotWriter begin(SnapshotHeader header) throws IOException;

    /**
     * Forgets all but the {@code count} newest snapshots that can be read, and deletes every part that none of them builds
     * on. Called when nothing can need older ones any more: after the sinks have committed.
     *
     * <p>Damaged manifests do not count towards {@code count}; while one is kept, so is every part it may build on.
     *
     * <p><b>Failure.</b> What could not be deleted is deleted by the next call; what is complete stays so.
     */
    void retain(int count) throws IOException;

    /**
     * Takes a snapshot that turned out damaged out of {@link #complete}, for good, so that a recovery that went behind it is
     * not followed by one that takes it after all. What is left of it is kept until {@link #retain} passes it.
     */
    void reject(long checkpointId) throws IOException;

    /** The highest id of any checkpoint that was ever begun here, complete or not; 0 when there was none. */
    long newestId();

    /** Number of this owner: higher than that of every earlier one. Stands in each manifest. */
    long epoch();

    @Override
    void close() throws IOException;
}
