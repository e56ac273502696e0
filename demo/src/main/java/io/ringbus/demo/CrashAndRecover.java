// SPDX-License-Identifier: Apache-2.0
package io.ringbus.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Kills the market demo again and again, and compares what it leaves with what an uninterrupted run leaves. */
@Command(
        name = "crash-and-recover",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Kills the market demo again and again; its files must be those of a run that nothing interrupted.",
            "It runs with checkpoints in a process of its own, gets a SIGKILL at random moments and is started again until its",
            "input is done; then its files are compared.",
            ""
        })
final class CrashAndRecover implements Callable<Integer> {
    private static final List<String> FILES =
            List.of("lowest.csv", "levels.csv", "bars.csv", "warnings.csv", "warning-counts.csv");
    private static final int RUN_MILLIS_MIN = 50;
    private static final int RUN_MILLIS_MAX = 700;
    private static final int START_MILLIS_MAX = 1_000;
    private static final int DIFFERENT = 1;

    private final PrintStream out;

    @Option(
            names = "--kills",
            paramLabel = "N",
            description = "How often it is killed at most; default: ${DEFAULT-VALUE}.")
    private int killsMax = 10;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Records per second, so that there is time to kill; default: ${DEFAULT-VALUE}.")
    private int rate = 60_000;

    @Option(names = "--seed", paramLabel = "N", description = "Of the random moments; default: another one each time.")
    private @Nullable Long seed;

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description = "Where both runs leave their files; default: a new temporary folder.")
    private @Nullable Path folder;

    CrashAndRecover(final PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        final Path base = folder == null ? Files.createTempDirectory("ringbus-crash") : folder;
        final Path whole = emptied(base.resolve("uninterrupted"));
        final Path killed = emptied(base.resolve("recovered"));
        final long drawn = seed == null ? System.nanoTime() : seed;
        out.println("uninterrupted run:");
        finish(start(whole, 0));
        out.println("  done");
        out.println("run that is killed, seed " + drawn + ":");
        final int kills = killUntilDone(killed, new Random(drawn));
        out.println("  done after " + kills + " kills");
        out.println();
        final boolean same = compare(whole, killed);
        out.println(same ? "identical" : "DIFFERENT");
        out.println("files: " + base);
        return same ? 0 : DIFFERENT;
    }

    private static Path emptied(final Path old) throws IOException {
        if (Files.exists(old)) {
            try (Stream<Path> files = Files.walk(old)) {
                for (final Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        return Files.createDirectories(old);
    }

    private static ChildProcess start(final Path results, final int recordsPerSecond) throws IOException {
        final List<String> arguments = new ArrayList<>(List.of(
                "market",
                "--backend",
                "slab",
                "--out",
                results.toString(),
                "--checkpoints",
                results.resolve("checkpoints").toString()));
        if (recordsPerSecond > 0) {
            arguments.addAll(List.of("--rate", Integer.toString(recordsPerSecond)));
        }
        return ChildProcess.start(List.of("-Dringbus.checkpoint.interval=50ms"), Main.class, arguments);
    }

    private static void finish(final ChildProcess child) throws IOException, InterruptedException {
        try (child) {
            if (child.exitCode() != 0) {
                throw new IOException("the market demo ended with exit code=" + child.exitCode() + " != 0, and said:\n"
                        + child.said());
            }
        }
    }

    private int killUntilDone(final Path results, final Random random) throws IOException, InterruptedException {
        for (int kills = 0; kills < killsMax; kills++) {
            try (ChildProcess child = start(results, rate)) {
                final boolean starting = random.nextInt(4) == 0;
                if (!starting && !child.hasSaid(MarketCommand.RUNNING)) {
                    finish(child);
                    return kills;
                }
                final int millis =
                        starting ? random.nextInt(START_MILLIS_MAX) : random.nextInt(RUN_MILLIS_MIN, RUN_MILLIS_MAX);
                if (child.endsWithin(millis)) {
                    finish(child);
                    return kills;
                }
                child.kill();
                out.println("  killed " + millis + " ms after its " + (starting ? "start" : "recovery")
                        + ", bars committed: " + RowComparison.committedRows(results.resolve("bars.csv")));
            }
        }
        finish(start(results, rate));
        return killsMax;
    }

    private boolean compare(final Path whole, final Path killed) throws IOException {
        boolean same = true;
        out.println("%-20s %13s %13s %6s %11s %10s"
                .formatted("rows in", "uninterrupted", "recovered", "lost", "duplicated", "reordered"));
        for (final String name : FILES) {
            final RowComparison rows = RowComparison.of(whole.resolve(name), killed.resolve(name));
            out.println("%-20s %13d %13d %6d %11d %10d  %s"
                    .formatted(
                            name,
                            rows.expected(),
                            rows.found(),
                            rows.lost(),
                            rows.duplicated(),
                            rows.reordered(),
                            rows.isIdentical() ? "identical" : "DIFFERENT"));
            same &= rows.isIdentical();
        }
        return same;
    }
}
