// SPDX-License-Identifier: Apache-2.0
package io.ringbus.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A JVM of its own that runs a main class with this one's class path and module flags, and that can be killed at any moment.
 *
 * <p><b>Threading.</b> One thread.
 */
final class ChildProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;
    private final StringBuilder said = new StringBuilder();

    private ChildProcess(final Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    static ChildProcess start(final List<String> flags, final Class<?> main, final List<String> arguments)
            throws IOException {
        return new ChildProcess(new ProcessBuilder(command(flags, main, arguments))
                .redirectErrorStream(true)
                .start());
    }

    /** The command that starts it. */
    static List<String> command(final List<String> flags, final Class<?> main, final List<String> arguments) {
        final Set<String> needed = new LinkedHashSet<>();
        for (final String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (flag.startsWith("--")) {
                needed.add(flag);
            }
        }
        needed.add("--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED"); // a jar's manifest may have had it
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(needed);
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return command;
    }

    /** Reads on until the child says {@code line}; false when it ends before. */
    boolean hasSaid(final String line) {
        try {
            for (String next = output.readLine(); next != null; next = output.readLine()) {
                said.append(next).append('\n');
                if (next.equals(line)) {
                    return true;
                }
            }
            return false;
        } catch (final IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Waits; true when the child ends in this time. */
    boolean endsWithin(final long millis) throws InterruptedException {
        return process.waitFor(millis, TimeUnit.MILLISECONDS);
    }

    /** By which others than this one tell the child. */
    long pid() {
        return process.pid();
    }

    /** SIGKILL: the child gets no chance to do anything. Waits until it is gone; what it had said can still be read. */
    void kill() throws InterruptedException {
        process.toHandle().destroyForcibly(); // the process itself would close its output, too
        process.waitFor();
    }

    /** Reads on to its end and answers the exit code. */
    int exitCode() throws InterruptedException {
        hasSaid("\0");
        return process.waitFor();
    }

    /** What the child has said, as far as it was read. */
    String said() {
        return said.toString();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        output.close();
    }
}
