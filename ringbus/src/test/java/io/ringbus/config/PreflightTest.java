// SPDX-License-Identifier: Apache-2.0
package io.ringbus.config;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreflightTest {
    private static final String OPENS = "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED";
    private static final String KERNEL_MESSAGE = """
            ringbus: JVM flags missing=1:
                --add-opens=java.base/jdk.internal.misc=ALL-UNNAMED
                    Agrona reads and writes off-heap memory through jdk.internal.misc.Unsafe
            Give them on the command line:
                java --add-opens=java.base/jdk.internal.misc=ALL-UNNAMED ...
            or in the environment, where the command line is not yours:
                export JDK_JAVA_OPTIONS="--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED"
            or in a file ringbus.jvmargs with these lines, and start java @ringbus.jvmargs ...
                --add-opens=java.base/jdk.internal.misc=ALL-UNNAMED
            """;

    @TempDir
    Path folder;

    @Test
    void aJvmWithoutFlagsIsToldWhichAndWhyWithoutWakingAgrona() throws Exception {
        final String output = probe(Map.of(), "-Xlog:class+load");
        assertTrue(output.contains(KERNEL_MESSAGE), output);
        assertTrue(output.contains(Preflight.class.getName()), "the log lists no classes");
        assertFalse(output.contains("org.agrona"), "a class of Agrona was loaded");
    }

    @Test
    void whatTheMessageOffersToPasteIsEnough() throws Exception {
        final Path arguments = Files.writeString(folder.resolve("ringbus.jvmargs"), OPENS + "\n");
        assertEquals(PreflightProbe.PASSED, probe(Map.of(), OPENS).strip());
        assertEquals(PreflightProbe.PASSED, probe(Map.of(), "@" + arguments).strip());
        final String output = probe(Map.of("JDK_JAVA_OPTIONS", OPENS));
        assertTrue(output.contains(PreflightProbe.PASSED), output);
    }

    @Test
    void onlyMissingFlagsAreNamed() {
        System.setProperty("ringbus.test.present", "on");
        final List<Flag> flags = List.of(
                Flag.systemProperty("ringbus.test.present", "on", "nothing works without"),
                Flag.systemProperty("ringbus.test.absent", "on", "half does not work without"),
                Flag.exports("java.base", "jdk.internal.access", "the other half does not"));
        final String message = assertThrows(
                        IllegalStateException.class, () -> Preflight.require("state backend 'x'", flags))
                .getMessage();
        System.clearProperty("ringbus.test.present");
        assertTrue(message.startsWith("state backend 'x': JVM flags missing=2:\n"), message);
        assertFalse(message.contains("ringbus.test.present"), message);
        assertTrue(
                message.contains("    java -Dringbus.test.absent=on"
                        + " --add-exports=java.base/jdk.internal.access=ALL-UNNAMED ...\n"),
                message);
        assertTrue(message.contains("        half does not work without\n"), message);
    }

    @Test
    void flagsThatAreThereOrWithoutUseAreNotMissed() {
        assertDoesNotThrow(() -> Preflight.require(
                "x",
                List.of(
                        Flag.exports("java.base", "java.util", "open to all"),
                        Flag.opens("java.base", "jdk.internal.gone", "no such package in this release"))));
    }

    @Test
    void aModuleThatTheJvmLacksIsNamed() {
        final Flag flag = Flag.exports("jdk.gone", "jdk.gone.tools", "tools are called");
        assertFalse(flag.isPresent());
        assertEquals("tools are called; this JVM has no module jdk.gone: run a full JDK", flag.why());
    }

    private String probe(final Map<String, String> environment, final String... flags) throws Exception {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(flags));
        command.addAll(List.of("-cp", classPath(), PreflightProbe.class.getName()));
        final Path output = Files.createTempFile(folder, "probe", ".txt");
        final ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectOutput(output.toFile());
        builder.environment().keySet().removeAll(List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS"));
        builder.environment().putAll(environment);
        final Process process = builder.start();
        try {
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the probe hangs");
        } finally {
            process.destroyForcibly();
        }
        final String text = Files.readString(output);
        assertEquals(0, process.exitValue(), text);
        return text;
    }

    /** Our classes, the tests and Agrona, found without running any of its code. */
    private static String classPath() throws ClassNotFoundException, IOException, URISyntaxException {
        final ClassLoader loader = PreflightTest.class.getClassLoader();
        final List<String> entries = new ArrayList<>();
        for (final Class<?> type :
                List.of(Preflight.class, PreflightProbe.class, Class.forName("org.agrona.UnsafeApi", false, loader))) {
            entries.add(Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString());
        }
        return String.join(File.pathSeparator, entries);
    }
}
