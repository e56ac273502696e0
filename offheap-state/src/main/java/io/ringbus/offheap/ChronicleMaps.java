// SPDX-License-Identifier: Apache-2.0
package io.ringbus.offheap;

import io.ringbus.state.CellLayout;
import io.ringbus.state.LocatedState;
import io.ringbus.state.StateSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import net.openhft.chronicle.core.io.BackgroundResourceReleaser;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ChronicleMapBuilder;

/**
 * Opens and closes the maps of one state, each wider than the one before, in memory or in a file of its own.
 *
 * <p><b>Layout.</b> One segment; keys and values of fixed size; values aligned to 8. No checksums: they would be wrong as
 * soon as a cell is written in place.
 * <p><b>Lifetime.</b> A map is closed here and nowhere else. The hook that closes maps when the process exits is off, because
 * stage threads may still be writing by address then.
 */
final class ChronicleMaps {
    private static final int CELL_ALIGNMENT = Long.BYTES;

    static {
        CompiledHead.define();
    }

    private final StateSpec<?> spec;
    private final Optional<StateFolder> folder;
    private int generation;

    ChronicleMaps(final StateSpec<?> spec, final Optional<StateFolder> folder) {
        this.spec = spec;
        this.folder = folder;
    }

    /** Opens an empty map for exactly {@code capacity} keys. */
    ChronicleMap<byte[], byte[]> open(final long capacity) {
        final ChronicleMapBuilder<byte[], byte[]> builder = ChronicleMapBuilder.of(byte[].class, byte[].class)
                .name(LocatedState.subject(spec))
                .entries(capacity)
                .actualSegments(1)
                .allowSegmentTiering(false)
                .constantKeySizeBySample(
                        new byte[ChronicleKeys.keyBytes(spec.keyCodec().maxLength())])
                .constantValueSizeBySample(new byte[CellLayout.cellBytes(spec.valueBytes())])
                .entryAndValueOffsetAlignment(CELL_ALIGNMENT)
                .checksumEntries(false)
                .putReturnsNull(true)
                .removeReturnsNull(true)
                .skipCloseOnExitHook(true);
        if (folder.isEmpty()) {
            return builder.create();
        }
        final Path file = folder.get().create(spec, generation++);
        try {
            return builder.createPersistedTo(file.toFile());
        } catch (final IOException | RuntimeException | Error failed) {
            folder.get().delete(file);
            throw failed instanceof IOException io ? new UncheckedIOException(io) : rethrown(failed);
        }
    }

    private static RuntimeException rethrown(final Throwable failed) {
        if (failed instanceof Error error) {
            throw error;
        }
        return (RuntimeException) failed;
    }

    /** Closes a map and waits until its memory and file are released. */
    void close(final ChronicleMap<byte[], byte[]> map) {
        map.close();
        BackgroundResourceReleaser.releasePendingResources();
    }

    /** Closes a map that is of no more use and deletes its file. */
    void discard(final ChronicleMap<byte[], byte[]> map) {
        final java.io.File file = map.file();
        close(map);
        if (file != null) {
            try {
                Files.deleteIfExists(file.toPath());
            } catch (final IOException kept) {
                throw new UncheckedIOException(kept);
            }
        }
    }
}
