// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers.coordinator;

import io.ringbus.barriers.DamagePolicy;
import io.ringbus.barriers.Manifest;
import io.ringbus.barriers.SnapshotReader;
import io.ringbus.barriers.SnapshotRecovery;
import io.ringbus.barriers.SnapshotStore;
import io.ringbus.barriers.Snapshots;
import io.ringbus.snapshot.Inheritance;
import io.ringbus.snapshot.SavedState;
import io.ringbus.stage.Stage;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
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
            stage.restore(Inheritance.of(read(snapshot, stage.name())));
        }
        return checkpointId;
    }

    /**
     * Lets a pipeline go on from the newest complete checkpoint of another, or of itself before it was changed: states are found
     * by the names of their operators, sources and sinks. Answers the checkpoint's id.
     *
     * <p><b>Threading.</b> Before start.
     * <p><b>Failure.</b> {@link IllegalStateException} when there is none, or when state would be lost that {@code changes} does
     * not name; {@link io.ringbus.barriers.SnapshotDamagedException} when it cannot be read.
     */
    public static long succeed(final Snapshots snapshots, final Changes changes, final List<Stage> stages)
            throws IOException {
        final OptionalLong newest = snapshots.newestComplete();
        if (newest.isEmpty()) {
            throw new IllegalStateException("savepoint: complete checkpoints=0 in the folder: name one that has some");
        }
        final long checkpointId = newest.getAsLong();
        final SnapshotReader snapshot = snapshots.open(checkpointId);
        final Map<String, SavedState> saved = new LinkedHashMap<>();
        boolean settled = false;
        try {
            for (final Manifest.Part part : snapshot.manifest().parts()) {
                saved.put(part.name(), read(snapshot, part.name()));
            }
            new Succession("savepoint " + checkpointId, saved, changes).settle(stages);
            settled = true;
        } finally {
            if (!settled) {
                saved.values().forEach(SavedState::close);
            }
        }
        return checkpointId;
    }

    private static SavedState read(final SnapshotReader snapshot, final String stage) throws IOException {
        return StateBlocks.read(
                snapshot, stage, "checkpoint " + snapshot.manifest().checkpointId() + ", stage '" + stage + "'");
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
                    + ": start the pipeline that took it, or name another ringbus.checkpoint.dir and go on from this one"
                    + " as from a savepoint");
        }
    }
}
