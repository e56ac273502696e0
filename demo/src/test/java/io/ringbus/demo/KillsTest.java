// SPDX-License-Identifier: Apache-2.0
package io.ringbus.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
    private static final int KILLS = Integer.getInteger("ringbus.kills", 100);
    private static final long SEED = Long.getLong("ringbus.seed", 1);
    private static final int CHILDREN = 2;

    @TempDir
    private Path temporary;

    @Test
    void whatIsCommittedIsWhatAnUninterruptedRunCommits() throws Exception {
        final KilledShape[] shapes = KilledShape.values();
        final List<Callable<KilledRuns>> runs = new ArrayList<>();
        for (int index = 0; index < shapes.length; index++) {
            final KilledShape shape = shapes[index];
            final int wanted = KILLS / shapes.length + (index < KILLS % shapes.length ? 1 : 0);
            final Random random = new Random(SEED * shapes.length + index);
            runs.add(() -> killed(shape, wanted, random));
        }
        final ExecutorService children = Executors.newFixedThreadPool(CHILDREN);
        KilledRuns all = new KilledRuns(0, 0, 0);
        try {
            for (final Future<KilledRuns> each : children.invokeAll(runs)) {
                all = all.plus(each.get());
            }
        } finally {
            children.shutdownNow();
        }
        System.out.println(all.kills() + " kills over " + shapes.length + " shapes, " + all.recovering()
                + " of them during recovery, " + all.committing()
                + " during a commit: lost=0 duplicated=0 reordered=0, seed=" + SEED);
        assertTrue(
                all.kills() >= KILLS * 3 / 4, "kills=" + all.kills() + " of " + KILLS + ": the others came too late");
        assertTrue(KILLS < 50 || (all.recovering() > 0 && all.committing() > 0), "none at the worst moments: " + all);
    }

    private KilledRuns killed(final KilledShape shape, final int wanted, final Random random) throws Exception {
        final String where = shape + ", seed=" + SEED;
        final KilledJob job = new KilledJob(shape, wanted, random, where);
        final Path whole = Files.createDirectory(temporary.resolve(shape + "-whole"));
        job.uninterrupted(whole);
        final Path killed = Files.createDirectory(temporary.resolve(shape + "-killed"));
        final KilledRuns runs = job.killed(killed);
        final Map<String, List<KilledRow>> naive = naive(shape, job.count());
        check(naive, rows(shape, whole), where + ", uninterrupted");
        check(naive, rows(shape, killed), where + ", killed");
        return runs;
    }

    /** What is committed in {@code folder} is what a plain computation comes to. */
    static void check(final Path folder, final KilledShape shape, final long count) throws IOException {
        check(naive(shape, count), rows(shape, folder), shape.toString());
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

    private static Map<String, List<KilledRow>> rows(final KilledShape shape, final Path folder) throws IOException {
        final Map<String, List<KilledRow>> rows = new TreeMap<>();
        new String(KilledJob.committed(folder), StandardCharsets.UTF_8)
                .lines()
                .skip(1)
                .map(KilledRow::parse)
                .forEach(row -> rows.computeIfAbsent(row.symbol(), symbol -> new ArrayList<>())
                        .add(row));
        rows.values().forEach(each -> order(shape, each));
        return rows;
    }

    private static Map<String, List<KilledRow>> naive(final KilledShape shape, final long count) {
        final Map<String, List<Quote>> quotes = new TreeMap<>();
        LongStream.range(0, count / shape.sources() * shape.sources())
                .mapToObj(Quote::of)
                .forEach(quote -> quotes.computeIfAbsent(quote.symbol(), symbol -> new ArrayList<>())
                        .add(quote));
        final Map<String, List<KilledRow>> rows = new TreeMap<>();
        quotes.forEach((symbol, all) -> {
            final List<KilledRow> each = new ArrayList<>(shape.naive(all));
            order(shape, each);
            rows.put(symbol, each);
        });
        return rows;
    }

    private static void order(final KilledShape shape, final List<KilledRow> rows) {
        if (!shape.isOrdered()) {
            rows.sort(Comparator.comparingLong(KilledRow::startNs).thenComparingLong(KilledRow::sum));
        }
    }
}
