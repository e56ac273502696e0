// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers;

import java.io.IOException;

/**
 * Reads one complete snapshot.
 *
 * <p><b>Threading.</b> Any thread; each part that is open belongs to one. <b>Lifetime.</b> The snapshot must be kept (see
 * {@link SnapshotStore#retain}) as long as it is read.
 */
public interface SnapshotReader {
    /** What the snapshot consists of. */
    Manifest manifest();

    /**
     * Opens one link of a part's chain: 0 is the base, the following are increments in the order in which they are to be
     * applied.
     *
     * <p><b>Failure.</b> {@link IllegalArgumentException} when there is no such part or link;
     * {@link SnapshotDamagedException}.
     */
    PartReader part(String part, int link) throws IOException;
}
