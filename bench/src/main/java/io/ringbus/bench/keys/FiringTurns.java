// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.keys;

import io.ringbus.bench.harness.Machine;
import io.ringbus.config.Config;
import io.ringbus.config.Settings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import picocli.CommandLine;

/**
 * Firing in portions.
 *
 * <p><b>Question.</b> How long does a stage do nothing else when the windows of a million keys are due at once?
 * <p><b>Load.</b> {@link KeyJob} with a million keys; the turns in which windows are told, each measured as a whole.
 * <p><b>Baseline.</b> The same pipeline, in the same process and in turn with it, with a portion of all keys.
 * <p><b>Would be refuted by.</b> A turn that tells more windows than {@code ringbus.window.portion}, which ends the run, or
 * turns that are not shorter by orders of magnitude.
 */
@CommandLine.Command(mixinStandardHelpOptions = true)
public final class FiringTurns implements Callable<Integer> {
    private static final int KEYS = 1_000_000;
    private static final int WARM_UP_ROUNDS = 3;
    private static final double NS_PER_US = 1_000;
    private static final double P99 = 99;
    private static final double P999 = 99.9;
    private static final double MEDIAN = 50;

    @CommandLine.Option(names = "--rounds", defaultValue = "10", description = "measured (${DEFAULT-VALUE})")
    private int rounds = 1;

    @CommandLine.Option(
            names = "--out",
            defaultValue = "bench/results",
            description = "folder for histograms (${DEFAULT-VALUE})")
    private Path out = Path.of("");

    /** One pipeline and the turns it took. */
    private static final class Contender implements AutoCloseable {
        private final String name;
        private final int portion;
        private final KeyedPipeline pipeline;
        private final Histogram turnsNs = new Histogram(TimeUnit.MINUTES.toNanos(1), 3);

        Contender(final String name, final int portion) {
            this.name = name;
            this.portion = portion;
            this.pipeline = new KeyedPipeline(
                    KEYS,
                    Config.defaults().with(Settings.STATE_BACKEND, "slab").with(Settings.WINDOW_PORTION, portion));
        }

        void round(final boolean recorded) {
            pipeline.allow();
            while (!pipeline.isPlayed()) {
                final long startNs = System.nanoTime();
                final long told = pipeline.turn();
                final long tookNs = System.nanoTime() - startNs;
                if (told > portion) {
                    throw new IllegalStateException(
                            "firing: windows told in a turn=" + told + " > ringbus.window.portion=" + portion);
                }
                if (recorded && told > 0) {
                    turnsNs.recordValue(tookNs);
                }
            }
        }

        String line() {
            return String.format(
                    "%-22s %8d turns %12.1f us median %12.1f us p99 %12.1f us p99.9 %12.1f us longest",
                    name,
                    turnsNs.getTotalCount(),
                    turnsNs.getValueAtPercentile(MEDIAN) / NS_PER_US,
                    turnsNs.getValueAtPercentile(P99) / NS_PER_US,
                    turnsNs.getValueAtPercentile(P999) / NS_PER_US,
                    turnsNs.getMaxValue() / NS_PER_US);
        }

        void write(final Path folder) throws IOException {
            final Path file = folder.resolve("firing-portion-" + portion + ".hgrm");
            try (PrintStream stream = new PrintStream(Files.newOutputStream(file), false, StandardCharsets.UTF_8)) {
                turnsNs.outputPercentileDistribution(stream, NS_PER_US);
            }
        }

        @Override
        public void close() {
            pipeline.close();
        }
    }

    @Override
    public Integer call() throws IOException {
        final int portion = Config.defaults().get(Settings.WINDOW_PORTION);
        try (Contender inPortions = new Contender("portions of " + portion, portion);
                Contender atOnce = new Contender("all keys in a portion", KEYS)) {
            for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
                inPortions.round(round >= 0);
                atOnce.round(round >= 0);
            }
            final StringBuilder text = new StringBuilder(
                    "java -jar ringbus-bench.jar firing --rounds " + rounds + "\n" + Machine.here() + "\n");
            Files.createDirectories(out);
            for (final Contender contender : List.of(inPortions, atOnce)) {
                text.append(contender.line()).append('\n');
                contender.write(out);
            }
            System.out.print(text);
            Files.writeString(out.resolve("firing.txt"), text);
        }
        return 0;
    }
}
