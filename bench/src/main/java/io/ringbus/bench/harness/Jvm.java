// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.harness;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Starts forks: same JDK, class path and flags for all of them. */
public final class Jvm {
    private static final int JDK_WITH_UNSAFE_WARNINGS = 24;
    private static final List<String> COMMON_FLAGS =
            List.of("-Xms1g", "-Xmx1g", "-XX:+UseSerialGC", "-XX:+AlwaysPreTouch", "-XX:+PerfDisableSharedMem");

    private Jvm() {}

    /**
     * Runs {@code main} to its end and answers what it printed.
     *
     * @param name  for messages
     * @param core  where it runs
     * @param flags beyond {@link #flags()}
     */
    public static String run(
            final String name,
            final Core core,
            final List<String> flags,
            final Class<?> main,
            final List<String> arguments)
            throws IOException, InterruptedException {
        final Process fork = start(core, flags, main, arguments);
        fork.getOutputStream().close();
        final String output = new String(fork.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (fork.waitFor() != 0) {
            throw failure(name, fork, output);
        }
        return output;
    }

    /** Starts {@code main}; what it prints and what it complains of is one stream. */
    static Process start(final Core core, final List<String> flags, final Class<?> main, final List<String> arguments)
            throws IOException {
        final List<String> command = new ArrayList<>(core.command());
        command.add(System.getProperty("java.home") + "/bin/java");
        command.addAll(flags());
        command.addAll(flags);
        command.addAll(core.flags());
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(main.getName());
        command.addAll(arguments);
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** What to throw when {@code fork} has ended as it should not. */
    static IllegalStateException failure(final String name, final Process fork, final String output) {
        return new IllegalStateException("fork: " + name + " exit=" + fork.exitValue() + " != 0; it said:\n" + output);
    }

    /** The flags that every fork gets: those that ringbus ships, and the benchmark's own. */
    public static List<String> flags() throws IOException {
        final int file = Runtime.version().feature() >= JDK_WITH_UNSAFE_WARNINGS ? 25 : 17;
        final String resource = "/META-INF/ringbus/jdk" + file + ".jvmargs";
        final List<String> flags = new ArrayList<>();
        try (InputStream shipped = Jvm.class.getResourceAsStream(resource)) {
            if (shipped == null) {
                throw new IOException("arena: resource=" + resource + " is missing: put ringbus.jar on the class path");
            }
            new String(shipped.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .forEach(flags::add);
        }
        flags.addAll(COMMON_FLAGS);
        return flags;
    }
}
