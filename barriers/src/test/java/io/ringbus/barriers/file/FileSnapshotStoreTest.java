// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.barriers.PartWriter;
import io.ringbus.barriers.SnapshotDamagedException;
import io.ringbus.barriers.SnapshotException;
import io.ringbus.barriers.SnapshotHeader;
import io.ringbus.barriers.SnapshotModel;
import io.ringbus.barriers.SnapshotWriter;
import io.ringbus.barriers.Snapshots;
import io.ringbus.environment.FolderInUseException;
import io.ringbus.testing.SimulatedFolder;
import io.ringbus.testing.SimulatedStorage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class FileSnapshotStoreTest {
    private static final Path FOLDER = Path.of("/snapshots");
    private static final String REMEDY =
            "): it is given up and the next one begins anew: see that the disk has room and is sound";

    private final SimulatedStorage storage = new SimulatedStorage(1);
    private final SnapshotModel model = new SnapshotModel(new Random(1));

    private FileSnapshotStore open() throws IOException {
        return FileSnapshotStore.open(storage, FOLDER);
    }

    private SimulatedFolder folder() {
        return storage.folder(FOLDER);
    }

    @Test
    void filesAreNamedAfterCheckpointAndOwner() throws IOException {
        try (FileSnapshotStore store = open()) {
            complete(store, 7);
            assertEquals(
                    List.of(
                            "checkpoint-7-epoch-1-part-0",
                            "checkpoint-7-epoch-1.manifest",
                            "epoch-1.claim",
                            "epoch-1.fence",
                            "lock"),
                    folder().list());
        }
        try (FileSnapshotStore store = open()) {
            assertEquals(2, store.epoch());
            complete(store, 8);
            store.retain(1);
            assertEquals(
                    List.of(
                            "checkpoint-8-epoch-2-part-0",
                            "checkpoint-8-epoch-2.manifest",
                            "epoch-2.claim",
                            "epoch-2.fence",
                            "lock"),
                    folder().list());
        }
    }

    @Test
    void whatIsNotOursIsLeftAlone() throws IOException {
        folderWith("notes.txt", "checkpoint-x-epoch-1.manifest", "checkpoint-0-epoch-1.manifest", "epoch-1-part-0");
        try (FileSnapshotStore store = open()) {
            complete(store, 1);
            complete(store, 2);
            store.retain(1);
            assertTrue(folder().list()
                    .containsAll(List.of(
                            "notes.txt",
                            "checkpoint-x-epoch-1.manifest",
                            "checkpoint-0-epoch-1.manifest",
                            "epoch-1-part-0")));
        }
    }

    private void folderWith(final String... names) throws IOException {
        storage.create(FOLDER);
        for (final String name : names) {
            folder().put(name, new byte[0]);
        }
    }

    @Test
    void aFolderHasOneOwner() throws IOException {
        final FileSnapshotStore store = open();
        assertThrows(FolderInUseException.class, this::open);
        store.close();
        open().close();
    }

    @Test
    void lookingNeedsNoOwnershipAndChangesNothing() throws IOException {
        try (FileSnapshotStore store = open()) {
            model.checkpoint(store);
            final long before = storage.operations();
            final Snapshots seen = FileSnapshotStore.look(storage, FOLDER);
            model.verify(seen, "looked at");
            assertEquals(before, storage.operations());
            model.checkpoint(store);
            assertEquals(List.of(1L), seen.complete());
        }
    }

    /** The file of a part, its first and its last moment, the manifest, and each force of the folder. */
    @Test
    void aFailureAnywhereFailsTheCheckpointByNameAndTheNextOneHeals() throws IOException {
        final String part = "'checkpoint-2-epoch-1-part-0' in /snapshots failed (Input/output error" + REMEDY;
        final String manifest =
                "checkpoint 2: completing 'checkpoint-2-epoch-1.manifest' in /snapshots failed (Input/output error"
                        + REMEDY;
        final List<String> messages = List.of(
                "checkpoint 2: making " + part, // create
                "checkpoint 2: writing and forcing " + part, // write
                "checkpoint 2: writing and forcing " + part, // force
                manifest, // create
                manifest, // write
                manifest, // force
                manifest, // force the folder
                manifest, // rename
                manifest); // force the folder
        // One operation is the look for a manifest that was left aside, which may fail without harm.
        final int[] steps = {1, 2, 3, 5, 6, 7, 8, 9, 10};
        for (int index = 0; index < steps.length; index++) {
            final SimulatedStorage disk = new SimulatedStorage(index);
            try (FileSnapshotStore store = FileSnapshotStore.open(disk, FOLDER)) {
                complete(store, 1);
                disk.failAt(disk.operations() + steps[index]);
                final SnapshotException failed = assertThrows(SnapshotException.class, () -> complete(store, 2));
                assertEquals(messages.get(index), failed.getMessage());
                assertEquals("Input/output error", failed.getCause().getMessage());
                assertEquals(List.of(1L), store.complete());
                complete(store, 3);
                assertEquals(List.of(1L, 3L), store.complete());
                store.retain(2);
                assertFalse(disk.folder(FOLDER).list().toString().contains("checkpoint-2"), "step " + index);
            }
        }
    }

    @Test
    void aFullDiskFailsCheckpointsByNameUntilThereIsRoom() throws IOException {
        try (FileSnapshotStore store = open()) {
            complete(store, 1);
            for (long id = 2; id < 12; id++) {
                storage.capacity(storage.usedBytes() + 30);
                final long full = id;
                final String message = assertThrows(SnapshotException.class, () -> complete(store, full))
                        .getMessage();
                assertEquals(
                        "checkpoint " + id + ": writing and forcing 'checkpoint-" + id
                                + "-epoch-1-part-0' in /snapshots failed (No space left on device" + REMEDY,
                        message);
                assertEquals(1, store.newestComplete().orElseThrow());
                storage.capacity(Long.MAX_VALUE);
            }
            complete(store, 12);
            store.retain(1);
            assertEquals(List.of(12L), store.complete());
        }
    }

    @Test
    void aDiskThatTurnsReadOnlyFailsCheckpointsAndOwners() throws IOException {
        try (FileSnapshotStore store = open()) {
            complete(store, 1);
            storage.readOnly(true);
            final String message = assertThrows(SnapshotException.class, () -> complete(store, 2))
                    .getMessage();
            assertEquals(
                    "checkpoint 2: making 'checkpoint-2-epoch-1-part-0' in /snapshots failed (Read-only file system"
                            + REMEDY,
                    message);
            store.open(1);
            storage.readOnly(false);
            complete(store, 3);
            storage.readOnly(true);
        }
        assertEquals(
                "Read-only file system",
                assertThrows(IOException.class, this::open).getMessage());
        assertEquals(List.of(1L, 3L), FileSnapshotStore.look(storage, FOLDER).complete());
    }

    @Test
    void leftoversOfAKilledOwnerAreDeleted() throws IOException {
        final FileSnapshotStore store = open();
        complete(store, 1);
        final SnapshotWriter writer = store.begin(header(2));
        final PartWriter part = writer.base("part");
        part.block(0, ByteBuffer.allocate(20_000));
        final SimulatedStorage next = storage.kill();
        try (FileSnapshotStore successor = FileSnapshotStore.open(next, FOLDER)) {
            assertEquals(List.of(1L), successor.complete());
            assertFalse(next.folder(FOLDER).list().toString().contains("checkpoint-2"));
            assertThrows(IllegalArgumentException.class, () -> complete(successor, 1));
        }
    }

    @Test
    void retentionSparesTheCheckpointInProgress() throws IOException {
        try (FileSnapshotStore store = open()) {
            complete(store, 1);
            try (SnapshotWriter writer = store.begin(header(2))) {
                write(writer.base("part"), 2);
                store.retain(1);
                writer.commit();
            }
            store.open(2);
        }
    }

    @Test
    void whatADamagedManifestMayNeedIsKeptWhileItIs() throws IOException {
        try (FileSnapshotStore store = open()) {
            complete(store, 1);
            increment(store, 2, 1);
            increment(store, 3, 2);
        }
        folder().damage("checkpoint-2-epoch-1.manifest", 100, 1);
        try (FileSnapshotStore store = open()) {
            assertEquals(List.of(1L, 2L, 3L), store.complete());
            assertThrows(SnapshotDamagedException.class, () -> store.open(2));
            complete(store, 4);
            store.retain(2);
            assertEquals(List.of(3L, 4L), store.complete());
            store.retain(1);
            assertEquals(List.of(4L), store.complete());
            assertFalse(folder().list().toString().contains("checkpoint-1"));
        }
    }

    @Test
    void aRejectedManifestIsKeptForAnInquiryUntilRetentionPassesIt() throws IOException {
        try (FileSnapshotStore store = open()) {
            complete(store, 1);
            complete(store, 2);
            store.reject(2);
            assertTrue(folder().list()
                    .containsAll(List.of("checkpoint-2-epoch-1.rejected", "checkpoint-2-epoch-1-part-0")));
        }
        try (FileSnapshotStore store = open()) {
            assertEquals(List.of(1L), store.complete());
            complete(store, 3);
            store.retain(2);
            assertTrue(folder().list().contains("checkpoint-2-epoch-1.rejected"));
            store.retain(1);
            assertFalse(folder().list().toString().contains("checkpoint-2"));
        }
    }

    @Test
    void aFolderWhoseManifestsAreGoneIsNotTakenForANewOne() throws IOException {
        try (FileSnapshotStore store = open()) {
            complete(store, 1);
        }
        open().close();
        folder().delete("checkpoint-1-epoch-1.manifest");
        final String message =
                assertThrows(SnapshotDamagedException.class, this::open).getMessage();
        assertTrue(
                message.startsWith("snapshot file /snapshots, byte 0: there is no manifest, but there were"
                        + " [checkpoint-1-epoch-1.manifest]: the file is damaged"),
                message);
    }

    @Test
    void aMissingPartIsNamed() throws IOException {
        try (FileSnapshotStore store = open()) {
            complete(store, 1);
            folder().delete("checkpoint-1-epoch-1-part-0");
            final String message = assertThrows(SnapshotDamagedException.class, () -> store.open(1))
                    .getMessage();
            assertEquals(
                    "snapshot file /snapshots/checkpoint-1-epoch-1-part-0, byte 0: the file is missing, though checkpoint 1"
                            + " needs it: the file is damaged: recover from an older checkpoint, or put a sound copy of the"
                            + " folder in its place",
                    message);
        }
    }

    @Test
    void aFileOfALaterVersionIsRefused() throws IOException {
        try (FileSnapshotStore store = open()) {
            complete(store, 1);
        }
        final String file = "checkpoint-1-epoch-1.manifest";
        final ByteBuffer bytes = ByteBuffer.wrap(folder().bytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(BlockLayout.VERSION_OFFSET, 3);
        final CRC32C crc = new CRC32C();
        crc.update(bytes.array(), 0, BlockLayout.FILE_CRC_OFFSET);
        bytes.putInt(BlockLayout.FILE_CRC_OFFSET, (int) crc.getValue());
        folder().put(file, bytes.array());
        final String message = assertThrows(
                        SnapshotException.class,
                        () -> FileSnapshotStore.look(storage, FOLDER).open(1))
                .getMessage();
        assertEquals(
                "snapshot file " + FOLDER.resolve(file)
                        + ": format version=3 is outside 1 to 2: recover with the version of ringbus that wrote it",
                message);
    }

    private static void complete(final FileSnapshotStore store, final long id) throws IOException {
        try (SnapshotWriter writer = store.begin(header(id))) {
            write(writer.base("part"), id);
            writer.commit();
        }
    }

    private static void increment(final FileSnapshotStore store, final long id, final long parent) throws IOException {
        try (SnapshotWriter writer = store.begin(new SnapshotHeader(id, OptionalLong.of(parent), 0, 0))) {
            write(writer.increment("part"), id);
            writer.commit();
        }
    }

    private static void write(final PartWriter part, final long value) throws IOException {
        try (part) {
            part.block(0, ByteBuffer.allocate(Long.BYTES).putLong(value).flip());
            part.complete();
        }
    }

    private static SnapshotHeader header(final long id) {
        return new SnapshotHeader(id, OptionalLong.empty(), 0, 0);
    }
}
