// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;

/** Writes down what a snapshot holds, from its manifest, for people. */
public final class SnapshotInspector {
    private static final int SHOWN_BYTES_MAX = 32;
    private static final long NS_PER_SECOND = 1_000_000_000L;

    private SnapshotInspector() {}

    /** Writes down all complete snapshots, oldest first; {@code nowNs} since the epoch tells how old they are. */
    public static void inspect(final Snapshots snapshots, final long nowNs, final Appendable out) throws IOException {
        for (final long checkpointId : snapshots.complete()) {
            try {
                inspect(snapshots.open(checkpointId).manifest(), nowNs, out);
            } catch (final SnapshotException unreadable) {
                out.append("checkpoint " + checkpointId + "\n  " + unreadable.getMessage() + "\n");
            }
        }
    }

    /** Writes down one snapshot. */
    public static void inspect(final Manifest manifest, final long nowNs, final Appendable out) throws IOException {
        final SnapshotHeader header = manifest.header();
        out.append("checkpoint " + header.checkpointId() + "\n");
        out.append("  began        " + instant(header.timestampNs()) + " ("
                + Duration.ofNanos(nowNs - header.timestampNs()).toSeconds() + " s ago)\n");
        out.append("  epoch        " + manifest.epoch() + "\n");
        if (header.parent().isPresent()) {
            out.append("  parent       " + header.parent().getAsLong() + "\n");
        }
        out.append("  fingerprint  " + HexFormat.of().toHexDigits(header.fingerprint()) + "\n");
        out.append("  parts        " + manifest.parts().size() + ", " + manifest.fileBytes() + " bytes in files\n");
        for (final Manifest.Part part : manifest.parts()) {
            out.append("    " + part.name() + "\n");
            for (final Manifest.Link link : part.chain()) {
                out.append(
                        "      checkpoint " + link.checkpointId() + ", epoch " + link.epoch() + ", file " + link.index()
                                + ": " + link.fileBytes() + " bytes, " + link.blocks() + " blocks, seal "
                                + HexFormat.of().toHexDigits(link.seal()) + "\n");
            }
        }
        out.append("  sections     " + manifest.sections().size() + "\n");
        for (final String section : manifest.sections().keySet()) {
            out.append("    " + section + ": " + hex(manifest.section(section)) + "\n");
        }
    }

    private static Instant instant(final long epochNs) {
        return Instant.ofEpochSecond(Math.floorDiv(epochNs, NS_PER_SECOND), Math.floorMod(epochNs, NS_PER_SECOND));
    }

    private static String hex(final ByteBuffer bytes) {
        final byte[] shown = new byte[Math.min(SHOWN_BYTES_MAX, bytes.remaining())];
        final int length = bytes.remaining();
        bytes.get(shown);
        return length + " bytes, " + HexFormat.ofDelimiter(" ").formatHex(shown) + (length > shown.length ? " .." : "");
    }
}
