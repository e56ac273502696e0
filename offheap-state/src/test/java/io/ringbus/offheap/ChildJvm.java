// SPDX-License-Identifier: Apache-2.0
package io.ringbus.offheap;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Runs a main class of this module in a JVM of its own, with its class path but without JUnit and what comes with it. */
record ChildJvm(int exitCode, String output, String errors, String loadedClasses) {
    static ChildJvm run(final Path folder, final boolean withFlags, final Class<?> main, final String... arguments)
            throws IOException, InterruptedException {
        final Path output = folder.resolve("stdout.txt");
        final Path errors = folder.resolve("stderr.txt");
        final Path classes = folder.resolve("classes.txt");
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (withFlags) {
            command.addAll(flags());
        }
        command.add("-Xlog:class+load:file=" + classes);
        command.add("-Duser.home=" + folder.resolve("home"));
        command.addAll(List.of("-cp", classPathWithoutJUnit(), main.getName()));
        command.addAll(List.of(arguments));
        Files.createDirectories(folder.resolve("home"));
        final Process process = new ProcessBuilder(command)
                .directory(Files.createDirectories(folder.resolve("work")).toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        process.getOutputStream().close();
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new IOException("child JVM did not end: " + command);
        }
        return new ChildJvm(
                process.exitValue(), Files.readString(output), Files.readString(errors), Files.readString(classes));
    }

    /** The flags of the argument file that ships with the kernel, without the properties. */
    private static List<String> flags() throws IOException {
        final String file = Runtime.version().feature() >= 24 ? "jdk25.jvmargs" : "jdk17.jvmargs";
        try (var stream = ChildJvm.class.getResourceAsStream("/META-INF/ringbus/" + file)) {
            return new String(stream.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> line.startsWith("--"))
                    .toList();
        }
    }

    private static String classPathWithoutJUnit() {
        return Arrays.stream(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                        .split(File.pathSeparator))
                .filter(entry -> !entry.contains("junit") && !entry.contains("surefire") && !entry.contains("opentest"))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
