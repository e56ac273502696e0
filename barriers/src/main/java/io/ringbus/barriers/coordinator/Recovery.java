// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers.coordinator;

import io.ringbus.barriers.DamagePolicy;
import io.ringbus.barriers.Manifest;
import io.ringbus.barriers.SnapshotReader;
import io.ringbus.barriers.SnapshotRecovery;
import io.ringbus.barriers.SnapshotStore;
import io.ringbus.stage.Stage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Lets a pipeline go on from the newest complete checkpoint. */
public final class Recovery {
    private Recovery() {}

    /**
     * Hands each stage its part of the newest complete checkpoint; answers which that is, or 0 when there is none and the
     * pipeline begins anew.
     *
     * <p><b>Threading.</b> Before start.
     * <p><b>Failure.</b> {@link IllegalStateException} when it was taken of another pipeline;
     * {@link io.ringbus.barriers.SnapshotDamagedException} when it cannot be read.
     */
    public static long restore(final SnapshotStore store, final long fingerprint, final List<Stage> stages)
            throws IOException {
        final Optional<SnapshotRecovery> newest = SnapshotRecovery.newest(store, DamagePolicy.FAIL);
        if (newest.isEmpty()) {
            return 0;
        }
        final SnapshotReader snapshot = newest.get().snapshot();
        final long checkpointId = snapshot.manifest().checkpointId();
        check(snapshot.manifest(), fingerprint, stages);
        for (final Stage stage : stages) {
            stage.restore(StateBlocks.read(
                    snapshot, stage.name(), "checkpoint " + checkpointId + ", stage '" + stage.name() + "'"));
        }
        return checkpointId;
    }

    private static void check(final Manifest manifest, final long fingerprint, final List<Stage> stages) {
        final TreeSet<String> running = new TreeSet<>();
        stages.forEach(stage -> running.add(stage.name()));
        final TreeSet<String> saved = new TreeSet<>();
        manifest.parts().forEach(part -> saved.add(part.name()));
        if (!running.equals(saved) || manifest.header().fingerprint() != fingerprint) {
            throw new IllegalStateException("checkpoint " + manifest.checkpointId() + ": taken of another pipeline: its"
                    + " stages=" + saved + ", fingerprint="
                    + Long.toHexString(manifest.header().fingerprint()) + "; stages here=" + running + ", fingerprint="
                    + Long.toHexString(fingerprint)
                    + ": start the pipeline that took it, or name another ringbus.checkpoint.dir");
        }
    }
}
