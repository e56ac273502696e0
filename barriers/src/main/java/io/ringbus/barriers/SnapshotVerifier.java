// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers;

import java.io.IOException;

/** Reads every byte of snapshots, for the checks that reading makes. */
public final class SnapshotVerifier {
    private SnapshotVerifier() {}

    /**
     * What a sound snapshot holds.
     *
     * @param links        files that its parts are in
     * @param blocks       in these files
     * @param payloadBytes in these blocks
     */
    public record Sound(int links, long blocks, long payloadBytes) {}

    /** Reads a whole snapshot. <b>Failure.</b> {@link SnapshotDamagedException} at the first damage. */
    public static Sound verify(final SnapshotReader snapshot) throws IOException {
        int links = 0;
        long blocks = 0;
        long payloadBytes = 0;
        for (final Manifest.Part part : snapshot.manifest().parts()) {
            for (int link = 0; link < part.chain().size(); link++) {
                links++;
                try (PartReader blocksOfLink = snapshot.part(part.name(), link)) {
                    while (blocksOfLink.next()) {
                        blocks++;
                        payloadBytes += blocksOfLink.payload().remaining();
                    }
                }
            }
        }
        return new Sound(links, blocks, payloadBytes);
    }

    /**
     * Reads all complete snapshots, writes a line about each to {@code out}, and says whether all are sound that their owner has
     * not deleted meanwhile.
     */
    public static boolean verify(final Snapshots snapshots, final Appendable out) throws IOException {
        boolean allSound = true;
        for (final long checkpointId : snapshots.complete()) {
            out.append("checkpoint ").append(Long.toString(checkpointId)).append(": ");
            try {
                final Sound sound = verify(snapshots.open(checkpointId));
                out.append("sound, " + sound.links + " files, " + sound.blocks + " blocks, " + sound.payloadBytes
                        + " bytes of state\n");
            } catch (final SnapshotRetiredException retired) {
                out.append("deleted by its owner meanwhile\n");
            } catch (final SnapshotException unsound) {
                allSound = false;
                out.append(unsound.getMessage()).append('\n');
            }
        }
        return allSound;
    }
}
