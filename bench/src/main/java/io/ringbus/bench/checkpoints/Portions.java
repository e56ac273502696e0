// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.checkpoints;

import io.ringbus.barriers.coordinator.CompletedCheckpoint;
import io.ringbus.bench.harness.Machine;
import io.ringbus.bench.harness.Ratios;
import io.ringbus.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/**
 * Writing a snapshot in portions.
 *
 * <p><b>Question.</b> How long does a stage do nothing else while a million cells are written into a snapshot?
 * <p><b>Load.</b> {@link KeyedSums} at full speed, a checkpoint on demand in each round, which changes every cell.
 * <p><b>Baseline.</b> The same pipeline, in the same process and in turn with it, with a portion of all cells.
 * <p><b>Would be refuted by.</b> A longest portion of more than a twentieth of the baseline's.
 */
@CommandLine.Command(mixinStandardHelpOptions = true)
public final class Portions implements Callable<Integer> {
    private static final int AT_ONCE_BYTES =
            1 << 24; // the longest there is; a stage at full speed writes eight of them
    private static final int WARM_UP_ROUNDS = 20;
    private static final double NS_PER_US = 1_000;
    private static final double GOAL = 0.05;

    @CommandLine.Option(names = "--rounds", defaultValue = "60", description = "measured (${DEFAULT-VALUE})")
    private int rounds = 1;

    @CommandLine.Option(
            names = "--out",
            defaultValue = "bench/results",
            description = "folder for results, which get a folder of their own in it (${DEFAULT-VALUE})")
    private Path out = Path.of("");

    /** One pipeline and the longest portion of each of its checkpoints. */
    private static final class Contender implements AutoCloseable {
        private final Scratch scratch = Scratch.make();
        private final Rounds source = new Rounds();
        private final Rounds.Total total = new Rounds.Total();
        private final Told told = new Told();
        private final KeyedSums sums;
        private final List<Double> longestUs = new ArrayList<>();

        Contender(final int portionBytes) {
            sums = new KeyedSums(
                    source,
                    total,
                    KeyedSums.checkpointed(scratch.folder(), 0)
                            .with(Settings.STATE_BACKEND, "slab")
                            .with(Settings.CHECKPOINT_PORTION, portionBytes),
                    told);
        }

        void round(final boolean recorded) {
            told.clear();
            total.clear();
            sums.checkpoint();
            CompletedCheckpoint checkpoint = null;
            source.allow();
            while (!total.isWhole() || checkpoint == null) {
                if (total.isWhole()) {
                    total.clear();
                    source.allow(); // at full speed until the checkpoint is complete
                }
                sums.turn();
                checkpoint = told.newest();
            }
            if (recorded) {
                longestUs.add(checkpoint.longest().portionNsMax() / NS_PER_US);
            }
        }

        Ratios longestUs() {
            return Ratios.of(longestUs.stream().mapToDouble(Double::doubleValue).toArray());
        }

        @Override
        public void close() {
            try (scratch) {
                sums.close();
            }
        }
    }

    @Override
    public Integer call() throws IOException {
        final Ratios inPortionsUs;
        final Ratios atOnceUs;
        try (Contender inPortions = new Contender(Settings.CHECKPOINT_PORTION.byDefault());
                Contender atOnce = new Contender(AT_ONCE_BYTES)) {
            for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
                inPortions.round(round >= 0);
                atOnce.round(round >= 0);
            }
            inPortionsUs = inPortions.longestUs();
            atOnceUs = atOnce.longestUs();
        }
        final String text = "java -jar ringbus-bench.jar p8-portions --rounds " + rounds + "\n"
                + "longest portion of a checkpoint of 2^20 keys, at full speed; us, median [least, most]\n"
                + line("in portions of " + Settings.CHECKPOINT_PORTION.byDefault() + " bytes, x 8", inPortionsUs)
                + line("all at once", atOnceUs)
                + String.format(
                        Locale.ROOT, "medians: %.4f, goal <= %.2f%n", inPortionsUs.median() / atOnceUs.median(), GOAL);
        System.out.print(text);
        final Path folder =
                out.resolve(LocalDate.now(ZoneOffset.UTC) + "-" + Machine.here().folder());
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("p8-portions.txt"), text);
        return 0;
    }

    private static String line(final String name, final Ratios us) {
        return String.format(Locale.ROOT, "%-34s %12.1f [%.1f, %.1f]%n", name, us.median(), us.min(), us.max());
    }
}
