// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers;

/** Another owner has taken the store in the meantime; this one can only be closed. */
public final class FencedException extends SnapshotException {
    private static final long serialVersionUID = 1L;

    /** Names the store and both owners. */
    public FencedException(final String store, final long epoch, final long newerEpoch) {
        super(
                "snapshot store " + store + ": epoch=" + epoch + " < " + newerEpoch
                        + ", that of a newer owner: this pipeline was taken for dead and must end without committing anything",
                null);
    }
}
