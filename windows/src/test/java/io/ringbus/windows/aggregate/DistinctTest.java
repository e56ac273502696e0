// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.codec.Codecs;
import io.ringbus.slot.Slab;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DistinctTest {
    private static final int SEEDS = 80;
    private static final int COUNT_MAX = 10_000;

    /** Keys as they come: the hash has to make chance of them. */
    private enum Keys {
        RANDOM,
        COUNTED,
        IN_HIGH_BITS,
        DOUBLES,
        STRIDED;

        /** No two seeds share a key. */
        long key(final long index, final long seed) {
            final long number = seed * COUNT_MAX + index;
            return switch (this) {
                case RANDOM -> Hash.of(number) * 31;
                case COUNTED -> number;
                case IN_HIGH_BITS -> number << 40;
                case DOUBLES -> Double.doubleToLongBits(number * 0.25);
                case STRIDED -> number * 4_096;
            };
        }
    }

    /** The root mean square over many runs is the standard error; the mean is no bias; and no single run is far off. */
    @Test
    void isOffByNoMoreThanTheoryAllows() {
        for (final int precision : new int[] {6, 8, 12}) {
            for (final Keys keys : Keys.values()) {
                for (final int count : new int[] {1, 10, 100, 1_000, COUNT_MAX}) {
                    checkErrors(keys, precision, count);
                }
            }
        }
    }

    private static void checkErrors(final Keys keys, final int precision, final int count) {
        final double standardError = 1.04 / Math.sqrt(1 << precision);
        final double rounding = 0.5 / count;
        final String runs = keys + ", precision=" + precision + ", count=" + count;
        double sum = 0;
        double squares = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            final double off = (double) estimate(keys, count, precision, seed) / count - 1;
            assertEquals(0, off, 7 * standardError + rounding, runs + ", seed=" + seed);
            sum += off;
            squares += off * off;
        }
        assertEquals(0, sum / SEEDS, 4 * standardError / Math.sqrt(SEEDS) + rounding, runs + ": bias");
        final double spread = Math.sqrt(squares / SEEDS);
        assertTrue(spread <= 1.35 * standardError + rounding, () -> runs + ": standard error=" + spread);
    }

    @Test
    void countsTextsAndEncodedKeysAsASetDoes() {
        for (long seed = 0; seed < SEEDS; seed++) {
            final Random random = new Random(seed);
            final List<String> texts = new ArrayList<>();
            final int different = 1 + random.nextInt(3_000);
            for (int i = 0; i < 4_000; i++) {
                texts.add("ORDER-" + random.nextInt(different) + (random.nextBoolean() ? "é" : ""));
            }
            final int exact = new HashSet<>(texts).size();
            final String run = "seed=" + seed;
            final Random cuts = new Random(seed);
            assertEquals(exact, result(Aggregates.distinct((String text) -> text), texts, cuts), 0.07 * exact, run);
            assertEquals(
                    exact,
                    result(Aggregates.distinct(Codecs.string(20), (String text) -> text, 12), texts, cuts),
                    0.07 * exact,
                    run);
        }
    }

    @Test
    void theWholeIsThatOfItsPartsBitForBit() {
        for (long seed = 0; seed < SEEDS; seed++) {
            final Random random = new Random(seed);
            final List<Long> values =
                    new ArrayList<>(random.longs(2_000, 0, 1_500).boxed().toList());
            final byte[] whole = bytes(values, 1, random);
            Collections.shuffle(values, random);
            assertArrayEquals(whole, bytes(values, 6, random), "seed=" + seed);
        }
    }

    /** All registers full, which takes about 2^65 keys. */
    @Test
    void staysFiniteWhereHashesRunOut() {
        final HyperLogLog registers = new HyperLogLog(6);
        try (Slab slab = new Slab(registers.bytes(), Long.BYTES)) {
            for (long register = 0; register < 64; register++) {
                registers.add(slab.address(), register << 58);
            }
            assertEquals(Long.MAX_VALUE, registers.estimate(slab.address()));
        }
    }

    @Test
    void refusesAPrecisionOutOfRange() {
        for (final int precision : new int[] {5, 17}) {
            final IllegalArgumentException refused = assertThrows(
                    IllegalArgumentException.class, () -> Aggregates.distinctLong(Long::longValue, precision));
            assertEquals(
                    "distinct: precision=" + precision + " is outside [6, 16]: 2^precision bytes per accumulator,"
                            + " standard error 1.04 / sqrt of them",
                    refused.getMessage());
        }
    }

    @Test
    void aKeyThatItsCodecRefusesIsNotCounted() {
        final Aggregate<String, Long> aggregate = Aggregates.distinct(Codecs.string(4), (String text) -> text, 8);
        try (Slab slab = new Slab(aggregate.accumulatorBytes(), Long.BYTES)) {
            aggregate.add("ab", 0, slab.address());
            assertThrows(IllegalArgumentException.class, () -> aggregate.add("wxéé", 0, slab.address()));
            aggregate.add("ab", 0, slab.address());
            assertEquals(1, aggregate.result(slab.address()));
        }
    }

    private static long estimate(final Keys keys, final int count, final int precision, final long seed) {
        final HyperLogLog registers = new HyperLogLog(precision);
        try (Slab slab = new Slab(registers.bytes(), Long.BYTES)) {
            for (int index = 0; index < count; index++) {
                registers.add(slab.address(), Hash.of(keys.key(index, seed)));
                registers.add(slab.address(), Hash.of(keys.key(index / 2, seed)));
            }
            return registers.estimate(slab.address());
        }
    }

    private static byte[] bytes(final List<Long> values, final int parts, final Random random) {
        final Aggregate<Long, Long> aggregate = Aggregates.distinctLong(Long::longValue, 10);
        try (Summarised<Long, Long> summarised = new Summarised<>(aggregate, values, parts, random)) {
            return summarised.bytes();
        }
    }

    private static <T> long result(final Aggregate<T, Long> aggregate, final List<T> values, final Random random) {
        try (Summarised<T, Long> summarised = new Summarised<>(aggregate, values, 4, random)) {
            return summarised.result();
        }
    }
}
