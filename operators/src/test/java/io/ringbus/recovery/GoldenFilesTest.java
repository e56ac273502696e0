// SPDX-License-Identifier: Apache-2.0
package io.ringbus.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Checkpoints, savepoints, journals and files of sinks as earlier versions left them behind: this version goes on from them and
 * comes to the results that are kept beside them.
 *
 * <p>When a release changes what is written, keep what it writes as well: {@code -Dringbus.test.golden=<version>} adds a folder of
 * that name, or what it lacks. A file that is there is never written again.
 */
@Timeout(300)
final class GoldenFilesTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final String RESULTS = "results.txt";
    private static final String SAVEPOINT = "savepoint";
    private static final int PUBLISHED = 20;

    @TempDir
    private Path folder;

    /** What was kept: a zip for each version and backend that wrote it. */
    static List<Path> kept() throws IOException {
        try (Stream<Path> files = Files.walk(GOLDEN)) {
            return files.filter(file -> file.toString().endsWith(".zip"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void thereAreSome() throws IOException {
        assertTrue(kept().stream().anyMatch(file -> file.endsWith(Path.of("0.1.0", "slab.zip"))), kept().toString());
        assertTrue(
                kept().stream().anyMatch(file -> file.endsWith(Path.of("0.1.0", "chronicle.zip"))), kept().toString());
        assertTrue(
                kept().stream().anyMatch(file -> file.endsWith(Path.of("0.1.0", "second-slab.zip"))),
                kept().toString());
        assertTrue(
                kept().stream().anyMatch(file -> file.endsWith(Path.of("0.1.0-format-2", "slab.zip"))),
                kept().toString());
    }

    @ParameterizedTest
    @MethodSource("kept")
    void aCheckpointIsGoneOnFromOnBothBackends(final Path golden) throws Exception {
        for (final String backend : List.of("slab", "chronicle")) {
            final Path copy = unpacked(golden, backend);
            final GoldenRun pipeline = pipeline(golden, copy, backend, 2, false);
            assertLines(results(copy), pipeline.runToTheEnd(PUBLISHED), backend);
        }
    }

    @ParameterizedTest
    @MethodSource("kept")
    void aSavepointIsGoneOnFromWithAnotherParallelism(final Path golden) throws Exception {
        final Path copy = unpacked(golden, "savepoint");
        final List<String> results = results(copy);
        delete(copy.resolve(GoldenRun.CHECKPOINTS));
        final GoldenRun pipeline = pipeline(golden, copy, "slab", 3, false);
        pipeline.pipeline().continueFrom(Savepoint.in(copy.resolve(SAVEPOINT)));
        assertLines(results, pipeline.runToTheEnd(PUBLISHED), "savepoint");
    }

    @Test
    void aVersionIsWrittenOnce() throws Exception {
        final @Nullable String version = System.getProperty("ringbus.test.golden");
        assumeTrue(version != null, "nothing to write: -Dringbus.test.golden=<version>");
        final Path target = Files.createDirectories(GOLDEN.resolve(String.valueOf(version)));
        int written = 0;
        for (final String name : List.of("slab.zip", "chronicle.zip", "second-slab.zip", "second-chronicle.zip")) {
            final Path golden = target.resolve(name);
            if (!Files.exists(golden)) {
                write(golden, name.contains("slab") ? "slab" : "chronicle");
                written++;
            }
        }
        assertTrue(written > 0, target + " is whole: what a version wrote is never written again");
    }

    private void write(final Path golden, final String backend) throws Exception {
        final Path whole = folder.resolve("whole-" + golden.getFileName());
        final Path halfway = folder.resolve("halfway-" + golden.getFileName());
        for (final Path each : List.of(whole, halfway)) {
            GoldenPipeline.writeInput(Files.createDirectory(each));
        }
        final List<String> results = pipeline(golden, whole, backend, 2, false).runToTheEnd(0);
        Files.write(halfway.resolve(RESULTS), results);
        assertEquals(PUBLISHED, pipeline(golden, halfway, backend, 2, true).runHalfway(halfway.resolve(SAVEPOINT)));
        pack(halfway, golden);
    }

    /** The pipeline that wrote a file, or is to write it. */
    private static GoldenRun pipeline(
            final Path golden, final Path folder, final String backend, final int parallelism, final boolean isHeld)
            throws IOException {
        return golden.getFileName().toString().startsWith("second")
                ? new SecondGoldenPipeline(folder, backend, parallelism, isHeld)
                : new GoldenPipeline(folder, backend, parallelism, isHeld);
    }

    private static void assertLines(final List<String> expected, final List<String> actual, final String what) {
        final List<String> lost = new ArrayList<>(expected);
        actual.forEach(lost::remove);
        final List<String> added = new ArrayList<>(actual);
        expected.forEach(added::remove);
        assertEquals("lost=[], added=[]", "lost=" + lost + ", added=" + added, what);
        assertEquals(expected, actual, what);
    }

    private static List<String> results(final Path copy) throws IOException {
        return Files.readAllLines(copy.resolve(RESULTS));
    }

    private static void pack(final Path from, final Path to) throws IOException {
        try (OutputStream out = Files.newOutputStream(to);
                ZipOutputStream zip = new ZipOutputStream(out);
                Stream<Path> files = Files.walk(from)) {
            for (final Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                final ZipEntry entry = new ZipEntry(from.relativize(file).toString());
                entry.setLastModifiedTime(FileTime.fromMillis(0));
                zip.putNextEntry(entry);
                Files.copy(file, zip);
                zip.closeEntry();
            }
        }
    }

    private Path unpacked(final Path golden, final String name) throws IOException {
        final Path to = folder.resolve(name);
        try (InputStream in = Files.newInputStream(golden);
                ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                final Path file = to.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.copy(zip, file);
            }
        }
        return to;
    }

    private static void delete(final Path unwanted) throws IOException {
        try (Stream<Path> files = Files.walk(unwanted)) {
            for (final Path file :
                    files.sorted((one, other) -> other.compareTo(one)).toList()) {
                Files.delete(file);
            }
        }
    }
}
