// SPDX-License-Identifier: Apache-2.0
package io.ringbus.management;

import io.ringbus.stage.Counters;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Reports a stage that has a backlog and took nothing from it for a whole interval: once, until it moves again.
 *
 * <p><b>Threading.</b> A thread of its own, which ends with {@link #close()}.
 */
public final class Watchdog implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(Watchdog.class.getName());
    private static final String STAGE = "stage ";
    private static final String RECORDS_FROM = " records from ";
    private static final String OCCUPANCY = " occupancy";
    private static final long JOIN_MS_MAX = 1_000;

    private final Counters counters;
    private final long intervalNs;
    private final Thread thread;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Set<String> reported = new HashSet<>();
    private Map<String, Long> takenBefore = new HashMap<>();

    /** Starts to watch the stages that count in {@code counters}, every {@code intervalNs}. */
    public Watchdog(final Counters counters, final long intervalNs, final ThreadFactory threads) {
        this.counters = counters;
        this.intervalNs = intervalNs;
        this.thread = threads.newThread(this::watch);
        thread.setName("ringbus-watchdog");
        thread.start();
    }

    private void watch() {
        try {
            while (!closed.await(intervalNs, TimeUnit.NANOSECONDS)) {
                look();
            }
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        final Map<String, Long> figures = new HashMap<>();
        counters.forEach(figures::put);
        final Map<String, Long> taken = new HashMap<>();
        final Map<String, String> backlogs = new HashMap<>();
        figures.forEach((label, records) -> {
            final int at = label.indexOf(RECORDS_FROM);
            if (at > 0 && label.startsWith(STAGE)) {
                final String stage = label.substring(STAGE.length(), at);
                final String ring = label.substring(at + RECORDS_FROM.length());
                taken.merge(stage, records, Long::sum);
                final long waiting = figures.getOrDefault(
                        "ring " + ring + OCCUPANCY, figures.getOrDefault("ingress " + ring + OCCUPANCY, 0L));
                if (waiting > 0) {
                    backlogs.merge(
                            stage, waiting + " slots in ring '" + ring + "'", (one, other) -> one + ", " + other);
                }
            }
        });
        taken.forEach((stage, records) -> {
            if (!records.equals(takenBefore.get(stage)) || !backlogs.containsKey(stage)) {
                reported.remove(stage);
            } else if (reported.add(stage)) {
                LOGGER.log(
                        Level.WARNING,
                        STAGE + "'" + stage + "': records taken=0 in ringbus.watchdog.interval="
                                + TimeUnit.NANOSECONDS.toMillis(intervalNs) + " ms, with a backlog of "
                                + backlogs.get(stage)
                                + ": an operator blocks, or a stage behind it does; a thread dump tells which");
            }
        });
        takenBefore = taken;
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join(JOIN_MS_MAX);
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
