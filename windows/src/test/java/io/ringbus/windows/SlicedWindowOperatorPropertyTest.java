// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.chain.Operator;
import io.ringbus.chain.Specialiser;
import io.ringbus.testing.HeapKeyedState;
import io.ringbus.testing.OperatorHarness;
import io.ringbus.windows.aggregate.Aggregate;
import io.ringbus.windows.aggregate.Aggregates;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SlicedWindowOperatorPropertyTest {
    private static final long SEEDS = Long.getLong("ringbus.seeds", 80);
    private static final long YEAR_NS = 365L * 24 * 3600 * 1_000_000_000;

    /** Count, sum of sizes, and the id of the last trade: wrong order, doubled or lost records all show. */
    private static final Aggregate<Trade, List<Long>> WHAT_WAS_SEEN = Aggregates.<Trade>count()
            .and(Aggregates.sumLong(Trade::size), List::of)
            .and(Aggregates.last(Trade.CODEC), (counts, last) -> List.of(counts.get(0), counts.get(1), last.id()));

    @Test
    void agreesWithTheNaiveWindowInOrder() throws Exception {
        long late = 0;
        long gaps = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            final CountedUnplaced<Trade> unplaced = runSeed(seed);
            late += unplaced.lateCount();
            gaps += unplaced.gapCount();
        }
        assertTrue(late > 200, "the scripts hold late records: " + late);
        assertTrue(gaps > 200, "the scripts hold records in gaps: " + gaps);
    }

    private static CountedUnplaced<Trade> runSeed(final long seed) throws Exception {
        final Random random = new Random(seed);
        final long unit = new long[] {1, 1_000, 7_000_000_007L}[random.nextInt(3)];
        final long size = unit * (1 + random.nextInt(40));
        final long slide = random.nextInt(4) == 0 ? size : unit * (1 + random.nextInt(60));
        final long offset = random.nextInt(200) - 100L;
        final long lateness = random.nextBoolean() ? 0 : unit * random.nextInt(100);
        final int portion = 1 + random.nextInt(4);
        final String run =
                "seed=" + seed + " size=" + size + " slide=" + slide + " offset=" + offset + " lateness=" + lateness;
        final Slices slices = Slices.of(size, slide, offset, 4096);
        final List<CountedUnplaced<Trade>> made = new ArrayList<>();
        final NaiveWindows naive = new NaiveWindows(size, slide, offset, lateness);
        final SlicedWindow<String, Trade, List<Long>, WindowResult<String, List<Long>>> window = new SlicedWindow<>(
                "seen", Trade::symbol, slices, WHAT_WAS_SEEN, WindowShape.whole(), lateness, 4096, portion);
        final OperatorHarness<Trade, WindowResult<String, List<Long>>> harness = OperatorHarness.of(
                () -> new SlicedWindowOperator<>(window, HeapKeyedState::new, counted(made), new Specialiser(false)));
        harness.alsoBuilt("specialised", () -> specialised(window, counted(made)));
        script(random, unit, size, naive, harness.named(run));
        harness.verify();
        for (final CountedUnplaced<Trade> unplaced : made) {
            assertEquals(naive.lateCount(), unplaced.lateCount(), run + ": late");
            assertEquals(naive.gapCount(), unplaced.gapCount(), run + ": in gaps");
        }
        return made.get(0);
    }

    private static CountedUnplaced<Trade> counted(final List<CountedUnplaced<Trade>> made) {
        final CountedUnplaced<Trade> unplaced = new CountedUnplaced<>();
        made.add(unplaced);
        return unplaced;
    }

    @SuppressWarnings("unchecked") // a clone of the template has its type arguments
    private static Operator<Trade, WindowResult<String, List<Long>>> specialised(
            final SlicedWindow<String, Trade, List<Long>, WindowResult<String, List<Long>>> window,
            final Unplaced<Trade> unplaced) {
        final StateOpener<String> opener = HeapKeyedState::new;
        final Specialiser specialiser = new Specialiser(true);
        final Operator<Trade, WindowResult<String, List<Long>>> clone =
                specialiser.create(Operator.class, SlicedWindowOperator.class, window, opener, unplaced, specialiser);
        assertTrue(clone.getClass().isHidden(), "the operator can be cloned");
        return clone;
    }

    /** Time that mostly runs on, sometimes jumps, with records out of order and watermarks that come too soon. */
    private static void script(
            final Random random,
            final long unit,
            final long size,
            final NaiveWindows naive,
            final OperatorHarness<Trade, WindowResult<String, List<Long>>> harness) {
        final int symbols = 1 + random.nextInt(5);
        final int disorder = 1 + random.nextInt(60);
        final int delay = random.nextInt(60);
        long now = unit * (random.nextInt(400) - 300);
        long watermarkNs = Long.MIN_VALUE;
        int emitted = 0;
        for (int id = 0; id < 250; id++) {
            now += unit * random.nextInt(4) + random.nextInt(3);
            if (random.nextInt(40) == 0) {
                final long before = now;
                now += random.nextBoolean() ? YEAR_NS / 100 : size * 3;
                watermarkNs = Math.max(watermarkNs, Math.max(before, now - unit * 50));
                naive.watermark(watermarkNs);
                harness.watermark(watermarkNs);
            }
            final String symbol = String.valueOf((char) ('A' + random.nextInt(symbols)));
            final Trade trade = new Trade(symbol, id, 1.25, random.nextInt(100));
            final long timestampNs = now - unit * random.nextInt(disorder);
            naive.record(trade, timestampNs);
            harness.record(timestampNs, trade);
            if (random.nextInt(3) == 0) {
                watermarkNs = Math.max(watermarkNs, now - unit * delay - 1);
                naive.watermark(watermarkNs);
                harness.watermark(watermarkNs);
                harness.expectAll(List.copyOf(
                        naive.emitted().subList(emitted, naive.emitted().size())));
                emitted = naive.emitted().size();
            }
        }
        naive.watermark(Long.MAX_VALUE);
        harness.end();
        harness.expectAll(
                List.copyOf(naive.emitted().subList(emitted, naive.emitted().size())));
    }
}
