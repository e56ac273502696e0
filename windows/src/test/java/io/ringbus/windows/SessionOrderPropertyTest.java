// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.chain.Operator;
import io.ringbus.testing.Emitted;
import io.ringbus.testing.HeapKeyedState;
import io.ringbus.testing.RecordingOutput;
import io.ringbus.windows.aggregate.Aggregates;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * Whatever the order of records within the allowed disorder, and without any: the sessions are those of the naive definition,
 * which reads the records in order of time and knows no watermark. A failure prints the seed.
 */
class SessionOrderPropertyTest {
    private static final long SEEDS = Long.getLong("ringbus.seeds", 20_000);
    private static final long SPREAD = 0x9E3779B97F4A7C15L;
    private static final int GAP_MAX = 8;
    private static final int RECORDS_MAX = 40;

    /** A record, and where it comes: its time, later by less than the disorder or by nothing. */
    private record Arrival(Trade trade, long timestampNs, double place) {}

    private long oneGapApart;

    @Test
    void agreesWithTheNaiveSessionsInAnyOrderThatTheDisorderAllows() throws Exception {
        for (long seed = 0; seed < SEEDS; seed++) {
            run(new Random(seed * SPREAD), "seed=" + seed);
        }
        assertTrue(oneGapApart > SEEDS, "records exactly one gap apart: " + oneGapApart);
    }

    private void run(final Random random, final String name) throws Exception {
        final int gapNs = 1 + random.nextInt(GAP_MAX);
        final int disorderNs = random.nextBoolean() ? 0 : 1 + random.nextInt(2 * GAP_MAX);
        final List<Arrival> inOrder = inOrder(random, gapNs, disorderNs);
        final NaiveSessions naive = new NaiveSessions(trade -> gapNs, 0);
        inOrder.forEach(arrival -> naive.record(arrival.trade(), arrival.timestampNs()));
        naive.watermark(Long.MAX_VALUE);

        final List<Arrival> arrivals = new ArrayList<>(inOrder);
        Collections.shuffle(arrivals, random); // those of one place come in any order
        arrivals.sort(Comparator.comparingDouble(Arrival::place));
        final CountedUnplaced<Trade> unplaced = new CountedUnplaced<>();
        final Promised promised = new Promised(new SessionWindowOperator<>(
                new SessionWindow<>(
                        "seen",
                        Trade::symbol,
                        trade -> gapNs,
                        Aggregates.<Trade>count().and(Aggregates.sumLong(Trade::size), List::of),
                        WindowShape.whole(),
                        0,
                        RECORDS_MAX,
                        1 + random.nextInt(3)),
                HeapKeyedState::new,
                unplaced));
        final String described = name + " gap=" + gapNs + " disorder=" + disorderNs + " " + arrivals;
        long latestNs = Long.MIN_VALUE;
        for (final Arrival arrival : arrivals) {
            if (arrival.timestampNs() > latestNs) { // a stream promises so right before the record that moves its time
                latestNs = arrival.timestampNs();
                promised.watermark(latestNs - disorderNs - 1, described);
            }
            promised.operator.process(arrival.trade(), arrival.timestampNs(), promised.output);
        }
        promised.watermark(Long.MAX_VALUE, described);
        promised.operator.close();
        assertEquals(texts(naive.emitted()), texts(promised.output.emitted()), described);
        assertEquals(0, unplaced.lateCount(), described + ": late");
    }

    /** Holds what an operator tells to what was promised behind it before. */
    private record Promised(
            Operator<Trade, WindowResult<String, List<Long>>> operator,
            RecordingOutput<WindowResult<String, List<Long>>> output,
            AtomicLong behindNs) {
        Promised(final Operator<Trade, WindowResult<String, List<Long>>> operator) {
            this(operator, new RecordingOutput<>(), new AtomicLong(Long.MIN_VALUE));
        }

        void watermark(final long watermarkNs, final String described) throws Exception {
            final int before = output.emitted().size();
            boolean done = false;
            while (!done) {
                done = operator.onWatermark(watermarkNs, output);
            }
            output.emitted()
                    .subList(before, output.emitted().size())
                    .forEach(told ->
                            assertTrue(told.timestampNs() > behindNs.get(), described + ": late behind " + told));
            behindNs.set(operator.watermarkBehindNs(watermarkNs));
        }
    }

    /** Bounds, count and sum; which record is the first of equals is another question. */
    private static List<String> texts(final List<Emitted<WindowResult<String, List<Long>>>> emitted) {
        return emitted.stream()
                .map(Emitted::record)
                .map(told -> told.key() + " [" + told.startNs() + ", " + told.endNs() + ") "
                        + told.value().subList(0, 2))
                .sorted()
                .toList();
    }

    private List<Arrival> inOrder(final Random random, final int gapNs, final int disorderNs) {
        final List<Arrival> arrivals = new ArrayList<>();
        final int symbols = 1 + random.nextInt(3);
        final long[] latestNs = new long[symbols];
        long now = random.nextInt(60) - 40L;
        for (int id = 1 + random.nextInt(RECORDS_MAX); id > 0; id--) {
            now += random.nextInt(4) == 0 ? gapNs : random.nextInt(gapNs + 2);
            final int symbol = random.nextInt(symbols);
            oneGapApart += now - latestNs[symbol] == gapNs ? 1 : 0;
            latestNs[symbol] = now;
            final Trade trade = new Trade(String.valueOf((char) ('A' + symbol)), id, 1.25, 1 + random.nextInt(9));
            arrivals.add(new Arrival(trade, now, now + disorderNs * random.nextDouble()));
        }
        return arrivals;
    }
}
