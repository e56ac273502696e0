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
import org.junit.jupiter.api.Test;

class SessionWindowOperatorPropertyTest {
    private static final long SEEDS = Long.getLong("ringbus.seeds", 20_000);
    private static final int RECORDS_MAX = 40;
    private static final int LONG_SCRIPT_EVERY = 100;
    private static final int LONG_SCRIPT_RECORDS = 1_000;

    /** Count, sum of sizes, and the ids of the first and last trade: wrong order, doubled or lost records all show. */
    private static final Aggregate<Trade, List<Long>> WHAT_WAS_SEEN = Aggregates.<Trade>count()
            .and(Aggregates.sumLong(Trade::size), List::of)
            .and(Aggregates.first(Trade.CODEC), (seen, first) -> List.of(seen.get(0), seen.get(1), first.id()))
            .and(
                    Aggregates.last(Trade.CODEC),
                    (seen, last) -> List.of(seen.get(0), seen.get(1), seen.get(2), last.id()));

    private long late;
    private long bridges;
    private long retold;
    private long told;

    @Test
    void agreesWithTheNaiveSessionsInOrder() throws Exception {
        for (long seed = 0; seed < SEEDS; seed++) {
            final boolean isLong = seed % LONG_SCRIPT_EVERY == 0;
            run(new SessionScript(seed, isLong ? LONG_SCRIPT_RECORDS : RECORDS_MAX), isLong);
        }
        assertTrue(late > SEEDS / 4, "the scripts hold late records: " + late);
        assertTrue(bridges > SEEDS / 4, "the scripts hold records that bridge sessions: " + bridges);
        assertTrue(retold > SEEDS / 4, "the scripts hold records that tell a session at once: " + retold);
        assertTrue(told > SEEDS, "the scripts hold sessions: " + told);
    }

    private void run(final SessionScript script, final boolean alsoSpecialised) throws Exception {
        final SessionWindow<String, Trade, List<Long>, WindowResult<String, List<Long>>> window = new SessionWindow<>(
                "seen",
                Trade::symbol,
                script.gap(),
                WHAT_WAS_SEEN,
                WindowShape.whole(),
                script.latenessNs(),
                4096,
                1 + script.random().nextInt(4));
        final List<CountedUnplaced<Trade>> made = new ArrayList<>();
        final OperatorHarness<Trade, WindowResult<String, List<Long>>> harness =
                OperatorHarness.of(() -> new SessionWindowOperator<>(window, HeapKeyedState::new, counted(made)));
        if (alsoSpecialised) {
            harness.alsoBuilt("specialised", () -> specialised(window, counted(made)));
        }
        final NaiveSessions naive = new NaiveSessions(script.gap(), script.latenessNs());
        script.read(new Both(naive, harness.named(script.name())));
        naive.watermark(Long.MAX_VALUE);
        harness.end().expectAll(naive.emitted());
        harness.verify();
        for (final CountedUnplaced<Trade> unplaced : made) {
            assertEquals(naive.lateCount(), unplaced.lateCount(), script.name() + ": late");
        }
        late += naive.lateCount();
        bridges += naive.bridges();
        retold += naive.retold();
        told += naive.told();
    }

    /** Writes into the harness what the definition says at each step. */
    private record Both(NaiveSessions naive, OperatorHarness<Trade, WindowResult<String, List<Long>>> harness)
            implements SessionScript.Reader {
        @Override
        public void record(final Trade trade, final long timestampNs) {
            naive.record(trade, timestampNs);
            harness.record(timestampNs, trade);
            expect();
        }

        @Override
        public void watermark(final long watermarkNs) {
            naive.watermark(watermarkNs);
            harness.watermark(watermarkNs);
            expect();
        }

        private void expect() {
            harness.expectAll(List.copyOf(naive.emitted()));
            naive.emitted().clear();
        }
    }

    private static CountedUnplaced<Trade> counted(final List<CountedUnplaced<Trade>> made) {
        final CountedUnplaced<Trade> unplaced = new CountedUnplaced<>();
        made.add(unplaced);
        return unplaced;
    }

    @SuppressWarnings("unchecked") // a clone of the template has its type arguments
    private static Operator<Trade, WindowResult<String, List<Long>>> specialised(
            final SessionWindow<String, Trade, List<Long>, WindowResult<String, List<Long>>> window,
            final Unplaced<Trade> unplaced) {
        final StateOpener<String> opener = HeapKeyedState::new;
        final Operator<Trade, WindowResult<String, List<Long>>> clone =
                new Specialiser(true).create(Operator.class, SessionWindowOperator.class, window, opener, unplaced);
        assertTrue(clone.getClass().isHidden(), "the operator can be cloned");
        return clone;
    }
}
