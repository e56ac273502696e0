// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.chain.Operator;
import io.ringbus.chain.Specialiser;
import io.ringbus.testing.HeapKeyedState;
import io.ringbus.testing.OperatorHarness;
import io.ringbus.windows.aggregate.AggregateCase;
import io.ringbus.windows.aggregate.AggregateCase.Stamped;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SlicedWindowOperatorPropertyTest {
    private static final long SEEDS = Long.getLong("ringbus.seeds", 60);
    private static final long YEAR_NS = 365L * 24 * 3600 * 1_000_000_000;
    private static final int SLICES_MAX = 4096;
    private static final String ORDER = "order of merging";

    /** What no bound on rounding holds for, and an estimate. */
    private static final Set<String> LEFT_OUT = Set.of("correlation", "regression", "ewma", "distinct longs");

    private static final List<AggregateCase> CASES = Stream.concat(
                    AggregateCase.all().stream().filter(example -> !LEFT_OUT.contains(example.name())),
                    Stream.of(new AggregateCase(ORDER, OrderOfMerging.aggregate(), all -> 0)))
            .toList();

    @Test
    void agreesWithTheNaiveWindowInOrder() throws Exception {
        long late = 0;
        long gaps = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            final Run run = new Run(seed);
            run.verify();
            late += run.naive.lateCount();
            gaps += run.naive.gapCount();
        }
        assertTrue(late > SEEDS, "the scripts hold late records: " + late);
        assertTrue(gaps > SEEDS, "the scripts hold records in gaps: " + gaps);
    }

    /** One window, one aggregate, one script. */
    private static final class Run {
        private final Random random;
        private final long unit;
        private final long size;
        private final long slide;
        private final String name;
        private final SlicedWindow<String, Trade, Near, WindowResult<String, Near>> window;
        private final NaiveWindows<Near> naive;
        private CountedUnplaced<Trade> unplaced = new CountedUnplaced<>();
        private final OperatorHarness<Trade, WindowResult<String, Near>> harness;
        private long watermarkNs = Long.MIN_VALUE;
        private int emitted;

        Run(final long seed) {
            random = new Random(seed);
            unit = new long[] {1, 1_000, 7_000_000_007L}[random.nextInt(3)];
            if (random.nextBoolean()) { // many overlaps, often with a rest
                slide = unit * (1 + random.nextInt(3));
                size = slide * (2 + random.nextInt(random.nextBoolean() ? 40 : 150)) + unit * random.nextInt(3);
            } else {
                size = unit * (1 + random.nextInt(40));
                slide = random.nextInt(4) == 0 ? size : unit * (1 + random.nextInt(60));
            }
            final long offset = random.nextInt(200) - 100L;
            final long lateness = random.nextBoolean() ? 0 : unit * random.nextInt(100);
            final int portion = 1 + random.nextInt(4);
            final AggregateCase example = CASES.get(random.nextInt(CASES.size()));
            name = "seed=" + seed + " size=" + size + " slide=" + slide + " offset=" + offset + " lateness=" + lateness
                    + " " + example.name();
            final Slices slices = Slices.of(size, slide, offset, SLICES_MAX);
            window = new SlicedWindow<>(
                    "seen",
                    Trade::symbol,
                    slices,
                    Near.of(example.aggregate(), example.tolerance()),
                    WindowShape.whole(),
                    lateness,
                    SLICES_MAX,
                    portion);
            final Function<List<Stamped>, Object> value =
                    example.name().equals(ORDER) ? OrderOfMerging.naive(slices) : example.naive();
            naive = new NaiveWindows<>(
                    size, slide, offset, lateness, arrived -> new Near(value.apply(arrived), example.tolerance()));
            harness = OperatorHarness.of(this::plain)
                    .alsoBuilt("specialised", this::specialised)
                    .named(name);
        }

        private CountedUnplaced<Trade> unplaced() {
            unplaced = new CountedUnplaced<>();
            return unplaced;
        }

        private Operator<Trade, WindowResult<String, Near>> plain() {
            return new SlicedWindowOperator<>(window, HeapKeyedState::new, unplaced(), new Specialiser(false));
        }

        @SuppressWarnings("unchecked") // a clone of the template has its type arguments
        private Operator<Trade, WindowResult<String, Near>> specialised() {
            final StateOpener<String> opener = HeapKeyedState::new;
            final Specialiser specialiser = new Specialiser(true);
            final Operator<Trade, WindowResult<String, Near>> clone = specialiser.create(
                    Operator.class, SlicedWindowOperator.class, window, opener, unplaced(), specialiser);
            assertTrue(clone.getClass().isHidden(), "the operator can be cloned");
            return clone;
        }

        void verify() throws Exception {
            script();
            harness.afterEach(() -> {
                assertEquals(naive.lateCount(), unplaced.lateCount(), name + ": late");
                assertEquals(naive.gapCount(), unplaced.gapCount(), name + ": in gaps");
            });
            harness.verify();
        }

        /** Time that mostly runs on, sometimes jumps, with records out of order and watermarks that come too soon. */
        private void script() {
            final int symbols = 1 + random.nextInt(5);
            final int disorder = 1 + random.nextInt(60);
            final int delay = random.nextInt(60);
            final int step = random.nextBoolean() ? 4 : 40;
            long now = unit * (random.nextInt(400) - 300);
            for (int id = 0; id < 250; id++) {
                now += unit * random.nextInt(step) + random.nextInt(3);
                if (random.nextInt(60) == 0) {
                    final long before = now;
                    now += random.nextBoolean() ? YEAR_NS / 100 : size * 3;
                    advance(Math.max(before, now - unit * 50));
                }
                final String symbol = String.valueOf((char) ('A' + random.nextInt(symbols)));
                final Trade trade = new Trade(symbol, id, random.nextInt(100) * 0.25, 1 + random.nextInt(100));
                final long timestampNs = now - unit * random.nextInt(disorder);
                naive.record(trade, timestampNs);
                harness.record(timestampNs, trade);
                if (random.nextInt(3) == 0) {
                    advance(now - unit * delay - 1);
                    expect();
                }
            }
            naive.watermark(Long.MAX_VALUE);
            harness.end();
            expect();
        }

        private void advance(final long toNs) {
            watermarkNs = Math.max(watermarkNs, toNs);
            naive.watermark(watermarkNs);
            harness.watermark(watermarkNs);
        }

        private void expect() {
            harness.expectAll(
                    List.copyOf(naive.emitted().subList(emitted, naive.emitted().size())));
            emitted = naive.emitted().size();
        }
    }
}
