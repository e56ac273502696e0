// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers.coordinator;

/**
 * Is told what becomes of checkpoints.
 *
 * <p><b>Threading.</b> The coordinator's thread; what takes long delays the next checkpoint.
 * <p><b>Failure.</b> A pipeline counts and logs a {@link RuntimeException}, and takes further checkpoints.
 */
public interface CheckpointListener {
    /** Tells nobody. */
    CheckpointListener NONE = new CheckpointListener() {};

    /** A checkpoint is durable. */
    default void completed(final CompletedCheckpoint checkpoint) {}

    /** A checkpoint was given up; the pipeline goes on, and so do later checkpoints. */
    default void failed(final long checkpointId, final Throwable cause) {}
}
