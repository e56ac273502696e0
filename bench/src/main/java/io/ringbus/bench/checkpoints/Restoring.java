// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.checkpoints;

import io.ringbus.bench.harness.Core;
import io.ringbus.bench.harness.Jvm;
import io.ringbus.bench.harness.Machine;
import io.ringbus.bench.harness.Ratios;
import io.ringbus.config.Settings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import picocli.CommandLine;

/**
 * P12.
 *
 * <p><b>Question.</b> How long after its start does a pipeline with a million keys give its first result?
 * <p><b>Load.</b> A checkpoint of {@link KeyedSums}; each recovery in a JVM of its own, from the call that makes the pipeline on.
 * <p><b>Baseline.</b> A program that reads a file of as many keys and sums, checks its CRC, puts them into a hash map, and adds
 * to one.
 * <p><b>Would be refuted by.</b> Over a second to the first result with the backend {@code slab}, or three with {@code chronicle}.
 */
@CommandLine.Command(mixinStandardHelpOptions = true)
public final class Restoring implements Callable<Integer> {
    private static final Pattern LINE =
            Pattern.compile("RESTORED readNs=(\\d+) restoredNs=(\\d+) firstNs=(\\d+) result=(\\d+)");
    private static final List<String> BACKENDS = List.of("slab", "chronicle");
    private static final double NS_PER_MS = 1e6;
    private static final int PARTS = 3;
    private static final long SUM_OF_KEY_0 = 2; // of the round that was saved, and of one more event

    @CommandLine.Option(names = "--rounds", defaultValue = "5", description = "of forks (${DEFAULT-VALUE})")
    private int rounds = 1;

    @CommandLine.Option(
            names = "--out",
            defaultValue = "bench/results",
            description = "folder for results, which get a folder of their own in it (${DEFAULT-VALUE})")
    private Path out = Path.of("");

    /** Milliseconds of each recovery: reading, restoring, first result, all three. */
    private final Map<String, List<double[]>> measuredMs = new LinkedHashMap<>();

    @Override
    public Integer call() throws Exception {
        try (Scratch scratch = Scratch.make()) {
            for (final String backend : BACKENDS) {
                save(scratch.folder().resolve(backend), backend);
            }
            final Path file = writeByHand(scratch.folder().resolve("by-hand"));
            for (int round = 0; round < rounds; round++) {
                measure("by hand", file, "by hand", "slab");
                for (final String backend : BACKENDS) {
                    final Path saved = scratch.folder().resolve(backend);
                    measure(backend, copied(saved, saved.resolveSibling(backend + round)), "pipeline", backend);
                }
            }
        }
        final StringBuilder text = new StringBuilder("java -jar ringbus-bench.jar p12 --rounds " + rounds + "\n"
                + "from the start to the first result with the state of 2^20 keys; ms, median [least, most]\n");
        text.append(String.format(
                Locale.ROOT, "%-12s %-24s %-24s %-24s %s%n", "", "reading", "restoring", "first result", "all"));
        measuredMs.forEach((name, each) -> text.append(row(name, each)));
        System.out.print(text);
        final Path folder =
                out.resolve(LocalDate.now(ZoneOffset.UTC) + "-" + Machine.here().folder());
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("p12.txt"), text);
        return 0;
    }

    private static String row(final String name, final List<double[]> each) {
        final StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "%-12s", name));
        for (int part = 0; part <= PARTS; part++) {
            final int at = part;
            final Ratios ms =
                    Ratios.of(each.stream().mapToDouble(parts -> parts[at]).toArray());
            row.append(String.format(
                    Locale.ROOT,
                    " %-24s",
                    String.format(Locale.ROOT, "%.1f [%.1f, %.1f]", ms.median(), ms.min(), ms.max())));
        }
        return row.append('\n').toString();
    }

    private static void save(final Path folder, final String backend) {
        final Told told = new Told();
        final Rounds source = new Rounds();
        final Rounds.Total total = new Rounds.Total();
        try (KeyedSums sums = new KeyedSums(
                source, total, KeyedSums.checkpointed(folder, 0).with(Settings.STATE_BACKEND, backend), told)) {
            source.allow();
            while (!total.isWhole()) {
                sums.turn();
            }
            sums.checkpoint();
            while (told.newest() == null) {
                sums.turn();
            }
        }
    }

    /** A pipeline that goes on from a checkpoint takes others, so each has a folder of its own. */
    private static Path copied(final Path from, final Path to) throws IOException {
        Files.createDirectory(to);
        try (Stream<Path> files = Files.list(from)) {
            for (final Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
        return to;
    }

    private static Path writeByHand(final Path file) throws IOException {
        final int bytes = RestoreFork.ENTRY_BYTES * KeyedSums.KEYS;
        final ByteBuffer all = ByteBuffer.allocate(bytes + Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (long number = 0; number < KeyedSums.KEYS; number++) {
            final KeyedSums.Event event = KeyedSums.Event.of(number);
            all.putLong(event.key()).putLong(event.amount());
        }
        final CRC32C crc = new CRC32C();
        crc.update(all.array(), 0, bytes);
        all.putInt((int) crc.getValue());
        return Files.write(file, all.array());
    }

    private void measure(final String name, final Path from, final String kind, final String backend)
            throws IOException, InterruptedException {
        final String output = Jvm.run(
                name,
                Core.any(),
                List.of("-Dringbus.state.backend=" + backend),
                RestoreFork.class,
                List.of(from.toString(), kind));
        final Matcher line = LINE.matcher(output);
        if (!line.find() || Long.parseLong(line.group(PARTS + 1)) != SUM_OF_KEY_0) {
            throw new IllegalStateException("restore: " + name + ": not the sum " + SUM_OF_KEY_0 + ":\n" + output);
        }
        final double[] partsMs = new double[PARTS + 1];
        for (int part = 0; part < PARTS; part++) {
            partsMs[part] = Long.parseLong(line.group(part + 1)) / NS_PER_MS;
            partsMs[PARTS] += partsMs[part];
        }
        measuredMs.computeIfAbsent(name, first -> new ArrayList<>()).add(partsMs);
    }
}
