// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers.coordinator;

/**
 * Decides whether the next snapshot says everything or only what changed: everything after a start, after so many increments,
 * and when the increments hold more bytes than what they build on, so that a recovery reads no more than about twice the state.
 */
final class SnapshotChain {
    /** Id of no checkpoint. */
    static final long NONE = 0;

    private final int incrementsMax;
    private long newestId = NONE;
    private long baseBytes;
    private int increments;
    private long incrementBytes;

    SnapshotChain(final int incrementsMax) {
        this.incrementsMax = incrementsMax;
    }

    /** The complete checkpoint that the next one is to build on, or {@link #NONE}. */
    long parentId() {
        return increments < incrementsMax && incrementBytes <= baseBytes ? newestId : NONE;
    }

    /** A checkpoint is complete, which built on {@code parentId}. */
    void completed(final long checkpointId, final long parentId, final long bytes) {
        newestId = checkpointId;
        if (parentId == NONE) {
            baseBytes = bytes;
            increments = 0;
            incrementBytes = 0;
        } else {
            increments++;
            incrementBytes += bytes;
        }
    }
}
