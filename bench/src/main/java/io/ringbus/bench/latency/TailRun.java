// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.latency;

import io.ringbus.bench.harness.Core;
import io.ringbus.bench.harness.Jvm;
import io.ringbus.bench.harness.Machine;
import io.ringbus.bench.latency.TailOutcome.Round;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import picocli.CommandLine;

/** Measures a {@link Tail} in rounds, and writes histograms ({@code .hgrm}), a table and a chart. */
@CommandLine.Command(mixinStandardHelpOptions = true)
public final class TailRun implements Callable<Integer> {
    private static final double NS_PER_US = 1_000;
    private static final int TICKS_PER_HALF_DISTANCE = 5;

    /** Without a stop of all threads every second on JDK 17, which JDK 25 does not make. */
    private static final List<String> FLAGS =
            List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:GuaranteedSafepointInterval=0");

    private final Tail tail;

    @CommandLine.Option(names = "--rounds", defaultValue = "10", description = "rounds of forks (${DEFAULT-VALUE})")
    private int rounds = 1;

    @CommandLine.Option(
            names = "--rate",
            defaultValue = "1000000",
            description = "events per second (${DEFAULT-VALUE})")
    private double rate;

    @CommandLine.Option(
            names = "--seconds",
            defaultValue = "1",
            description =
                    "timed, a fork (${DEFAULT-VALUE}: at 1 M events/s as many events as p99.99 needs; longer forks"
                            + " rather tell which of them the host has stopped)")
    private double seconds;

    @CommandLine.Option(names = "--warm-up", defaultValue = "4", description = "seconds, a fork (${DEFAULT-VALUE})")
    private double warmUpSeconds;

    @CommandLine.Mixin
    private Core core = Core.any();

    @CommandLine.Option(
            names = "--out",
            defaultValue = "bench/results",
            description = "folder for results, which get a folder of their own in it (${DEFAULT-VALUE})")
    private Path out = Path.of("");

    /** A command that measures {@code tail}. */
    public TailRun(final Tail tail) {
        this.tail = tail;
    }

    @Override
    public Integer call() throws Exception {
        final Machine machine = Machine.here();
        final PacedEntrant jitter = new PacedEntrant("machine alone", Jitter.class, List.of());
        final List<Round> measured = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            final List<PacedEntrant> order = inTurn(round);
            final List<Waits> waits = new ArrayList<>();
            for (final PacedEntrant entrant : order) {
                waits.add(measure(entrant));
            }
            measured.add(new Round(
                    waits.get(order.indexOf(tail.contender())),
                    waits.get(order.indexOf(tail.baseline())),
                    waits.get(order.indexOf(tail.control())),
                    measure(jitter)));
        }
        final TailOutcome outcome = new TailOutcome(tail, rate, measured);
        System.out.println(outcome.table());
        write(outcome, out.resolve(LocalDate.now(ZoneOffset.UTC) + "-" + machine.folder()));
        return 0;
    }

    /** Contender and baseline side by side, either first, the control before or behind them: as many rounds of each order. */
    private List<PacedEntrant> inTurn(final int round) {
        final List<PacedEntrant> order = new ArrayList<>(List.of(tail.contender(), tail.baseline()));
        if (round % 2 == 1) {
            Collections.reverse(order);
        }
        order.add(round / 2 % 2 == 1 ? 0 : order.size(), tail.control());
        return order;
    }

    private Waits measure(final PacedEntrant entrant) throws IOException, InterruptedException {
        final Waits waits = Waits.parse(Jvm.run(
                entrant.name(),
                core,
                Stream.concat(FLAGS.stream(), entrant.flags().stream()).toList(),
                PacedFork.class,
                List.of(
                        entrant.contender().getName(),
                        Double.toString(rate),
                        Double.toString(warmUpSeconds),
                        Double.toString(seconds))));
        final Histogram histogram = waits.all();
        System.out.printf(
                "  %s: p50 %.1f us, p99 %.1f us, p99.99 %.1f us, max %.1f us, quiet windows %d of %d, "
                        + "device interrupts %d%n",
                entrant.name(),
                histogram.getValueAtPercentile(50) / NS_PER_US,
                histogram.getValueAtPercentile(99) / NS_PER_US,
                histogram.getValueAtPercentile(99.99) / NS_PER_US,
                histogram.getMaxValue() / NS_PER_US,
                waits.kept(),
                waits.windows(),
                waits.interrupts());
        return waits;
    }

    private void write(final TailOutcome outcome, final Path folder) throws IOException {
        Files.createDirectories(folder);
        final Map<String, Histogram> merged = new LinkedHashMap<>();
        merged.put(tail.contender().name(), outcome.merged(Round::contender, Waits::all));
        merged.put(tail.contender().name() + ", quiet", outcome.merged(Round::contender, Waits::quiet));
        merged.put(tail.baseline().name(), outcome.merged(Round::baseline, Waits::all));
        merged.put(tail.baseline().name() + ", quiet", outcome.merged(Round::baseline, Waits::quiet));
        merged.put(tail.control().name(), outcome.merged(Round::control, Waits::all));
        merged.put("machine alone", outcome.merged(Round::jitter, Waits::all));
        for (final Map.Entry<String, Histogram> each : merged.entrySet()) {
            final Path file = folder.resolve(tail.id() + "-" + each.getKey().replaceAll("[, ]+", "-") + ".hgrm");
            try (PrintStream print = new PrintStream(file.toFile(), StandardCharsets.UTF_8)) {
                each.getValue().outputPercentileDistribution(print, TICKS_PER_HALF_DISTANCE, NS_PER_US);
            }
        }
        Files.writeString(
                folder.resolve(tail.id() + ".txt"),
                outcome.table() + "flags: " + String.join(" ", Jvm.flags()) + " " + String.join(" ", FLAGS)
                        + "\ncommand: java -jar ringbus-bench.jar "
                        + tail.id() + " --rounds " + rounds + " --rate " + (long) rate + " --seconds " + seconds
                        + " --warm-up " + warmUpSeconds + core.option() + "\n");
        TailChart.draw(tail.title(), merged, folder.resolve(tail.id() + ".png"));
        System.out.println("written to " + folder);
    }
}
