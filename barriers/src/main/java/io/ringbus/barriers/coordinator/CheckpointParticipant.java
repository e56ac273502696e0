// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers.coordinator;

import io.ringbus.barriers.SnapshotStore;
import io.ringbus.barriers.SnapshotWriter;
import java.io.IOException;

/**
 * What a checkpoint relies on outside of the snapshot, such as the journals that its sources read.
 *
 * <p><b>Threading.</b> The coordinator's thread; may wait for the disk.
 */
public interface CheckpointParticipant {
    /** A checkpoint begins: no stage has been asked for its state yet. */
    void begun();

    /** All states are written: makes durable what they rely on. <b>Failure.</b> The checkpoint is given up. */
    void beforeCommit(SnapshotWriter snapshot) throws IOException;

    /** A checkpoint is complete, and older ones are deleted: what none of those in the store relies on may go. */
    void retained(SnapshotStore store) throws IOException;
}
