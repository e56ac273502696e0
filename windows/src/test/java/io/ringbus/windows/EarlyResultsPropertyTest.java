// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.chain.Operator;
import io.ringbus.chain.Specialiser;
import io.ringbus.testing.HeapKeyedState;
import io.ringbus.testing.OperatorHarness;
import io.ringbus.testing.SimulatedClock;
import io.ringbus.windows.aggregate.Aggregates;
import java.util.List;
import java.util.Random;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

/** Early results of aligned windows and of sessions, by count and by the clock, against the naive definitions. */
class EarlyResultsPropertyTest {
    private static final long SEEDS = Long.getLong("ringbus.seeds", 400);
    private static final int RECORDS = 80;

    private long early;

    @Test
    void agreesWithTheNaiveWindow() throws Exception {
        for (long seed = 0; seed < SEEDS; seed++) {
            run(seed);
        }
        assertTrue(early > 20 * SEEDS, "the scripts tell early: " + early);
    }

    private void run(final long seed) throws Exception {
        final Random random = new Random(seed);
        final long size = 1L + random.nextInt(40);
        final long slide = random.nextInt(3) == 0 ? size : 1 + random.nextInt(60);
        final long lateness = random.nextBoolean() ? 0 : random.nextInt(100);
        final long everyRecords = random.nextInt(4);
        final long everyNs = everyRecords == 0 || random.nextBoolean() ? 1L + random.nextInt(20) : 0;
        final SimulatedClock clock = new SimulatedClock(1_000);
        final SlicedWindow<String, Trade, Long, WindowResult<String, Long>> window = new SlicedWindow<>(
                        "early",
                        Trade::symbol,
                        Slices.of(size, slide, -5, 4096),
                        Aggregates.sumLong(Trade::size),
                        WindowShape.whole(),
                        lateness,
                        4096,
                        1 + random.nextInt(3))
                .early(new Early(everyRecords, everyNs, clock));
        final NaiveWindows<Long> naive = new NaiveWindows<Long>(
                        size,
                        slide,
                        -5,
                        lateness,
                        inside -> inside.stream()
                                .mapToLong(kept -> kept.trade().size())
                                .sum())
                .early(everyRecords);
        final OperatorHarness<Trade, WindowResult<String, Long>> harness =
                OperatorHarness.of(() -> operator(window, new Specialiser(false)));
        if (seed % 20 == 0) {
            harness.alsoBuilt("specialised", () -> operator(window, new Specialiser(true)));
        }
        script(random, naive, harness, clock, everyNs);
        harness.named("seed=" + seed + " size=" + size + " slide=" + slide + " lateness=" + lateness + " every="
                        + everyRecords + " records, " + everyNs + " ns")
                .verify();
        early += naive.emitted().stream().filter(each -> each.record().early()).count();
    }

    @Test
    void agreesWithTheNaiveSessions() throws Exception {
        for (long seed = 0; seed < SEEDS; seed++) {
            runSessions(seed);
        }
        assertTrue(early > 20 * SEEDS, "the scripts tell early: " + early);
    }

    private void runSessions(final long seed) throws Exception {
        final Random random = new Random(seed);
        final long gapNs = 1L + random.nextInt(12);
        final boolean ownGaps = random.nextBoolean();
        final ToLongFunction<Trade> gap = trade -> ownGaps ? 1 + trade.size() % gapNs : gapNs;
        final long lateness = random.nextBoolean() ? 0 : random.nextInt(100);
        final long everyRecords = random.nextInt(4);
        final long everyNs = everyRecords == 0 || random.nextBoolean() ? 1L + random.nextInt(20) : 0;
        final SimulatedClock clock = new SimulatedClock(1_000);
        final SessionWindow<String, Trade, List<Long>, WindowResult<String, List<Long>>> window = new SessionWindow<>(
                        "early",
                        Trade::symbol,
                        gap,
                        SessionWindowOperatorPropertyTest.WHAT_WAS_SEEN,
                        WindowShape.whole(),
                        lateness,
                        RECORDS,
                        1 + random.nextInt(3))
                .early(new Early(everyRecords, everyNs, clock));
        final NaiveSessions naive = new NaiveSessions(gap, lateness).early(everyRecords);
        final OperatorHarness<Trade, WindowResult<String, List<Long>>> harness = OperatorHarness.of(
                () -> new SessionWindowOperator<>(window, HeapKeyedState::new, new CountedUnplaced<>()));
        script(random, naive, harness, clock, everyNs);
        harness.named("seed=" + seed + " gap=" + gapNs + " of its own=" + ownGaps + " lateness=" + lateness + " every="
                        + everyRecords + " records, " + everyNs + " ns")
                .verify();
        early += naive.emitted().stream().filter(each -> each.record().early()).count();
    }

    private static <R> void script(
            final Random random,
            final NaiveEarly<R> naive,
            final OperatorHarness<Trade, WindowResult<String, R>> harness,
            final SimulatedClock clock,
            final long everyNs) {
        final int symbols = 1 + random.nextInt(4);
        final int disorder = 1 + random.nextInt(60);
        final int delay = random.nextInt(60);
        long now = random.nextInt(400) - 300L;
        long watermarkNs = Long.MIN_VALUE;
        long passedNs = -1; // since the first record
        long toldNs = 0; // the multiple of the period that was last told
        int emitted = 0;
        for (int id = 0; id < RECORDS; id++) {
            now += random.nextInt(40) == 0 ? 200 : random.nextInt(5);
            final String symbol = String.valueOf((char) ('A' + random.nextInt(symbols)));
            final Trade trade = new Trade(symbol, id, 1.25, random.nextInt(100));
            final long timestampNs = now - random.nextInt(disorder);
            final boolean waited = naive.hasChanged();
            naive.record(trade, timestampNs);
            harness.record(timestampNs, trade);
            if (everyNs > 0 && !waited && naive.hasChanged()) {
                passedNs = Math.max(passedNs, 0);
                toldNs = passedNs - passedNs % everyNs;
            }
            if (random.nextInt(3) == 0) {
                watermarkNs = Math.max(watermarkNs, now - delay - 1);
                naive.watermark(watermarkNs);
                harness.watermark(watermarkNs);
            }
            final long byNs = random.nextInt(8);
            harness.advance(clock, byNs);
            passedNs += passedNs < 0 ? 0 : byNs;
            if (everyNs > 0 && naive.hasChanged() && passedNs >= toldNs + everyNs) {
                naive.tellEarly();
            }
            harness.expectAll(
                    List.copyOf(naive.emitted().subList(emitted, naive.emitted().size())));
            emitted = naive.emitted().size();
        }
        naive.watermark(Long.MAX_VALUE);
        harness.end();
        harness.expectAll(
                List.copyOf(naive.emitted().subList(emitted, naive.emitted().size())));
    }

    @SuppressWarnings("unchecked") // a clone of the template has its type arguments
    private static Operator<Trade, WindowResult<String, Long>> operator(
            final SlicedWindow<String, Trade, Long, WindowResult<String, Long>> window, final Specialiser specialiser) {
        final StateOpener<String> opener = HeapKeyedState::new;
        return specialiser.create(
                Operator.class, SlicedWindowOperator.class, window, opener, new CountedUnplaced<>(), specialiser);
    }
}
