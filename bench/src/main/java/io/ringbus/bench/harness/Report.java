// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The results of some benchmarks with what they were measured on.
 *
 * @param machine     what ran them
 * @param commandLine how to repeat them
 * @param flags       of every fork
 */
public record Report(Machine machine, String commandLine, List<String> flags, Map<Benchmark, List<Outcome>> results) {

    /** Everything as JSON, every pair included. */
    public String json() {
        final Map<String, Object> root = new LinkedHashMap<>();
        root.put("machine", machine.facts());
        root.put("commandLine", commandLine);
        root.put("flags", flags);
        final List<Object> benchmarks = new ArrayList<>();
        results.forEach((benchmark, outcomes) -> {
            final Map<String, Object> each = new LinkedHashMap<>();
            each.put("id", benchmark.id());
            each.put("title", benchmark.title());
            each.put("duels", outcomes.stream().map(Report::outcome).toList());
            benchmarks.add(each);
        });
        root.put("benchmarks", benchmarks);
        return Json.of(root);
    }

    private static Object outcome(final Outcome outcome) {
        final Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", outcome.duel().name());
        map.put("contender", outcome.duel().contender().name());
        map.put("baseline", outcome.duel().baseline().name());
        map.put("goal", outcome.duel().goal());
        map.put("throughput", ratios(outcome.throughput()));
        map.put("perCpuSecond", ratios(outcome.perCpuSecond()));
        map.put("atBest", ratios(outcome.atBest()));
        final List<Object> pairs = new ArrayList<>();
        for (final Pair pair : outcome.pairs()) {
            final Map<String, Object> sides = new LinkedHashMap<>();
            sides.put("contender", measurement(pair.contender()));
            sides.put("baseline", measurement(pair.baseline()));
            pairs.add(sides);
        }
        map.put("pairs", pairs);
        return map;
    }

    private static Object ratios(final Ratios ratios) {
        final Map<String, Object> map = new LinkedHashMap<>();
        map.put("median", ratios.median());
        map.put("min", ratios.min());
        map.put("max", ratios.max());
        return map;
    }

    private static Object measurement(final Measurement measurement) {
        final Map<String, Object> map = new LinkedHashMap<>();
        map.put("events", measurement.events());
        map.put("rounds", measurement.rounds());
        map.put("tookNs", measurement.tookNs());
        map.put("cpuNs", measurement.cpuNs());
        map.put("bestRoundNs", measurement.bestRoundNs());
        map.put("allocatedBytes", measurement.allocatedBytes());
        map.put("checksum", Long.toString(measurement.checksum()));
        return map;
    }

    /** Everything as text. */
    public String table() {
        final StringBuilder text = new StringBuilder();
        results.forEach((benchmark, outcomes) ->
                text.append(Tables.of(benchmark, outcomes)).append('\n'));
        return text.toString();
    }

    /** Writes {@code <name>.json}, {@code <name>.txt} and {@code machine.txt} into a folder, which is made if need be. */
    public void writeTo(final Path folder, final String name) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(name + ".json"), json());
        Files.writeString(folder.resolve(name + ".txt"), table());
        final StringBuilder facts = new StringBuilder();
        machine.facts()
                .forEach((fact, value) ->
                        facts.append(fact).append(": ").append(value).append('\n'));
        facts.append("flags: ").append(String.join(" ", flags)).append('\n');
        facts.append("command: ").append(commandLine).append('\n');
        Files.writeString(folder.resolve("machine.txt"), facts.toString());
    }
}
