// SPDX-License-Identifier: Apache-2.0
package io.ringbus.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a main class in a JVM of its own, with this JVM's class path and module flags: for what depends on what else a
 * process has run, such as what its compiler has inlined.
 */
public final class ChildJvm {
    private ChildJvm() {}

    /** Fails with what the child said unless it ends with exit code 0. */
    public static void run(final Class<?> main, final String... arguments) throws IOException, InterruptedException {
        run(command(main, arguments));
    }

    /** The same for a command that ends in {@link #command}; answers what the child said. */
    public static String run(final List<String> command) throws IOException, InterruptedException {
        final Process child =
                new ProcessBuilder(command).redirectErrorStream(true).start();
        final String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, child.waitFor(), said);
        return said;
    }

    /** What starts the main class. */
    public static List<String> command(final Class<?> main, final String... arguments) {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (final String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (argument.startsWith("--")) {
                command.add(argument);
            }
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }
}
