// SPDX-License-Identifier: Apache-2.0
package io.ringbus.environment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStorageTest {
    @TempDir
    Path directory;

    @Test
    void foldersAndFilesBelongToTheirOwnerAlone() throws IOException {
        final Path path = directory.resolve("a").resolve("b");
        final StorageFolder folder = Storage.FILES.create(path);
        folder.create("file").close();
        assertEquals("rwx------", mode(path));
        assertEquals("rwx------", mode(path.getParent()));
        assertEquals("rw-------", mode(path.resolve("file")));
        assertEquals(List.of("file"), folder.list());
        assertEquals(List.of("file"), Storage.FILES.create(path).list());
    }

    @Test
    void bytesComeBackFromWhereTheyWereWritten() throws IOException {
        final StorageFolder folder = Storage.FILES.create(directory);
        try (StorageFile file = folder.create("file")) {
            file.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), 0);
            file.write(ByteBuffer.wrap(new byte[] {9}), 5);
            file.force();
            assertEquals(6, file.length());
        }
        try (StorageFile file = folder.open("file")) {
            final ByteBuffer target = ByteBuffer.allocate(10);
            assertEquals(5, file.read(target, 1));
            assertArrayEquals(new byte[] {2, 3, 0, 0, 9, 0, 0, 0, 0, 0}, target.array());
            assertEquals(0, file.read(ByteBuffer.allocate(1), 6));
        }
    }

    @Test
    void aFileIsLengthenedWithZerosAndCut() throws IOException {
        final StorageFolder folder = Storage.FILES.create(directory);
        folder.create("file").close();
        try (StorageFile file = folder.openToWrite("file")) {
            file.write(ByteBuffer.wrap(new byte[] {7}), 0);
            file.preallocate(200_000);
            assertEquals(200_000, file.length());
            file.preallocate(10);
            assertEquals(200_000, file.length());
            final ByteBuffer last = ByteBuffer.allocate(2);
            assertEquals(1, file.read(last, 199_999));
            assertEquals(0, last.get(0));
            file.truncate(1);
            assertEquals(1, file.length());
        }
        assertArrayEquals(new byte[] {7}, Files.readAllBytes(directory.resolve("file")));
    }

    @Test
    void namesAreTakenOnceGivenAwayAndRemoved() throws IOException {
        final StorageFolder folder = Storage.FILES.create(directory);
        folder.create("one").close();
        assertThrows(FileAlreadyExistsException.class, () -> folder.create("one"));
        folder.create("two").close();
        folder.rename("one", "two");
        assertEquals(List.of("two"), folder.list());
        folder.delete("two");
        assertThrows(NoSuchFileException.class, () -> folder.delete("two"));
        assertThrows(NoSuchFileException.class, () -> folder.open("two"));
        assertThrows(NoSuchFileException.class, () -> folder.openToWrite("two"));
        folder.force();
    }

    @Test
    void symbolicLinksAreNotFollowed() throws IOException {
        final Path real = Files.createDirectory(directory.resolve("real"));
        final Path secret = Files.writeString(directory.resolve("secret"), "secret");
        final Path link = Files.createSymbolicLink(directory.resolve("link"), real);
        assertEquals(
                link + ": is a symbolic link, which is not followed: name the folder it points to",
                assertThrows(IOException.class, () -> Storage.FILES.create(link))
                        .getMessage());
        final StorageFolder folder = Storage.FILES.open(real);
        Files.createSymbolicLink(real.resolve("file"), secret);
        assertEquals(List.of(), folder.list());
        assertThrows(IOException.class, () -> folder.open("file"));
        assertThrows(IOException.class, () -> folder.openToWrite("file"));
        assertThrows(IOException.class, () -> folder.create("file"));
        assertThrows(IOException.class, () -> folder.lock("file"));
        assertEquals("secret", Files.readString(secret));
    }

    @Test
    void aFolderThatOthersCanWriteToIsRefused() throws IOException {
        final Path shared = Files.createDirectory(directory.resolve("shared"));
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxr-x"));
        assertEquals(
                shared + ": mode=rwxrwxr-x lets others than the owner write: take that away (chmod go-w), or name a new"
                        + " folder",
                assertThrows(IOException.class, () -> Storage.FILES.create(shared))
                        .getMessage());
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxr-xr-x"));
        Storage.FILES.create(shared);
    }

    @Test
    void whatIsNoFolderIsRefused() throws IOException {
        final Path missing = directory.resolve("missing");
        assertEquals(
                missing + ": there is no such folder: correct the path",
                assertThrows(IOException.class, () -> Storage.FILES.open(missing))
                        .getMessage());
        final Path file = Files.createFile(directory.resolve("file"));
        assertEquals(
                file + ": is a file: name a folder",
                assertThrows(IOException.class, () -> Storage.FILES.open(file)).getMessage());
    }

    @Test
    void namesThatLeadElsewhereAreRefused() throws IOException {
        final StorageFolder folder = Storage.FILES.create(directory);
        for (final String name : List.of("../x", "a/b", "", ".hidden", "a\0b", "x".repeat(201))) {
            final String message =
                    assertThrows(IOException.class, () -> folder.create(name)).getMessage();
            assertTrue(message.contains("is not plain: use letters, digits, dots, dashes and underscores"), message);
        }
    }

    @Test
    void aLockIsHeldOnceAndGivenBack() throws IOException {
        final StorageFolder folder = Storage.FILES.create(directory);
        final Closeable lock = folder.lock("lock");
        assertEquals(
                "folder " + directory
                        + " is in use: another pipeline holds its lock file 'lock': stop that one, or name"
                        + " another folder",
                assertThrows(FolderInUseException.class, () -> folder.lock("lock"))
                        .getMessage());
        lock.close();
        folder.lock("lock").close();
        assertEquals("rw-------", mode(directory.resolve("lock")));
    }

    /** A device that has nothing to force refuses it as a broken one does. */
    @Test
    void whatCannotBeForcedIsNamed() throws IOException {
        assumeTrue(Files.isWritable(Path.of("/dev/null")), "skipped: no device to try it on");
        try (StorageFile file = Storage.SHARED_FILES.open(Path.of("/dev")).openToWrite("null")) {
            assertEquals(
                    "/dev/null: the system cannot force it to the device: look at the device and its free space, then"
                            + " start again",
                    assertThrows(FileSystemException.class, file::force).getMessage());
        }
    }

    private static String mode(final Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
