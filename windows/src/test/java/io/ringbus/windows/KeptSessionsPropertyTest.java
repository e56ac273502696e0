// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.chain.Operator;
import io.ringbus.chain.Specialiser;
import io.ringbus.testing.HeapKeyedState;
import io.ringbus.testing.OperatorHarness;
import io.ringbus.windows.aggregate.Aggregates;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The records of sessions against the naive definition: sessions that overlap in time with others that were closed before,
 * bridges, and records that come late. A failure prints the seed.
 */
class KeptSessionsPropertyTest {
    private static final long SEEDS = Long.getLong("ringbus.seeds", 3_000);
    private static final int RECORDS_MAX = 40;
    private static final int SPECIALISED_EVERY = 100;

    /** As {@link NaiveSessions} sees a session; records that are not in the order of their arrival make the count negative. */
    private static final WindowStep<String, Trade, WindowResult<String, List<Long>>> SEEN =
            new WindowStep.Each<>((key, window, out) -> {
                long sizes = 0;
                long first = 0;
                long last = 0;
                for (long index = 0; index < window.size(); index++) {
                    final Trade trade = window.record(index);
                    assertTrue(
                            index == 0 || trade.id() > window.record(index - 1).id(), "order of arrival");
                    sizes += trade.size();
                    first = window.timestampNs(index) < window.timestampNs(first) ? index : first;
                    last = window.timestampNs(index) >= window.timestampNs(last) ? index : last;
                }
                return out.emit(new WindowResult<>(
                        key,
                        window.startNs(),
                        window.endNs(),
                        List.of(
                                window.size(),
                                sizes,
                                window.record(first).id(),
                                window.record(last).id()),
                        window.isEarly()));
            });

    private long bridges;
    private long retold;
    private long answered;

    @Test
    void agreesWithTheNaiveSessions() throws Exception {
        for (long seed = 0; seed < SEEDS; seed++) {
            run(new SessionScript(seed, RECORDS_MAX), seed % SPECIALISED_EVERY == 0);
        }
        assertTrue(bridges > SEEDS / 4, "the scripts hold records that bridge sessions: " + bridges);
        assertTrue(answered > 5 * SEEDS, "sessions answered: " + answered);
        assertTrue(retold > SEEDS / 4, "the scripts hold records that tell a session at once: " + retold);
    }

    private void run(final SessionScript script, final boolean alsoSpecialised) throws Exception {
        final int portion = 1 + script.random().nextInt(4);
        final List<CountedUnplaced<Trade>> made = new ArrayList<>();
        final OperatorHarness<Trade, WindowResult<String, List<Long>>> harness =
                OperatorHarness.of(() -> operator(script, portion, new Specialiser(false), made));
        if (alsoSpecialised) {
            harness.alsoBuilt("specialised", () -> operator(script, portion, new Specialiser(true), made));
        }
        harness.named(script.name());
        final NaiveSessions naive = new NaiveSessions(script.gap(), script.latenessNs());
        script.read(new SessionScript.Reader() {
            @Override
            public void record(final Trade trade, final long timestampNs) {
                naive.record(trade, timestampNs);
                harness.record(timestampNs, trade);
                expect(naive, harness);
                ask(trade.symbol(), naive, harness);
            }

            @Override
            public void watermark(final long watermarkNs) {
                naive.watermark(watermarkNs);
                harness.watermark(watermarkNs);
                expect(naive, harness);
            }
        });
        naive.watermark(Long.MAX_VALUE);
        harness.end();
        expect(naive, harness);
        harness.afterEach(
                () -> assertEquals(naive.lateCount(), made.get(made.size() - 1).lateCount(), script.name() + ": late"));
        harness.drawn(script.random()).verify();
        bridges += naive.bridges();
        retold += naive.retold();
    }

    private void ask(
            final String key,
            final NaiveSessions naive,
            final OperatorHarness<Trade, WindowResult<String, List<Long>>> harness) {
        final List<WindowResult<String, List<Long>>> answer = naive.answer(key);
        harness.ask(key, answer);
        answered += answer.size();
    }

    private static void expect(
            final NaiveSessions naive, final OperatorHarness<Trade, WindowResult<String, List<Long>>> harness) {
        harness.expectAll(List.copyOf(naive.emitted()));
        naive.emitted().clear();
    }

    @SuppressWarnings("unchecked") // a clone of the template has its type arguments
    private static Operator<Trade, WindowResult<String, List<Long>>> operator(
            final SessionScript script,
            final int portion,
            final Specialiser specialiser,
            final List<CountedUnplaced<Trade>> made) {
        final CountedUnplaced<Trade> unplaced = new CountedUnplaced<>();
        made.add(unplaced);
        final StateOpener<String> opener = HeapKeyedState::new;
        final ForgottenSessions<String> forgotten = new ForgottenSessions<>();
        final SessionWindow<String, Trade, Long, WindowResult<String, Long>> counted = new SessionWindow<>(
                "counted",
                Trade::symbol,
                script.gap(),
                Aggregates.count(),
                WindowShape.whole(),
                script.latenessNs(),
                RECORDS_MAX,
                portion,
                forgotten);
        return specialiser.create(
                Operator.class,
                KeptWindowOperator.class,
                new KeptWindow<>(
                        "kept", Trade::symbol, Trade.CODEC, SEEN, null, script.latenessNs(), RECORDS_MAX, forgotten),
                specialiser.create(Operator.class, SessionWindowOperator.class, counted, opener, unplaced),
                unplaced,
                opener);
    }
}
