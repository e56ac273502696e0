// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.chain.Operator;
import io.ringbus.chain.Specialiser;
import io.ringbus.testing.HeapKeyedState;
import io.ringbus.testing.OperatorHarness;
import io.ringbus.testing.RecordingOutput;
import io.ringbus.windows.aggregate.Aggregate;
import io.ringbus.windows.aggregate.Aggregates;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SessionWindowOperatorPropertyTest {
    private static final long SEEDS = Long.getLong("ringbus.seeds", 20_000);
    private static final int RECORDS_MAX = 30;
    private static final int SESSIONS_MAX = 4096;
    private static final int LONG_SCRIPT_EVERY = 200;
    private static final int LONG_SCRIPT_RECORDS = 400;

    /** Count, sum of sizes, and the ids of the first and last trade: wrong order, doubled or lost records all show. */
    static final Aggregate<Trade, List<Long>> WHAT_WAS_SEEN = Aggregates.<Trade>count()
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

    /** A firing that needs many turns, with whatever records the operator takes in between. */
    @Test
    void tellsTheSameWhileRecordsComeBetweenItsPortions() throws Exception {
        long taken = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            final SessionScript script = new SessionScript(seed, RECORDS_MAX);
            final NaiveSessions naive = new NaiveSessions(script.gap(), script.latenessNs());
            final CountedUnplaced<Trade> unplaced = new CountedUnplaced<>();
            final InTurns inTurns = new InTurns(
                    new SessionWindowOperator<>(window(script, 1), HeapKeyedState::new, unplaced), script.random());
            script.read(naive);
            script.read(inTurns);
            naive.watermark(Long.MAX_VALUE);
            inTurns.end();
            assertEquals(naive.emitted(), inTurns.output.emitted(), script.name());
            assertEquals(naive.lateCount(), unplaced.lateCount(), script.name() + ": late");
            taken += inTurns.taken;
        }
        assertTrue(taken > SEEDS / 4, "records came between portions: " + taken);
    }

    /** Gives the operator turns at random, and records while it is busy if it takes them. */
    private static final class InTurns implements SessionScript.Reader {
        private final Operator<Trade, WindowResult<String, List<Long>>> operator;
        private final Random random;
        private final RecordingOutput<WindowResult<String, List<Long>>> output = new RecordingOutput<>();
        private boolean busy;
        private long watermarkNs;
        private long taken;

        InTurns(final Operator<Trade, WindowResult<String, List<Long>>> operator, final Random random) {
            this.operator = operator;
            this.random = random;
        }

        @Override
        public void record(final Trade trade, final long timestampNs) throws Exception {
            if (busy && !operator.takesWhileBusy(timestampNs)) {
                finish();
            }
            taken += busy ? 1 : 0;
            operator.process(trade, timestampNs, output);
            if (busy && random.nextInt(3) == 0) {
                busy = !operator.onWatermark(watermarkNs, output);
            }
        }

        @Override
        public void watermark(final long newWatermarkNs) throws Exception {
            finish();
            watermarkNs = newWatermarkNs;
            busy = !operator.onWatermark(newWatermarkNs, output);
        }

        void end() throws Exception {
            watermark(Long.MAX_VALUE);
            finish();
            operator.close();
        }

        private void finish() throws Exception {
            while (busy) {
                busy = !operator.onWatermark(watermarkNs, output);
            }
        }
    }

    private static SessionWindow<String, Trade, List<Long>, WindowResult<String, List<Long>>> window(
            final SessionScript script, final int portion) {
        return new SessionWindow<>(
                "seen",
                Trade::symbol,
                script.gap(),
                WHAT_WAS_SEEN,
                WindowShape.whole(),
                script.latenessNs(),
                SESSIONS_MAX,
                portion);
    }

    private void run(final SessionScript script, final boolean alsoSpecialised) throws Exception {
        final SessionWindow<String, Trade, List<Long>, WindowResult<String, List<Long>>> window =
                window(script, 1 + script.random().nextInt(4));
        final List<CountedUnplaced<Trade>> made = new ArrayList<>();
        final OperatorHarness<Trade, WindowResult<String, List<Long>>> harness =
                OperatorHarness.of(() -> new SessionWindowOperator<>(window, HeapKeyedState::new, counted(made)));
        if (alsoSpecialised) {
            harness.alsoBuilt("specialised", () -> specialised(window, counted(made)));
        }
        final NaiveSessions naive = new NaiveSessions(script.gap(), script.latenessNs());
        script.read(new Both(naive, harness.named(script.name()).drawn(script.random())));
        naive.watermark(Long.MAX_VALUE);
        harness.end().expectAll(naive.emitted());
        harness.afterEach(
                () -> assertEquals(naive.lateCount(), made.get(made.size() - 1).lateCount(), script.name() + ": late"));
        harness.verify();
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
