// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The snapshot from which a pipeline goes on.
 *
 * @param snapshot to be read
 * @param rejected newer ones that were damaged, newest first; they are not complete any more
 */
public record SnapshotRecovery(SnapshotReader snapshot, List<SnapshotDamagedException> rejected) {
    /** Keeps the list as it is. */
    public SnapshotRecovery {
        rejected = List.copyOf(rejected);
    }

    /**
     * Opens the newest complete snapshot; none when there never was one.
     *
     * <p>With {@link DamagePolicy#FALL_BACK} every byte of a candidate is read and checked first; with
     * {@link DamagePolicy#FAIL} parts are checked as the caller reads them.
     *
     * <p><b>Failure.</b> {@link SnapshotDamagedException} when the newest is damaged or, falling back, all are; then nothing
     * is rejected.
     */
    public static Optional<SnapshotRecovery> newest(final SnapshotStore store, final DamagePolicy policy)
            throws IOException {
        final List<Long> complete = store.complete();
        if (complete.isEmpty()) {
            return Optional.empty();
        }
        if (policy == DamagePolicy.FAIL) {
            return Optional.of(new SnapshotRecovery(store.open(complete.get(complete.size() - 1)), List.of()));
        }
        final List<SnapshotDamagedException> damages = new ArrayList<>();
        for (int index = complete.size() - 1; index >= 0; index--) {
            try {
                final SnapshotReader snapshot = store.open(complete.get(index));
                SnapshotVerifier.verify(snapshot);
                for (final long damaged : complete.subList(index + 1, complete.size())) {
                    store.reject(damaged);
                }
                return Optional.of(new SnapshotRecovery(snapshot, damages));
            } catch (final SnapshotDamagedException damage) {
                damages.add(damage);
            }
        }
        final SnapshotDamagedException newest = damages.remove(0);
        damages.forEach(newest::addSuppressed);
        throw newest;
    }
}
