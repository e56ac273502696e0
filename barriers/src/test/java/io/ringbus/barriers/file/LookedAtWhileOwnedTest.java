// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.barriers.PartWriter;
import io.ringbus.barriers.SnapshotDamagedException;
import io.ringbus.barriers.SnapshotHeader;
import io.ringbus.barriers.SnapshotReader;
import io.ringbus.barriers.SnapshotRetiredException;
import io.ringbus.barriers.SnapshotVerifier;
import io.ringbus.barriers.SnapshotWriter;
import io.ringbus.barriers.Snapshots;
import io.ringbus.environment.Storage;
import io.ringbus.testing.SimulatedStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What an owner deletes while somebody looks on is no damage. */
@Timeout(60)
class LookedAtWhileOwnedTest {
    private static final Path FOLDER = Path.of("/snapshots");
    private static final String PART = "part";

    private final SimulatedStorage storage = new SimulatedStorage(1);

    private static void complete(final FileSnapshotStore store) throws IOException {
        final long id = store.newestId() + 1;
        try (SnapshotWriter writer = store.begin(new SnapshotHeader(id, OptionalLong.empty(), 0, 0))) {
            try (PartWriter part = writer.base(PART)) {
                part.block(0, ByteBuffer.allocate(Long.BYTES));
                part.complete();
            }
            writer.commit();
        }
        store.retain(1);
    }

    @Test
    void aCheckpointThatItsOwnerDeletedSinceIsToldFromADamagedOne() throws IOException {
        try (FileSnapshotStore store = FileSnapshotStore.open(storage, FOLDER)) {
            complete(store);
            final Snapshots seen = FileSnapshotStore.look(storage, FOLDER);
            final SnapshotReader opened = seen.open(1);
            complete(store);
            final String said = "checkpoint 1 in " + FOLDER
                    + ": its owner has deleted it since the folder was looked at: look again, newer ones are complete";
            assertEquals(said, retired(() -> seen.open(1)));
            assertEquals(said, retired(() -> opened.part(PART, 0)));
            final StringBuilder out = new StringBuilder();
            assertTrue(SnapshotVerifier.verify(seen, out));
            assertEquals("checkpoint 1: deleted by its owner meanwhile\n", out.toString());
        }
    }

    private static String retired(final Executable look) {
        return assertThrows(SnapshotRetiredException.class, look).getMessage();
    }

    @Test
    void aFileThatIsMissingUnderItsManifestIsDamage() throws IOException {
        try (FileSnapshotStore store = FileSnapshotStore.open(storage, FOLDER)) {
            complete(store);
            final Snapshots seen = FileSnapshotStore.look(storage, FOLDER);
            storage.folder(FOLDER).delete("checkpoint-1-epoch-1-part-0");
            assertThrows(SnapshotDamagedException.class, () -> seen.open(1));
        }
    }

    @Test
    void lookingAtAFolderWhoseOwnerIsBusyNeverFindsDamage(@TempDir final Path folder) throws Exception {
        try (FileSnapshotStore store = FileSnapshotStore.open(Storage.FILES, folder)) {
            complete(store);
            final AtomicBoolean enough = new AtomicBoolean();
            final CompletableFuture<Void> owner = CompletableFuture.runAsync(() -> completeUntil(enough, store));
            try {
                look(folder);
            } finally {
                enough.set(true);
                owner.join();
            }
        }
    }

    private static void completeUntil(final AtomicBoolean enough, final FileSnapshotStore store) {
        try {
            while (!enough.get()) {
                complete(store);
            }
        } catch (final IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void look(final Path folder) throws IOException {
        long newest = 0;
        for (int looks = 0, retired = 0; looks < 1_000 || retired == 0; looks++) {
            final Snapshots seen = FileSnapshotStore.look(Storage.FILES, folder);
            final long id = seen.newestComplete().orElseThrow();
            assertTrue(id >= newest, id + " < " + newest);
            newest = id;
            try {
                assertEquals(1, SnapshotVerifier.verify(seen.open(id)).blocks());
            } catch (final SnapshotRetiredException newerIsThere) {
                retired++;
            }
        }
    }
}
