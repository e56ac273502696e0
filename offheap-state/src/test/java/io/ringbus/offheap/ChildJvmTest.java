// SPDX-License-Identifier: Apache-2.0
package io.ringbus.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is only seen in a JVM of its own: which classes a backend loads, what it prints, and whom it calls. */
class ChildJvmTest {
    @TempDir
    Path folder;

    @Test
    void chronicleCallsNobodyAndPrintsNothing() throws IOException, InterruptedException {
        final ChildJvm child = ChildJvm.run(folder, true, BackendProbe.class, "chronicle");
        assertEquals(0, child.exitCode(), child.errors());
        assertEquals("keys=1000", child.output());
        assertEquals(withoutWarnings(""), withoutWarnings(child.errors()));
        assertFalse(child.loadedClasses().contains("org.junit"), "JUnit would hide what is looked for");
        assertTrue(child.loadedClasses().contains("net.openhft.chronicle.map.VanillaChronicleMap"));
        assertFalse(child.loadedClasses().contains("net.openhft.chronicle.analytics"));
        assertFalse(child.loadedClasses().contains("ReflectiveAnalytics"), "a sender of statistics was made");
        assertFalse(child.loadedClasses().contains("java.net.http."), "an HTTP client was loaded");
        assertFalse(child.loadedClasses().contains("HttpURLConnection"), "an HTTP client was loaded");
        assertFalse(child.loadedClasses().contains("java.net.Socket "), "a socket was made");
        assertFalse(child.loadedClasses().contains("java.net.InetAddress"), "an address was looked up");
        assertFalse(child.loadedClasses().contains("java.net.InetSocketAddress"), "a connection was tried");
        assertEquals("", filesBelow(folder.resolve("home")) + filesBelow(folder.resolve("work")));
    }

    @Test
    void noJavaCompilerRunsForTheHeadOfAMapInMemoryOrInAFile() throws IOException, InterruptedException {
        for (final String[] backend :
                List.of(new String[] {"chronicle"}, new String[] {"chronicle", folder.toString()})) {
            final ChildJvm child = ChildJvm.run(folder, true, BackendProbe.class, backend);
            assertEquals("keys=1000", child.output(), child.errors());
            assertTrue(child.loadedClasses().contains("VanillaGlobalMutableState$$Native source: "));
            assertFalse(child.loadedClasses().contains("com.sun.tools.javac.main.JavaCompiler "));
        }
    }

    @Test
    void slabLoadsNoClassOfChronicleAndNeedsNoFlagOfIts() throws IOException, InterruptedException {
        final ChildJvm child = ChildJvm.run(folder, true, BackendProbe.class, "slab");
        assertEquals(0, child.exitCode(), child.errors());
        assertEquals("keys=1000", child.output());
        assertFalse(child.loadedClasses().contains("net.openhft"));
        assertFalse(child.loadedClasses().contains("com.sun.tools.javac"));
    }

    @Test
    void missingFlagsAreNamedBeforeAnyClassOfChronicleIsLoaded() throws IOException, InterruptedException {
        final ChildJvm child = ChildJvm.run(folder, false, BackendProbe.class, "chronicle");
        assertEquals(3, child.exitCode(), child.errors());
        final String message = child.output();
        assertTrue(
                message.startsWith("state backend 'chronicle' (ringbus.state.backend=slab does without):"
                        + " JVM flags missing=6:"),
                message);
        assertTrue(
                message.contains("java --add-opens=java.base/jdk.internal.misc=ALL-UNNAMED"
                        + " --add-opens=java.base/java.lang=ALL-UNNAMED"
                        + " --add-opens=java.base/java.lang.reflect=ALL-UNNAMED"
                        + " --add-exports=java.base/sun.nio.ch=ALL-UNNAMED"
                        + " --add-exports=java.base/jdk.internal.ref=ALL-UNNAMED"
                        + " --add-exports=jdk.compiler/com.sun.tools.javac.file=ALL-UNNAMED ..."),
                message);
        assertEquals("", child.errors());
        assertFalse(child.loadedClasses().contains("net.openhft"));
    }

    @Test
    void theVerifierReportsOnADisk() throws IOException, InterruptedException {
        final ChildJvm child = ChildJvm.run(
                folder,
                true,
                StateVerifier.class,
                "chronicle",
                "1000",
                folder.resolve("state").toString());
        assertEquals(0, child.exitCode(), child.errors());
        assertTrue(child.output().endsWith("verified: every cell is as it was written" + System.lineSeparator()));
    }

    // The JVM itself warns of options and of natives on standard error, in some versions.
    private static String withoutWarnings(final String errors) {
        return errors.lines()
                .filter(line -> !line.startsWith("WARNING: "))
                .reduce("", (all, line) -> all + line + "\n");
    }

    private static String filesBelow(final Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).toList().stream()
                    .map(Path::toString)
                    .reduce("", String::concat);
        }
    }
}
