// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers;

import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/** Complete snapshots, to be looked at and read. */
public interface Snapshots {
    /**
     * Checkpoints that are complete, oldest first: also those whose bytes turn out damaged when they are opened, for what is
     * damaged must not be passed over in silence.
     */
    List<Long> complete();

    /** The newest of {@link #complete}. */
    default OptionalLong newestComplete() {
        final List<Long> complete = complete();
        return complete.isEmpty() ? OptionalLong.empty() : OptionalLong.of(complete.get(complete.size() - 1));
    }

    /**
     * Opens a snapshot, having checked its manifest and that its parts are there in full length. The bytes of the parts are
     * checked as they are read.
     *
     * <p><b>Failure.</b> {@link SnapshotDamagedException}; {@link SnapshotRetiredException}, here or while it is read, when the
     * owner of what is only looked at has deleted it since; {@link IllegalArgumentException} when it is not complete here.
     */
    SnapshotReader open(long checkpointId) throws IOException;
}
