// SPDX-License-Identifier: Apache-2.0
package io.ringbus.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.connectors.CommitIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * One shape in processes of its own: once without interruption, once killed until it was {@code wanted} times and then left
 * alone. Nothing that was committed is ever taken back.
 *
 * <p><b>Threading.</b> One thread.
 */
final class KilledJob {
    private static final int PER_SECOND = 2_000;
    private static final long RUN_MILLIS_MAX = 250;
    private static final int COMMITS_MAX = 12;
    private static final List<String> SMALL =
            List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

    private final KilledShape shape;
    private final int wanted;
    private final Random random;
    private final String where;
    private long recoveryMillis = 500;

    KilledJob(final KilledShape shape, final int wanted, final Random random, final String where) {
        this.shape = shape;
        this.wanted = wanted;
        this.random = random;
        this.where = where;
    }

    /** Quotes: those of a quarter of a second for each kill. */
    long count() {
        return (long) (wanted + 4) * PER_SECOND / 4;
    }

    private ChildProcess start(final Path folder, final double rate) throws IOException {
        return ChildProcess.start(
                SMALL,
                KilledPipeline.class,
                List.of(shape.name(), folder.toString(), Long.toString(count()), Double.toString(rate)));
    }

    void uninterrupted(final Path folder) throws Exception {
        try (ChildProcess child = start(folder, 1e6)) {
            assertEquals(0, child.exitCode(), where + ":\n" + child.said());
        }
    }

    KilledRuns killed(final Path folder) throws Exception {
        byte[] committed = new byte[0];
        KilledRuns runs = new KilledRuns(0, 0, 0);
        while (true) {
            try (ChildProcess child = start(folder, PER_SECOND)) {
                if (runs.kills() == wanted || !isAlive(child)) {
                    assertEquals(0, child.exitCode(), where + ":\n" + child.said());
                    checkKept(committed, committed(folder));
                    return runs;
                }
                child.kill();
                child.exitCode();
                runs = runs.plus(KilledRuns.of(child.said(), committed.length > 0));
            }
            final byte[] now = committed(folder);
            checkKept(committed, now);
            committed = now;
        }
    }

    /** Waits for a moment to kill; false when the child has ended before. */
    private boolean isAlive(final ChildProcess child) throws InterruptedException {
        final int moment = random.nextInt(4);
        if (moment == 0) {
            return !child.endsWithin(random.nextLong(recoveryMillis)); // starting, recovering
        }
        final long startNs = System.nanoTime();
        if (!child.hasSaid(KilledPipeline.RUNNING)) {
            return false;
        }
        recoveryMillis = Math.max(1, (System.nanoTime() - startNs) / 1_000_000);
        if (moment > 1) {
            return !child.endsWithin(random.nextLong(RUN_MILLIS_MAX));
        }
        for (int commits = random.nextInt(COMMITS_MAX); commits >= 0; commits--) {
            if (!child.hasSaid(KilledPipeline.COMMITTING)) {
                return false;
            }
        }
        return true;
    }

    private void checkKept(final byte[] before, final byte[] now) {
        assertTrue(
                now.length >= before.length && Arrays.equals(before, 0, before.length, now, 0, before.length),
                where + ": committed output was taken back, bytes=" + before.length + " -> " + now.length);
    }

    static byte[] committed(final Path folder) throws IOException {
        final Path file = folder.resolve(KilledPipeline.OUTPUT);
        final int length = (int) CommitIndex.committedBytes(file);
        return length == 0 ? new byte[0] : Arrays.copyOf(Files.readAllBytes(file), length);
    }
}
