// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

import io.ringbus.codec.AddressCodec;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * The ready-made aggregates, and {@link #of} for your own.
 *
 * <p>"First" and "last" go by event time, and by arrival among records of one time, so a result does not depend on how late
 * a record came as long as its window was open.
 */
public final class Aggregates {
    private Aggregates() {}

    /** How many records. */
    public static <T> Aggregate<T, Long> count() {
        return new Count<>();
    }

    /** Sum of a number, compensated for rounding; NaN is contagious. */
    public static <T> Aggregate<T, Double> sum(final ToDoubleFunction<? super T> field) {
        return new DoubleSum<>(field);
    }

    /** Sum of a whole number; overflow wraps. */
    public static <T> Aggregate<T, Long> sumLong(final ToLongFunction<? super T> field) {
        return new LongSum<>(field);
    }

    /** Arithmetic mean, compensated for rounding; NaN is contagious. */
    public static <T> Aggregate<T, Double> mean(final ToDoubleFunction<? super T> field) {
        return new Mean<>(field);
    }

    /** Smallest value; NaN is contagious. */
    public static <T> Aggregate<T, Double> min(final ToDoubleFunction<? super T> field) {
        return new DoubleExtremum<>(field, false);
    }

    /** Largest value; NaN is contagious. */
    public static <T> Aggregate<T, Double> max(final ToDoubleFunction<? super T> field) {
        return new DoubleExtremum<>(field, true);
    }

    /** Smallest value of a whole number. */
    public static <T> Aggregate<T, Long> minLong(final ToLongFunction<? super T> field) {
        return new LongExtremum<>(field, false);
    }

    /** Largest value of a whole number. */
    public static <T> Aggregate<T, Long> maxLong(final ToLongFunction<? super T> field) {
        return new LongExtremum<>(field, true);
    }

    /** The record with the smallest value; NaN is above all others. */
    public static <T> Aggregate<T, T> minBy(
            final AddressCodec<T> codec, final ToDoubleFunction<? super T> field, final Ties ties) {
        return new ExtremeRecord<>(codec, field, false, ties);
    }

    /** The record with the smallest value, the first of them on a tie. */
    public static <T> Aggregate<T, T> minBy(final AddressCodec<T> codec, final ToDoubleFunction<? super T> field) {
        return minBy(codec, field, Ties.KEEP_FIRST);
    }

    /** The record with the largest value; NaN is above all others. */
    public static <T> Aggregate<T, T> maxBy(
            final AddressCodec<T> codec, final ToDoubleFunction<? super T> field, final Ties ties) {
        return new ExtremeRecord<>(codec, field, true, ties);
    }

    /** The record with the largest value, the first of them on a tie. */
    public static <T> Aggregate<T, T> maxBy(final AddressCodec<T> codec, final ToDoubleFunction<? super T> field) {
        return maxBy(codec, field, Ties.KEEP_FIRST);
    }

    /** The first record. */
    public static <T> Aggregate<T, T> first(final AddressCodec<T> codec) {
        return new EdgeRecord<>(codec, false);
    }

    /** The last record. */
    public static <T> Aggregate<T, T> last(final AddressCodec<T> codec) {
        return new EdgeRecord<>(codec, true);
    }

    /** Open, high, low and close of a price. */
    public static <T> Aggregate<T, Ohlc> ohlc(final ToDoubleFunction<? super T> price) {
        return new PriceBar<>(price);
    }

    /** Volume-weighted average price; NaN when the volume is 0. */
    public static <T> Aggregate<T, Double> vwap(
            final ToDoubleFunction<? super T> price, final ToDoubleFunction<? super T> size) {
        return new WeightedMean<>(price, size);
    }

    /** Pearson's correlation of two numbers; NaN when one of them does not vary. */
    public static <T> Aggregate<T, Double> correlation(
            final ToDoubleFunction<? super T> left, final ToDoubleFunction<? super T> right) {
        return new Correlation<>(left, right);
    }

    /**
     * An aggregate of your own, with a record as accumulator.
     *
     * <p><b>Laws.</b> {@code merge} is associative, and {@code add(a, record)} is {@code merge(a, lift(record))}.
     *
     * @param codec  binary form of the accumulator
     * @param lift   the accumulator of one record
     * @param add    the accumulator with one more record
     * @param merge  the accumulator of the records of both; those of the second came later
     * @param result what the accumulator comes to
     */
    public static <T, A, R> Aggregate<T, R> of(
            final AddressCodec<A> codec,
            final Function<? super T, ? extends A> lift,
            final BiFunction<? super A, ? super T, ? extends A> add,
            final BinaryOperator<A> merge,
            final Function<? super A, ? extends R> result) {
        return new Folded<>(codec, lift, add, merge, result);
    }

    /** As {@link #of}, starting from {@code zero}, which {@code merge} must leave alone on either side. */
    public static <T, A, R> Aggregate<T, R> fold(
            final AddressCodec<A> codec,
            final A zero,
            final BiFunction<? super A, ? super T, ? extends A> add,
            final BinaryOperator<A> merge,
            final Function<? super A, ? extends R> result) {
        return new Folded<>(codec, record -> add.apply(zero, record), add, merge, result);
    }
}
