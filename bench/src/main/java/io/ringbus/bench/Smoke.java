// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench;

import io.ringbus.bench.harness.Arena;
import io.ringbus.bench.harness.Benchmark;
import io.ringbus.bench.harness.Core;
import io.ringbus.bench.harness.Jvm;
import io.ringbus.bench.harness.Machine;
import io.ringbus.bench.harness.Outcome;
import io.ringbus.bench.harness.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Runs the first duel of every benchmark for a moment: forks start, checksums match, the report is whole. */
@CommandLine.Command(mixinStandardHelpOptions = true)
final class Smoke implements Callable<Integer> {
    private static final double MOMENT_SECONDS = 0.1;

    private final List<Benchmark> benchmarks;

    @CommandLine.Option(names = "--json", description = "write the results to this file")
    private @Nullable Path json;

    Smoke(final List<Benchmark> benchmarks) {
        this.benchmarks = benchmarks;
    }

    @Override
    public Integer call() throws Exception {
        final Map<Benchmark, List<Outcome>> results = new LinkedHashMap<>();
        for (final Benchmark benchmark : benchmarks) {
            System.out.println(benchmark.id() + ": " + benchmark.title());
            final int slices = 1 + results.size() % 2; // one fork after the other, and in turns
            final Arena arena = new Arena(
                    1, MOMENT_SECONDS, MOMENT_SECONDS, slices, Core.any(), line -> System.out.println("  " + line));
            results.put(benchmark, List.of(arena.run(benchmark.duels().get(0))));
        }
        if (json != null) {
            final Report report = new Report(Machine.here(), "java -jar ringbus-bench.jar smoke", Jvm.flags(), results);
            Files.writeString(json, report.json());
        }
        return 0;
    }
}
