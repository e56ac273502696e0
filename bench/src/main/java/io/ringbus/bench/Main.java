// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench;

import io.ringbus.bench.checkpoints.Checkpoints;
import io.ringbus.bench.checkpoints.Portions;
import io.ringbus.bench.checkpoints.Restoring;
import io.ringbus.bench.crossing.RingEdge;
import io.ringbus.bench.harness.Benchmark;
import io.ringbus.bench.keys.FiringTurns;
import io.ringbus.bench.keys.KeyGrowth;
import io.ringbus.bench.latency.Tail;
import io.ringbus.bench.latency.TailRun;
import io.ringbus.bench.pipeline.EightOperators;
import io.ringbus.bench.ticks.Sliding;
import io.ringbus.bench.ticks.Ticks;
import io.ringbus.bench.ticks.WindowState;
import java.util.List;
import picocli.CommandLine;

/** Entry of {@code ringbus-bench.jar}: a subcommand for each claim, {@code all}, and {@code smoke}. */
@CommandLine.Command(
        name = "ringbus-bench",
        mixinStandardHelpOptions = true,
        description = "Measures ringbus beside baselines: ratios of two things measured in one run.")
public final class Main {
    private Main() {}

    public static void main(final String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        final List<Benchmark> all = List.of(
                EightOperators.benchmark(),
                RingEdge.benchmark(),
                Ticks.benchmark(),
                Sliding.benchmark(),
                WindowState.benchmark(),
                KeyGrowth.benchmark(),
                Checkpoints.benchmark());
        final CommandLine line = new CommandLine(new Main());
        for (final Benchmark benchmark : all) {
            add(line, benchmark.id(), benchmark.title(), new Run(List.of(benchmark)));
        }
        final Tail tail = Checkpoints.tail();
        add(line, tail.id(), tail.title(), new TailRun(tail));
        add(line, "all", "all of these, one after the other", new Run(all));
        add(line, "firing", "how long a turn takes when a million keys fire at once", new FiringTurns());
        add(line, "p8-portions", "longest portion of a checkpoint against copying at once", new Portions());
        add(line, "p12", "recovery of 2^20 keys: reading, restoring, first result", new Restoring());
        add(line, "smoke", "whether everything runs, in seconds; says nothing about speed", new Smoke(all));
        return line;
    }

    private static void add(final CommandLine line, final String name, final String title, final Object command) {
        final CommandLine each = new CommandLine(command);
        each.getCommandSpec().usageMessage().description(title);
        line.addSubcommand(name, each);
    }
}
