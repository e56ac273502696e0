// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.barriers.file.FileSnapshotStore;
import io.ringbus.testing.SimulatedFolder;
import io.ringbus.testing.SimulatedStorage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SnapshotRecoveryTest {
    private static final Path FOLDER = Path.of("/snapshots");

    private final SimulatedStorage storage = new SimulatedStorage(1);

    private FileSnapshotStore open() throws IOException {
        return FileSnapshotStore.open(storage, FOLDER);
    }

    private SimulatedFolder folder() {
        return storage.folder(FOLDER);
    }

    private void write(final long... ids) throws IOException {
        try (FileSnapshotStore store = open()) {
            for (final long id : ids) {
                try (SnapshotWriter writer = store.begin(new SnapshotHeader(id, OptionalLong.empty(), 0, 0))) {
                    try (PartWriter part = writer.base("window-mean")) {
                        part.block(3, ByteBuffer.allocate(40));
                        part.complete();
                    }
                    writer.section("source.trades", ByteBuffer.wrap(new byte[] {1, 2, (byte) 0xff}));
                    writer.commit();
                }
            }
        }
    }

    @Test
    void thereIsNothingToRecoverFromAtFirst() throws IOException {
        try (FileSnapshotStore store = open()) {
            assertEquals(Optional.empty(), SnapshotRecovery.newest(store, DamagePolicy.FAIL));
            assertEquals(Optional.empty(), SnapshotRecovery.newest(store, DamagePolicy.FALL_BACK));
        }
    }

    @Test
    void theNewestIsTaken() throws IOException {
        write(1, 2);
        for (final DamagePolicy policy : DamagePolicy.values()) {
            try (FileSnapshotStore store = open()) {
                final SnapshotRecovery recovery =
                        SnapshotRecovery.newest(store, policy).orElseThrow();
                assertEquals(2, recovery.snapshot().manifest().checkpointId());
                assertEquals(List.of(), recovery.rejected());
            }
        }
    }

    @Test
    void aDamagedNewestFailsClosed() throws IOException {
        write(1, 2);
        folder().damage("checkpoint-2-epoch-1.manifest", 40, 1);
        try (FileSnapshotStore store = open()) {
            final String message = assertThrows(
                            SnapshotDamagedException.class, () -> SnapshotRecovery.newest(store, DamagePolicy.FAIL))
                    .getMessage();
            assertTrue(
                    message.startsWith(
                            "snapshot file /snapshots/checkpoint-2-epoch-1.manifest, byte 16: block 0: checksum="),
                    message);
            assertEquals(List.of(1L, 2L), store.complete());
        }
    }

    @Test
    void fallingBackTakesTheNewestSoundOneForGood() throws IOException {
        write(1, 2, 3);
        folder().damage("checkpoint-2-epoch-1.manifest", 40, 1);
        folder().damage("checkpoint-3-epoch-1-part-0", 90, 1);
        try (FileSnapshotStore store = open()) {
            final SnapshotRecovery recovery =
                    SnapshotRecovery.newest(store, DamagePolicy.FALL_BACK).orElseThrow();
            assertEquals(1, recovery.snapshot().manifest().checkpointId());
            assertEquals(2, recovery.rejected().size());
            assertEquals(
                    "/snapshots/checkpoint-3-epoch-1-part-0",
                    recovery.rejected().get(0).file());
            assertEquals(List.of(1L), store.complete());
        }
    }

    @Test
    void fallingBackDoesNotEndInNothing() throws IOException {
        write(1, 2);
        folder().damage("checkpoint-1-epoch-1-part-0", 90, 1);
        folder().damage("checkpoint-2-epoch-1-part-0", 90, 1);
        try (FileSnapshotStore store = open()) {
            final SnapshotDamagedException damaged = assertThrows(
                    SnapshotDamagedException.class, () -> SnapshotRecovery.newest(store, DamagePolicy.FALL_BACK));
            assertEquals("/snapshots/checkpoint-2-epoch-1-part-0", damaged.file());
            assertEquals(1, damaged.getSuppressed().length);
            assertEquals(List.of(1L, 2L), store.complete());
        }
    }

    @Test
    void theVerifierReadsEveryByte() throws IOException {
        write(1, 2);
        final StringBuilder out = new StringBuilder();
        assertTrue(SnapshotVerifier.verify(FileSnapshotStore.look(storage, FOLDER), out));
        assertEquals("""
                checkpoint 1: sound, 1 files, 1 blocks, 40 bytes of state
                checkpoint 2: sound, 1 files, 1 blocks, 40 bytes of state
                """, out.toString());
        folder().damage("checkpoint-2-epoch-1-part-0", 90, 1);
        out.setLength(0);
        assertFalse(SnapshotVerifier.verify(FileSnapshotStore.look(storage, FOLDER), out));
        final String said = out.toString();
        assertTrue(said.startsWith("""
                checkpoint 1: sound, 1 files, 1 blocks, 40 bytes of state
                checkpoint 2: snapshot file /snapshots/checkpoint-2-epoch-1-part-0, byte 56: block 1: checksum="""), said);
    }

    @Test
    void theInspectorWritesDownWhatThereIs() throws IOException {
        write(1);
        try (FileSnapshotStore store = open();
                SnapshotWriter writer =
                        store.begin(new SnapshotHeader(2, OptionalLong.of(1), 1_767_225_600_000_000_001L, 0xCAFEL))) {
            try (PartWriter part = writer.increment("window-mean")) {
                part.complete();
            }
            writer.section("source.trades", ByteBuffer.wrap(new byte[] {1, 2, (byte) 0xff}));
            writer.section("sink.csv", ByteBuffer.allocate(33));
            writer.commit();
        }
        final Snapshots snapshots = FileSnapshotStore.look(storage, FOLDER);
        final String seal = java.util.HexFormat.of()
                .toHexDigits(snapshots.open(1).manifest().link("window-mean", 0).seal());
        final String seal2 = java.util.HexFormat.of()
                .toHexDigits(snapshots.open(2).manifest().link("window-mean", 1).seal());
        final StringBuilder out = new StringBuilder();
        SnapshotInspector.inspect(snapshots, 1_767_225_660_000_000_000L, out);
        assertEquals("""
                checkpoint 1
                  began        1970-01-01T00:00:00Z (1767225660 s ago)
                  epoch        1
                  fingerprint  0000000000000000
                  parts        1, 144 bytes in files
                    window-mean
                      checkpoint 1, epoch 1, file 0: 144 bytes, 1 blocks, seal %s
                  sections     1
                    source.trades: 3 bytes, 01 02 ff
                checkpoint 2
                  began        2026-01-01T00:00:00.000000001Z (59 s ago)
                  epoch        2
                  parent       1
                  fingerprint  000000000000cafe
                  parts        1, 232 bytes in files
                    window-mean
                      checkpoint 1, epoch 1, file 0: 144 bytes, 1 blocks, seal %s
                      checkpoint 2, epoch 2, file 0: 88 bytes, 0 blocks, seal %s
                  sections     2
                    source.trades: 3 bytes, 01 02 ff
                    sink.csv: 33 bytes, %s ..
                """.formatted(seal, seal, seal2, "00 ".repeat(32).trim()), out.toString());
        folder().damage("checkpoint-1-epoch-1.manifest", 40, 1);
        out.setLength(0);
        SnapshotInspector.inspect(FileSnapshotStore.look(storage, FOLDER), 0, out);
        assertTrue(
                out.toString()
                        .startsWith("checkpoint 1\n  snapshot file /snapshots/checkpoint-1-epoch-1.manifest, byte 16"),
                out.toString());
    }
}
