// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers;

import java.nio.file.Path;

/** A snapshot in somebody else's folder was complete, and its owner has deleted it since; those that followed it are there. */
public final class SnapshotRetiredException extends SnapshotException {
    private static final long serialVersionUID = 1L;

    /** Names the folder and the checkpoint. */
    public SnapshotRetiredException(final Path folder, final long checkpointId) {
        super(
                "checkpoint " + checkpointId + " in " + folder
                        + ": its owner has deleted it since the folder was looked at: look again, newer ones are complete",
                null);
    }
}
