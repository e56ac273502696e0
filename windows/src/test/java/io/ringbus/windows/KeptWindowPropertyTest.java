// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.chain.Operator;
import io.ringbus.chain.Specialiser;
import io.ringbus.testing.HeapKeyedState;
import io.ringbus.testing.OperatorHarness;
import io.ringbus.windows.aggregate.AggregateCase.Stamped;
import io.ringbus.windows.aggregate.Aggregates;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** All records of windows of event time, against lists. */
class KeptWindowPropertyTest {
    private static final long SEEDS = Long.getLong("ringbus.seeds", 80);
    private static final int RECORDS = 200;

    /** As {@link NaiveWindows} sees a window; records that are not in the order of their arrival make the count negative. */
    private static final WindowStep<String, Trade, WindowResult<String, List<Long>>> SEEN =
            new WindowStep.Each<>((key, window, out) -> {
                long count = 0;
                long sizes = 0;
                long lastNs = Long.MIN_VALUE;
                long last = -1;
                long before = -1;
                for (final Trade trade : window) {
                    final long timestampNs = window.timestampNs(count);
                    assertTrue(trade.id() > before && timestampNs >= window.startNs() && timestampNs < window.endNs());
                    last = timestampNs >= lastNs ? trade.id() : last;
                    lastNs = Math.max(lastNs, timestampNs);
                    before = trade.id();
                    sizes += trade.size();
                    count++;
                }
                return out.emit(new WindowResult<>(
                        key, window.startNs(), window.endNs(), List.of(count, sizes, last), window.isEarly()));
            });

    @Test
    void agreesWithTheNaiveWindow() throws Exception {
        for (long seed = 0; seed < SEEDS; seed++) {
            run(seed);
        }
    }

    private static void run(final long seed) throws Exception {
        final Random random = new Random(seed);
        final long size = 1L + random.nextInt(40);
        final long slide = random.nextInt(3) == 0 ? size : 1 + random.nextInt(60);
        final long offset = random.nextInt(200) - 100L;
        final long lateness = random.nextBoolean() ? 0 : random.nextInt(100);
        final Slices slices = Slices.of(size, slide, offset, 4096);
        final NaiveWindows<List<Long>> naive =
                new NaiveWindows<>(size, slide, offset, lateness, KeptWindowPropertyTest::seen);
        final List<CountedUnplaced<Trade>> made = new ArrayList<>();
        final OperatorHarness<Trade, WindowResult<String, List<Long>>> harness =
                OperatorHarness.of(() -> operator(slices, lateness, new Specialiser(false), made));
        harness.alsoBuilt("specialised", () -> operator(slices, lateness, new Specialiser(true), made));
        final String run =
                "seed=" + seed + " size=" + size + " slide=" + slide + " offset=" + offset + " lateness=" + lateness;
        script(random, size, naive, harness.named(run));
        harness.afterEach(() -> {
            final CountedUnplaced<Trade> unplaced = made.get(made.size() - 1);
            assertEquals(naive.lateCount(), unplaced.lateCount(), run + ": late");
            assertEquals(naive.gapCount(), unplaced.gapCount(), run + ": in gaps");
        });
        harness.verify();
    }

    /** Number of records, sum of their sizes, and the newest of them, of equals the last to arrive. */
    private static List<Long> seen(final List<Stamped> arrived) {
        long sizes = 0;
        Stamped last = arrived.get(0);
        for (final Stamped each : arrived) {
            sizes += each.trade().size();
            last = each.timestampNs() >= last.timestampNs() ? each : last;
        }
        return List.of((long) arrived.size(), sizes, last.trade().id());
    }

    @SuppressWarnings("unchecked") // a clone of the template has its type arguments
    private static Operator<Trade, WindowResult<String, List<Long>>> operator(
            final Slices slices,
            final long lateness,
            final Specialiser specialiser,
            final List<CountedUnplaced<Trade>> made) {
        final CountedUnplaced<Trade> unplaced = new CountedUnplaced<>();
        made.add(unplaced);
        final StateOpener<String> opener = HeapKeyedState::new;
        final SlicedWindow<String, Trade, Long, WindowResult<String, Long>> counted = new SlicedWindow<>(
                "counted", Trade::symbol, slices, Aggregates.count(), WindowShape.whole(), lateness, 4096, 2);
        return specialiser.create(
                Operator.class,
                KeptWindowOperator.class,
                new KeptWindow<>("kept", Trade::symbol, Trade.CODEC, SEEN, slices, lateness, RECORDS),
                specialiser.create(Operator.class, SlicedWindowOperator.class, counted, opener, unplaced, specialiser),
                unplaced,
                opener);
    }

    private static void script(
            final Random random,
            final long size,
            final NaiveWindows<List<Long>> naive,
            final OperatorHarness<Trade, WindowResult<String, List<Long>>> harness) {
        final int symbols = 1 + random.nextInt(4);
        final int disorder = 1 + random.nextInt(60);
        final int delay = random.nextInt(60);
        long now = random.nextInt(400) - 300L;
        long watermarkNs = Long.MIN_VALUE;
        int emitted = 0;
        for (int id = 0; id < RECORDS; id++) {
            now += random.nextInt(40) == 0 ? size * 3 : random.nextInt(5);
            final String symbol = String.valueOf((char) ('A' + random.nextInt(symbols)));
            final Trade trade = new Trade(symbol, id, 1.25, random.nextInt(100));
            final long timestampNs = now - random.nextInt(disorder);
            naive.record(trade, timestampNs);
            harness.record(timestampNs, trade);
            if (random.nextInt(3) == 0) {
                watermarkNs = Math.max(watermarkNs, now - delay - 1);
                naive.watermark(watermarkNs);
                harness.watermark(watermarkNs);
                harness.expectAll(List.copyOf(
                        naive.emitted().subList(emitted, naive.emitted().size())));
                emitted = naive.emitted().size();
            }
            if (random.nextInt(4) == 0) {
                harness.ask(symbol, naive.answer(symbol));
            }
        }
        naive.watermark(Long.MAX_VALUE);
        harness.end();
        harness.expectAll(
                List.copyOf(naive.emitted().subList(emitted, naive.emitted().size())));
    }
}
