// SPDX-License-Identifier: Apache-2.0
package io.ringbus.operators;

import io.ringbus.chain.Operator;
import io.ringbus.codec.Codecs;
import io.ringbus.testing.HeapKeyedState;
import io.ringbus.testing.OperatorHarness;
import io.ringbus.windows.aggregate.Aggregate;
import io.ringbus.windows.aggregate.Aggregates;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A value per key that each record moves on, against a map. */
class RunningValuesTest {
    private static final int SEEDS = Integer.getInteger("ringbus.seeds", 50);
    private static final int RECORDS = 60;

    /** A record, and what a fold makes of them: what is remembered grows and shrinks. */
    private record Word(long key, long number) {}

    private static String told(final String before, final long number) {
        return number % 5 == 0 ? "" : before.substring(Math.max(0, before.length() - 20)) + number;
    }

    private static <O> void verify(
            final long seed, final Supplier<Operator<Word, O>> builder, final Map<Long, O> naive, final Moves<O> moves)
            throws Exception {
        final Random random = new Random(seed);
        final OperatorHarness<Word, O> harness = OperatorHarness.of(builder).named("seed=" + seed);
        for (int i = 0; i < RECORDS; i++) {
            final Word word = new Word(random.nextInt(7), random.nextInt(1_000));
            final O value = moves.next(naive.get(word.key()), word);
            naive.put(word.key(), value);
            harness.record(i, word).expect(i, value);
        }
        harness.end().expectNothing().verify();
    }

    @FunctionalInterface
    private interface Moves<O> {
        O next(O before, Word word);
    }

    @Test
    void aFoldGoesOnFromWhereItWas() throws Exception {
        for (long seed = 0; seed < SEEDS; seed++) {
            verify(
                    seed,
                    () -> new FoldOperator<>(
                            Word::key,
                            "none",
                            (before, word) -> told(before, word.number()),
                            Codecs.string(64),
                            new HeapKeyedState<>(FoldOperator.valueBytes(Codecs.string(64)))),
                    new HashMap<>(),
                    (before, word) -> told(before == null ? "none" : before, word.number()));
        }
    }

    @Test
    void aRunningAggregateGoesOnFromWhereItWas() throws Exception {
        final Aggregate<Word, Long> sum = Aggregates.sumLong(Word::number);
        for (long seed = 0; seed < SEEDS; seed++) {
            verify(
                    seed,
                    () -> new RollingOperator<>(Word::key, sum, true, new HeapKeyedState<>(sum.accumulatorBytes())),
                    new HashMap<>(),
                    (before, word) -> (before == null ? 0 : before) + word.number());
        }
    }
}
