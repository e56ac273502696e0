// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.harness;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Runs duels: each measurement in a JVM of its own, same JDK and flags, contender and baseline in the order A B B A, so that
 * a machine that slows down slows both.
 *
 * @param pairs         how many pairs
 * @param warmUpSeconds rounds before the clock starts, in every fork
 * @param seconds       timed rounds, in every fork
 * @param progress      told of every measurement
 */
public record Arena(int pairs, double warmUpSeconds, double seconds, Consumer<String> progress) {
    private static final int JDK_WITH_UNSAFE_WARNINGS = 24;
    private static final List<String> COMMON_FLAGS =
            List.of("-Xms1g", "-Xmx1g", "-XX:+UseSerialGC", "-XX:+AlwaysPreTouch", "-XX:+PerfDisableSharedMem");

    /** Fights {@code duel}. */
    public Outcome run(final Duel duel) throws IOException, InterruptedException {
        final List<Pair> outcome = new ArrayList<>();
        for (int i = 0; i < pairs; i++) {
            final boolean contenderFirst = i % 2 == 0;
            final Measurement first = measure(contenderFirst ? duel.contender() : duel.baseline());
            final Measurement second = measure(contenderFirst ? duel.baseline() : duel.contender());
            outcome.add(contenderFirst ? new Pair(first, second) : new Pair(second, first));
        }
        return new Outcome(duel, outcome);
    }

    private Measurement measure(final Entrant entrant) throws IOException, InterruptedException {
        final Process fork =
                new ProcessBuilder(command(entrant)).redirectErrorStream(true).start();
        fork.getOutputStream().close();
        final String output = new String(fork.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (fork.waitFor() != 0) {
            throw new IllegalStateException(
                    "fork: " + entrant.name() + " exit=" + fork.exitValue() + " != 0; it said:\n" + output);
        }
        final Measurement measurement = Measurement.parse(output);
        progress.accept(entrant.name() + ": " + Tables.figures(measurement));
        return measurement;
    }

    private List<String> command(final Entrant entrant) throws IOException {
        final List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + "/bin/java");
        command.addAll(flags());
        command.addAll(entrant.flags());
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(Fork.class.getName());
        command.add(entrant.contender().getName());
        command.add(Double.toString(warmUpSeconds));
        command.add(Double.toString(seconds));
        return command;
    }

    /** The flags that every fork gets: those that ringbus ships, and the benchmark's own. */
    public static List<String> flags() throws IOException {
        final int file = Runtime.version().feature() >= JDK_WITH_UNSAFE_WARNINGS ? 25 : 17;
        final String resource = "/META-INF/ringbus/jdk" + file + ".jvmargs";
        final List<String> flags = new ArrayList<>();
        try (InputStream shipped = Arena.class.getResourceAsStream(resource)) {
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
