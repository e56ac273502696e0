// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.checkpoints;

import io.ringbus.barriers.coordinator.CheckpointListener;
import io.ringbus.barriers.coordinator.CompletedCheckpoint;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what became of the newest checkpoint, and that one failed: a measurement that was to have it is void then.
 *
 * <p><b>Threading.</b> Told by the thread of checkpoints, asked by the one that measures.
 */
final class Told implements CheckpointListener {
    private volatile @Nullable CompletedCheckpoint newest;
    private volatile @Nullable Throwable failure;

    @Override
    public void completed(final CompletedCheckpoint checkpoint) {
        newest = checkpoint;
    }

    @Override
    public void failed(final long checkpointId, final Throwable cause) {
        failure = cause;
    }

    /** The newest that is complete since the last {@link #clear}, or null. */
    @Nullable
    CompletedCheckpoint newest() {
        if (failure != null) {
            throw new IllegalStateException("checkpoints: one failed, so the run is void", failure);
        }
        return newest;
    }

    void clear() {
        newest = null;
    }
}
