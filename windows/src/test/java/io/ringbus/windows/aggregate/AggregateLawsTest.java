// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ringbus.slot.Memory;
import io.ringbus.slot.Slab;
import io.ringbus.windows.Trade;
import io.ringbus.windows.aggregate.AggregateCase.Stamped;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AggregateLawsTest {
    private static final int ACCUMULATOR_BYTES_MAX = 2048;

    private final Slab slab = new Slab(8 * ACCUMULATOR_BYTES_MAX, Long.BYTES);

    @AfterEach
    void free() {
        slab.close();
    }

    @Test
    void resultIsTheNaiveOneHoweverTheRecordsAreSplitAndMerged() {
        forAllCases((run, example, records, random) -> {
            final int left = random.nextInt(records.size() + 1);
            final int middle = left + random.nextInt(records.size() - left + 1);
            final long a = fill(example, 0, records.subList(0, left));
            final long b = fill(example, 1, records.subList(left, middle));
            final long c = fill(example, 2, records.subList(middle, records.size()));
            final long leftFirst = fill(example, 3, List.of());
            final long rightFirst = fill(example, 4, records.subList(left, middle));
            example.aggregate().merge(leftFirst, a);
            example.aggregate().merge(leftFirst, b);
            example.aggregate().merge(leftFirst, c);
            example.aggregate().merge(rightFirst, c);
            example.aggregate().merge(a, rightFirst);
            final Object expected = example.naive().apply(records);
            assertSame(example, run + ", (a b) c", expected, example.aggregate().result(leftFirst));
            assertSame(example, run + ", a (b c)", expected, example.aggregate().result(a));
        });
    }

    @Test
    void aZeroedAccumulatorIsTheIdentityOnEitherSide() {
        forAllCases((run, example, records, random) -> {
            final long summary = fill(example, 0, records);
            final long zero = fill(example, 1, List.of());
            final byte[] before = bytes(example, summary);
            example.aggregate().merge(summary, zero);
            assertArrayEquals(before, bytes(example, summary), run + ", zero on the right");
            example.aggregate().merge(zero, summary);
            assertArrayEquals(before, bytes(example, summary), run + ", right side is left alone");
            assertSame(
                    example,
                    run + ", zero on the left",
                    example.aggregate().result(summary),
                    example.aggregate().result(zero));
        });
    }

    @Test
    void addingARecordIsMergingItsOwnSummary() {
        forAllCases((run, example, records, random) -> {
            final long added = fill(example, 0, records);
            final long merged = fill(example, 1, List.of());
            for (final Stamped one : records) {
                example.aggregate().merge(merged, fill(example, 2, List.of(one)));
            }
            assertSame(
                    example,
                    run,
                    example.aggregate().result(added),
                    example.aggregate().result(merged));
        });
    }

    @Test
    void subtractingWhatWasMergedLeavesTheRest() {
        forAllCases((run, example, records, random) -> {
            final int cut = random.nextInt(records.size());
            final long left = fill(example, 0, records.subList(0, cut));
            final long right = fill(example, 1, records.subList(cut, records.size()));
            if (example.aggregate().subtractable()) {
                final byte[] before = bytes(example, left);
                example.aggregate().merge(left, right);
                example.aggregate().subtract(left, right);
                assertArrayEquals(before, bytes(example, left), run);
            } else {
                assertThrows(
                        UnsupportedOperationException.class,
                        () -> example.aggregate().subtract(left, right),
                        run);
            }
        });
    }

    @Test
    void accumulatorsAreMultiplesOfEightBytes() {
        for (final AggregateCase example : AggregateCase.all()) {
            assertEquals(0, example.aggregate().accumulatorBytes() % Long.BYTES, example.name());
        }
    }

    @Test
    void notANumberIsContagiousInNumbersAndTheLargestInRecords() {
        final List<Stamped> records = List.of(
                new Stamped(new Trade("A", 1, 2.0, 1), 1),
                new Stamped(new Trade("A", 2, Double.NaN, 1), 2),
                new Stamped(new Trade("A", 3, 1.0, 1), 3));
        for (final AggregateCase example : AggregateCase.all()) {
            final Object result = example.aggregate().result(fill(example, 0, records));
            switch (example.name()) {
                case "sum", "mean", "min", "max", "vwap", "ewma" -> assertEquals(Double.NaN, result);
                case "variance", "stddev", "covariance", "correlation" -> assertEquals(Double.NaN, result);
                case "summary" -> assertEquals(new DoubleSummary(3, Double.NaN, Double.NaN, Double.NaN), result);
                case "regression" -> assertEquals(new Regression(Double.NaN, Double.NaN, Double.NaN), result);
                case "sum of price", "min of price" -> assertEquals(Double.NaN, ((Trade) result).price());
                case "minBy" -> assertEquals(records.get(2).trade(), result);
                case "maxBy" -> assertEquals(records.get(1).trade(), result);
                case "top 3" -> assertEquals(List.of(trade(records, 1), trade(records, 0), trade(records, 2)), result);
                case "median" -> assertEquals(2.0, (Double) result, example.tolerance());
                case "ohlc" -> assertEquals(new Ohlc(2, Double.NaN, Double.NaN, 1), result);
                default -> {}
            }
        }
    }

    @Test
    void aSumThatDoesNotFitItsFieldIsRefused() {
        final AggregateCase example = new AggregateCase(
                "sum",
                new FieldAggregate<>(Trade.CODEC, Trade.SIZE_OFFSET, FieldType.INT, FieldAggregate.Kind.SUM),
                all -> 0);
        final Stamped huge = new Stamped(new Trade("A", 1, 1, Integer.MAX_VALUE), 1);
        final long summary = fill(example, 0, List.of(huge, huge));
        final ArithmeticException refused = assertThrows(
                ArithmeticException.class, () -> example.aggregate().result(summary));
        assertEquals(
                "field aggregate: value=4294967294 does not fit into a field of type INT: use a wider field, or"
                        + " aggregate(..) with a result of its own",
                refused.getMessage());
    }

    private static Trade trade(final List<Stamped> records, final int index) {
        return records.get(index).trade();
    }

    private interface Law {
        void check(String run, AggregateCase example, List<Stamped> records, Random random);
    }

    private static void forAllCases(final Law law) {
        for (final AggregateCase example : AggregateCase.all()) {
            for (long seed = 0; seed < 200; seed++) {
                final Random random = new Random(seed);
                law.check(example.name() + ", seed=" + seed, example, records(random), random);
            }
        }
    }

    private static List<Stamped> records(final Random random) {
        final List<Stamped> records = new ArrayList<>();
        for (int id = 0, count = 1 + random.nextInt(12); id < count; id++) {
            final double price = (random.nextInt(9) - 4) * 0.25;
            final Trade trade =
                    new Trade(String.valueOf((char) ('A' + random.nextInt(3))), id, price, random.nextInt(7) - 3);
            records.add(new Stamped(trade, random.nextInt(6) - 3));
        }
        return records;
    }

    private long fill(final AggregateCase example, final int place, final List<Stamped> records) {
        final long address = slab.address() + (long) place * ACCUMULATOR_BYTES_MAX;
        Memory.clear(address, ACCUMULATOR_BYTES_MAX);
        for (final Stamped one : records) {
            example.aggregate().add(one.trade(), one.timestampNs(), address);
        }
        return address;
    }

    private static byte[] bytes(final AggregateCase example, final long address) {
        final byte[] bytes = new byte[example.aggregate().accumulatorBytes()];
        for (int index = 0; index < bytes.length; index++) {
            bytes[index] = Memory.getByte(address + index);
        }
        return bytes;
    }

    private static void assertSame(
            final AggregateCase example, final String run, final Object expected, final Object actual) {
        if (expected instanceof Double number && Double.isFinite(number)) {
            assertEquals(number, (Double) actual, example.tolerance(), run);
        } else if (expected instanceof Regression line) {
            assertSame(example, run, line.slope(), ((Regression) actual).slope());
            assertSame(example, run, line.intercept(), ((Regression) actual).intercept());
            assertSame(example, run, line.rSquared(), ((Regression) actual).rSquared());
        } else if (!(expected instanceof Double)) {
            assertEquals(expected, actual, run);
        } // what divides by zero may round to any sign or to nothing at all
    }
}
