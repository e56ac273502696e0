// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers;

import java.util.OptionalLong;

/**
 * What is known of a checkpoint when it begins.
 *
 * @param checkpointId from 1 on
 * @param parent       the complete checkpoint whose parts this one may build on; without one, it stands for itself
 * @param timestampNs  when it began, since the epoch
 * @param fingerprint  of the pipeline, as the coordinator defines it; kept, not interpreted
 */
public record SnapshotHeader(long checkpointId, OptionalLong parent, long timestampNs, long fingerprint) {
    /** Refuses ids below 1 and parents that are not older. */
    public SnapshotHeader {
        if (checkpointId < 1) {
            throw new IllegalArgumentException("checkpoint: id=" + checkpointId + " < 1");
        }
        if (parent.isPresent() && (parent.getAsLong() < 1 || parent.getAsLong() >= checkpointId)) {
            throw new IllegalArgumentException(
                    "checkpoint " + checkpointId + ": parent=" + parent.getAsLong() + " is not an earlier checkpoint");
        }
    }
}
