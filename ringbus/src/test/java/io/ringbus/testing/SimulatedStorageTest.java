// SPDX-License-Identifier: Apache-2.0
package io.ringbus.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.environment.FolderInUseException;
import io.ringbus.environment.StorageFile;
import io.ringbus.environment.StorageFolder;
import io.ringbus.testing.SimulatedStorage.PowerCut;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The simulated disk is as bad as it says: otherwise what is proved on it is not. */
class SimulatedStorageTest {
    private static final Path FOLDER = Path.of("/folder");
    private static final int SEEDS = 500;

    @Test
    void whatWasForcedSurvives() throws IOException {
        for (long seed = 0; seed < SEEDS; seed++) {
            final SimulatedStorage storage = new SimulatedStorage(seed);
            try (StorageFile file = storage.create(FOLDER).create("file")) {
                file.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), 0);
                file.force();
            }
            storage.folder(FOLDER).force();
            assertArrayEquals(
                    new byte[] {1, 2, 3}, storage.crash().folder(FOLDER).bytes("file"), "seed=" + seed);
        }
    }

    @Test
    void writesThatWereNotForcedAreLostTornAndReordered() throws IOException {
        final Set<String> left = new TreeSet<>();
        for (long seed = 0; seed < SEEDS; seed++) {
            final SimulatedStorage storage = new SimulatedStorage(seed);
            final StorageFolder folder = storage.create(FOLDER);
            try (StorageFile file = folder.create("file")) {
                folder.force();
                file.write(ByteBuffer.wrap(new byte[] {1, 1}), 0);
                file.write(ByteBuffer.wrap(new byte[] {2, 2}), 2);
            }
            left.add(Arrays.toString(storage.crash().folder(FOLDER).bytes("file")));
        }
        assertTrue(
                left.containsAll(Set.of(
                        "[]",
                        "[1, 1]",
                        "[1, 1, 2, 2]",
                        "[0, 0, 2, 2]",
                        "[1, 1, 0, 2]",
                        "[0, 1, 2, 2]",
                        "[1]",
                        "[0, 0]")),
                left::toString);
    }

    @Test
    void namesThatWereNotForcedAreLostInAnyOrder() throws IOException {
        final Set<String> left = new TreeSet<>();
        for (long seed = 0; seed < SEEDS; seed++) {
            final SimulatedStorage storage = new SimulatedStorage(seed);
            final StorageFolder folder = storage.create(FOLDER);
            folder.create("old").close();
            folder.force();
            folder.create("tmp").close();
            folder.rename("tmp", "new");
            folder.delete("old");
            left.add(storage.crash().folder(FOLDER).list().toString());
        }
        assertEquals(Set.of("[]", "[new]", "[new, old]", "[old]", "[old, tmp]", "[tmp]"), left);
    }

    @Test
    void aFailedForceShowsTheBytesAndLosesThem() throws IOException {
        for (long seed = 0; seed < SEEDS; seed++) {
            final SimulatedStorage storage = new SimulatedStorage(seed);
            final StorageFolder folder = storage.create(FOLDER);
            try (StorageFile file = folder.create("file")) {
                folder.force();
                file.write(ByteBuffer.wrap(new byte[] {1}), 0);
                storage.failAt(storage.operations() + 1);
                assertEquals(
                        "Input/output error",
                        assertThrows(IOException.class, file::force).getMessage());
                file.force();
                assertEquals(1, file.length());
            }
            assertArrayEquals(new byte[0], storage.crash().folder(FOLDER).bytes("file"), "seed=" + seed);
        }
    }

    @Test
    void aKilledProcessLeavesEverythingBehindAndItsLocksOpen() throws IOException {
        final SimulatedStorage storage = new SimulatedStorage(1);
        final StorageFolder folder = storage.create(FOLDER);
        folder.lock("lock");
        assertThrows(FolderInUseException.class, () -> folder.lock("lock"));
        try (StorageFile file = folder.create("file")) {
            file.write(ByteBuffer.wrap(new byte[] {1}), 0);
        }
        final SimulatedStorage next = storage.kill();
        assertEquals(List.of("file", "lock"), next.folder(FOLDER).list());
        next.folder(FOLDER).lock("lock");
        assertThrows(PowerCut.class, () -> folder.list());
    }

    @Test
    void thePowerGoesAtTheOperationNamedAndNothingGoesOn() throws IOException {
        final SimulatedStorage storage = new SimulatedStorage(1).cutPowerAt(3);
        final StorageFolder folder = storage.create(FOLDER);
        folder.create("one").close();
        assertThrows(PowerCut.class, () -> folder.create("two"));
        assertTrue(storage.isDown());
        assertThrows(PowerCut.class, folder::force);
    }

    @Test
    void aFullDiskTakesWhatFitsAndARefusingOneNothing() throws IOException {
        final SimulatedStorage storage = new SimulatedStorage(1);
        final StorageFolder folder = storage.create(FOLDER);
        try (StorageFile file = folder.create("file")) {
            storage.capacity(5);
            final ByteBuffer ten = ByteBuffer.allocate(10);
            assertEquals(
                    "No space left on device",
                    assertThrows(IOException.class, () -> file.write(ten, 0)).getMessage());
            assertEquals(5, file.length());
            file.write(ByteBuffer.allocate(5), 0);
            assertThrows(IOException.class, () -> file.preallocate(6));
            assertThrows(IOException.class, () -> folder.create("other"));
            storage.capacity(100).readOnly(true);
            assertEquals(
                    "Read-only file system",
                    assertThrows(IOException.class, () -> folder.delete("file")).getMessage());
            storage.readOnly(false);
            file.preallocate(6);
            assertEquals(6, storage.usedBytes());
        }
    }
}
