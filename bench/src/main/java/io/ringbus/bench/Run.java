// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench;

import io.ringbus.bench.harness.Arena;
import io.ringbus.bench.harness.Benchmark;
import io.ringbus.bench.harness.Core;
import io.ringbus.bench.harness.Duel;
import io.ringbus.bench.harness.Jvm;
import io.ringbus.bench.harness.Machine;
import io.ringbus.bench.harness.Outcome;
import io.ringbus.bench.harness.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Runs some benchmarks and writes down what they came to. */
@CommandLine.Command(mixinStandardHelpOptions = true)
final class Run implements Callable<Integer> {
    private final List<Benchmark> benchmarks;

    @CommandLine.Option(names = "--pairs", defaultValue = "5", description = "pairs of forks (${DEFAULT-VALUE})")
    private int pairs = 1;

    @CommandLine.Option(names = "--seconds", defaultValue = "4", description = "timed, a fork (${DEFAULT-VALUE})")
    private double seconds;

    @CommandLine.Option(names = "--warm-up", defaultValue = "4", description = "seconds, a fork (${DEFAULT-VALUE})")
    private double warmUpSeconds;

    @CommandLine.Option(
            names = "--slices",
            defaultValue = "1",
            description = "turns in which the forks of a pair are timed, both alive; not for those with busy threads of"
                    + " their own (${DEFAULT-VALUE}: one fork after the other)")
    private int slices = 1;

    @CommandLine.Mixin
    private Core core = Core.any();

    @CommandLine.Option(names = "--json", description = "also write the results to this file")
    private @Nullable Path json;

    @CommandLine.Option(
            names = "--out",
            defaultValue = "bench/results",
            description = "folder for results, which get a folder of their own in it (${DEFAULT-VALUE})")
    private Path out = Path.of("");

    Run(final List<Benchmark> benchmarks) {
        this.benchmarks = benchmarks;
    }

    @Override
    public Integer call() throws Exception {
        final Machine machine = Machine.here();
        final Arena arena =
                new Arena(pairs, warmUpSeconds, seconds, slices, core, line -> System.out.println("  " + line));
        final Map<Benchmark, List<Outcome>> results = new LinkedHashMap<>();
        for (final Benchmark benchmark : benchmarks) {
            System.out.println(benchmark.id() + ": " + benchmark.title());
            final List<Outcome> outcomes = new ArrayList<>();
            for (final Duel duel : benchmark.duels()) {
                outcomes.add(arena.run(duel));
            }
            results.put(benchmark, outcomes);
        }
        final String name = benchmarks.size() == 1 ? benchmarks.get(0).id() : "all";
        final String command = "java -jar ringbus-bench.jar " + name + " --pairs " + pairs + " --warm-up "
                + warmUpSeconds + " --seconds " + seconds + " --slices " + slices + core.option();
        final Report report = new Report(machine, command, Jvm.flags(), results);
        System.out.println(report.table());
        report.writeTo(out.resolve(LocalDate.now(ZoneOffset.UTC) + "-" + machine.folder()), name);
        if (json != null) {
            Files.writeString(json, report.json());
        }
        return 0;
    }
}
