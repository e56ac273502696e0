// SPDX-License-Identifier: Apache-2.0
package io.ringbus.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.connectors.CommitIndex;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pipelines in processes of their own, killed with SIGKILL at random moments: while they run, while they recover, while a sink
 * commits. What is committed in the end is what an uninterrupted run commits, and what a plain computation comes to: nothing
 * lost, nothing twice, nothing out of order within a key; and nothing that was committed is ever taken back.
 *
 * <p>{@code -Dringbus.kills=1000} for more kills, spread over the shapes; {@code -Dringbus.seed=..} for other moments.
 */
class KillsTest {
    private static final int KILLS = Integer.getInteger("ringbus.kills", 20);
    private static final long SEED = Long.getLong("ringbus.seed", 1);
    private static final int PER_SECOND = 2_000;
    private static final long RUN_MILLIS_MAX = 250;
    private static final List<String> SMALL =
            List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

    @TempDir
    private Path temporary;

    private long recoveryMillis = 500;

    @Test
    void whatIsCommittedIsWhatAnUninterruptedRunCommits() throws Exception {
        final KilledShape[] shapes = KilledShape.values();
        final Random random = new Random(SEED);
        int kills = 0;
        for (int index = 0; index < shapes.length; index++) {
            final int wanted = KILLS / shapes.length + (index < KILLS % shapes.length ? 1 : 0);
            final long count = (long) (wanted + 4) * PER_SECOND / 4; // a quarter of a second for each kill
            final Path whole = Files.createDirectory(temporary.resolve(shapes[index] + "-whole"));
            uninterrupted(shapes[index], whole, count);
            final Path killed = Files.createDirectory(temporary.resolve(shapes[index] + "-killed"));
            kills += killed(shapes[index], killed, count, wanted, random);
            final Map<String, List<KilledRow>> naive = naive(shapes[index], count);
            check(naive, rows(whole), shapes[index] + ", uninterrupted");
            check(naive, rows(killed), shapes[index] + ", killed, seed=" + SEED);
        }
        System.out.println("kills=" + kills + " of " + KILLS + " over " + shapes.length
                + " shapes: lost=0 duplicated=0 reordered=0, seed=" + SEED);
        assertTrue(kills >= KILLS * 3 / 4, "kills=" + kills + ": the others came after the end");
    }

    private static List<String> arguments(
            final KilledShape shape, final Path folder, final long count, final double rate) {
        return List.of(shape.name(), folder.toString(), Long.toString(count), Double.toString(rate));
    }

    private static void uninterrupted(final KilledShape shape, final Path folder, final long count) throws Exception {
        try (ChildProcess child =
                ChildProcess.start(SMALL, KilledPipeline.class, arguments(shape, folder, count, 1e6))) {
            assertEquals(0, child.exitCode(), child.said());
        }
    }

    private int killed(
            final KilledShape shape, final Path folder, final long count, final int wanted, final Random random)
            throws Exception {
        byte[] committed = new byte[0];
        int kills = 0;
        while (true) {
            try (ChildProcess child =
                    ChildProcess.start(SMALL, KilledPipeline.class, arguments(shape, folder, count, PER_SECOND))) {
                if (kills == wanted || !isAlive(child, random)) {
                    assertEquals(0, child.exitCode(), shape + ", seed=" + SEED + ":\n" + child.said());
                    checkKept(committed, committed(folder), shape);
                    return kills;
                }
                child.kill();
                kills++;
            }
            final byte[] now = committed(folder);
            checkKept(committed, now, shape);
            committed = now;
        }
    }

    /** Waits for a moment to kill; false when the child has ended before. */
    private boolean isAlive(final ChildProcess child, final Random random) throws InterruptedException {
        final int moment = random.nextInt(4);
        if (moment == 0) {
            return !child.endsWithin(random.nextLong(recoveryMillis)); // starting, recovering
        }
        final long startNs = System.nanoTime();
        if (!child.hasSaid(KilledPipeline.RUNNING)) {
            return false;
        }
        recoveryMillis = Math.max(1, (System.nanoTime() - startNs) / 1_000_000);
        if (child.endsWithin(random.nextLong(RUN_MILLIS_MAX))) {
            return false;
        }
        return moment > 1 || child.hasSaid(KilledPipeline.COMMITTING);
    }

    private static void checkKept(final byte[] before, final byte[] now, final KilledShape shape) {
        assertTrue(
                now.length >= before.length && Arrays.equals(before, 0, before.length, now, 0, before.length),
                shape + ", seed=" + SEED + ": committed output was taken back, bytes=" + before.length + " -> "
                        + now.length);
    }

    /** What is committed in {@code folder} is what a plain computation comes to. */
    static void check(final Path folder, final KilledShape shape, final long count) throws IOException {
        check(naive(shape, count), rows(folder), shape.toString());
    }

    /** Says where the first difference is. */
    private static void check(
            final Map<String, List<KilledRow>> expected, final Map<String, List<KilledRow>> found, final String what) {
        assertEquals(expected.keySet(), found.keySet(), what);
        expected.forEach((symbol, rows) -> {
            final List<KilledRow> others = found.get(symbol);
            for (int i = 0; i < Math.min(rows.size(), others.size()); i++) {
                assertEquals(rows.get(i), others.get(i), what + ", row " + i);
            }
            assertEquals(rows.size(), others.size(), what + ", rows of " + symbol);
        });
    }

    private static byte[] committed(final Path folder) throws IOException {
        final Path file = folder.resolve(KilledPipeline.OUTPUT);
        final int length = (int) CommitIndex.committedBytes(file);
        return length == 0 ? new byte[0] : Arrays.copyOf(Files.readAllBytes(file), length);
    }

    private static Map<String, List<KilledRow>> rows(final Path folder) throws IOException {
        final Map<String, List<KilledRow>> rows = new TreeMap<>();
        new String(committed(folder), StandardCharsets.UTF_8)
                .lines()
                .skip(1)
                .map(KilledRow::parse)
                .forEach(row -> rows.computeIfAbsent(row.symbol(), symbol -> new ArrayList<>())
                        .add(row));
        return rows;
    }

    private static Map<String, List<KilledRow>> naive(final KilledShape shape, final long count) {
        final Map<String, List<Quote>> quotes = new TreeMap<>();
        LongStream.range(0, count / shape.sources() * shape.sources())
                .mapToObj(Quote::of)
                .forEach(quote -> quotes.computeIfAbsent(quote.symbol(), symbol -> new ArrayList<>())
                        .add(quote));
        final Map<String, List<KilledRow>> rows = new TreeMap<>();
        quotes.forEach((symbol, all) -> rows.put(symbol, shape.naive(all)));
        return rows;
    }
}
