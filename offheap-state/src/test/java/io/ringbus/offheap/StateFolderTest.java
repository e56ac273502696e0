// SPDX-License-Identifier: Apache-2.0
package io.ringbus.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.slot.Memory;
import io.ringbus.state.CellLayout;
import io.ringbus.state.KeyedState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ChronicleMapBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(WarningsOff.class)
class StateFolderTest {
    @TempDir
    Path directory;

    @Test
    void folderAndFilesBelongToTheirOwnerAlone() throws IOException {
        try (ChronicleStateBackend backend = new ChronicleStateBackend(Optional.of(directory));
                KeyedState<Long> state = backend.open(KeyKind.LONG.spec("mine", 8, 10))) {
            state.cell(1L);
            assertEquals("rwx------", permissions(directory.resolve("cells")));
            for (final Path file : files()) {
                assertEquals("rw-------", permissions(file), file.toString());
            }
            assertEquals(List.of("lock", "mine-0.0.map"), names());
        }
    }

    @Test
    void filesOfAnEarlierRunAreWipedAndNothingElseIs() throws IOException {
        final Path stranger = Files.createFile(directory.resolve("notes.txt"));
        Files.createDirectories(directory.resolve("cells"));
        Files.writeString(directory.resolve("cells").resolve("old-0.3.map"), "half a map");
        try (ChronicleStateBackend backend = new ChronicleStateBackend(Optional.of(directory))) {
            assertEquals(List.of("lock"), names());
            assertTrue(Files.exists(stranger));
            for (int round = 0; round < 2; round++) {
                try (KeyedState<Long> state = backend.open(KeyKind.LONG.spec("old", 8, 10))) {
                    assertEquals(0, state.find(1L));
                    state.cell(1L);
                }
            }
        }
        new ChronicleStateBackend(Optional.of(directory)).close();
        assertEquals(List.of("lock"), names());
    }

    @Test
    void aMigrationLeavesTheNewFileOnly() throws IOException {
        try (ChronicleStateBackend backend = new ChronicleStateBackend(Optional.of(directory));
                KeyedState<Long> state = backend.open(KeyKind.LONG.spec("growing", 8, 10))) {
            for (long key = 0; key < 35; key++) {
                state.cell(key);
            }
            assertEquals(List.of("growing-0.2.map", "lock"), names());
        }
    }

    @Test
    void anotherReaderOfTheFileSeesCellsWhileTheyAreWritten() throws IOException {
        try (ChronicleStateBackend backend = new ChronicleStateBackend(Optional.of(directory));
                KeyedState<Long> state = backend.open(KeyKind.LONG.spec("shared", 8, 10));
                ChronicleKeys<Long> keys = new ChronicleKeys<>(KeyKind.LONG.codec())) {
            Memory.putLong(state.cell(5L), 1);
            final Path file = directory.resolve("cells").resolve("shared-0.0.map");
            try (ChronicleMap<byte[], byte[]> reader = ChronicleMapBuilder.of(byte[].class, byte[].class)
                    .skipCloseOnExitHook(true)
                    .createPersistedTo(file.toFile())) {
                assertEquals(1, reader.get(keys.bytesOf(5L))[CellLayout.HEADER_BYTES]);
                Memory.putLong(state.cell(5L), 2);
                assertEquals(2, reader.get(keys.bytesOf(5L))[CellLayout.HEADER_BYTES]);
            }
            Memory.putLong(state.cell(6L), 3);
            assertEquals(2, state.size());
        }
    }

    @Test
    void aFolderInUseIsRefused() {
        try (ChronicleStateBackend first = new ChronicleStateBackend(Optional.of(directory))) {
            final String message = assertThrows(
                            IllegalStateException.class, () -> new ChronicleStateBackend(Optional.of(directory)))
                    .getMessage();
            assertTrue(message.startsWith("ringbus.state.dir=" + directory + " cannot be used ("), message);
            assertTrue(message.endsWith("in use by another pipeline): name a writable folder"), message);
            assertEquals("chronicle", first.name());
        }
        new ChronicleStateBackend(Optional.of(directory)).close();
    }

    @Test
    void aDirectoryThatIsAFileIsRefused() throws IOException {
        final Path file = Files.createFile(directory.resolve("file"));
        final String message = assertThrows(
                        IllegalStateException.class, () -> new ChronicleStateBackend(Optional.of(file)))
                .getMessage();
        assertTrue(message.startsWith("ringbus.state.dir=" + file + " cannot be used ("), message);
    }

    @Test
    void aStateIsOpenOnce() {
        try (ChronicleStateBackend backend = new ChronicleStateBackend(Optional.of(directory));
                KeyedState<Long> state = backend.open(KeyKind.LONG.spec("twice", 8, 10))) {
            final String message = assertThrows(
                            IllegalStateException.class, () -> backend.open(KeyKind.LONG.spec("twice", 8, 10)))
                    .getMessage();
            assertEquals(
                    "state 'twice', partition 0 is open already: give each state of a pipeline its own name", message);
            state.cell(1L);
        }
    }

    @Test
    void namesUnfitForFilesBecomeFitAndStayApart() {
        assertEquals("window-mean.3", StateFolder.fileName("window-mean.3"));
        assertEquals("s-.._etc_passwd-", StateFolder.fileName("../etc/passwd").substring(0, 16));
        assertNotEquals(StateFolder.fileName("a/b"), StateFolder.fileName("a:b"));
        assertTrue(StateFolder.fileName("x".repeat(5_000)).length() < 120);
        assertFalse(StateFolder.fileName("lock").contains("."));
    }

    private static String permissions(final Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private List<String> names() throws IOException {
        return files().stream().map(file -> file.getFileName().toString()).toList();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("cells"))) {
            return files.sorted().toList();
        }
    }
}
