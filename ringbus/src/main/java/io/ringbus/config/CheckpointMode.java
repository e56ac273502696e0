// SPDX-License-Identifier: Apache-2.0
package io.ringbus.config;

/** What a pipeline that takes checkpoints promises of the state it goes on from. */
public enum CheckpointMode {
    /**
     * Each record counts once. Of several ways into a stage, those that are ahead of the barrier wait for the others, which
     * costs latency while they do.
     */
    EXACTLY_ONCE,

    /** No way in waits; records that were ahead of the barrier count again after a recovery. */
    AT_LEAST_ONCE,

    /** No checkpoints are taken, and none is gone on from. */
    OFF
}
