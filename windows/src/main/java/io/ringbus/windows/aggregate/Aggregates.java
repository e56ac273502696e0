// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

import io.ringbus.codec.AddressCodec;
import io.ringbus.windows.policy.Time;
import java.util.List;
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
 *
 * <p>All can be merged, so all can be shared between overlapping windows. Those that can be subtracted, too, cost the same per
 * window however many slices it has.
 *
 * <table>
 * <caption>What an accumulator takes per key and slice</caption>
 * <tr><th>aggregate</th><th>bytes</th><th>merge</th><th>subtract</th></tr>
 * <tr><td>count, sumLong</td><td>8</td><td>exact</td><td>exact</td></tr>
 * <tr><td>meanLong</td><td>24</td><td>exact</td><td>exact</td></tr>
 * <tr><td>sum</td><td>32</td><td>compensated</td><td>compensated</td></tr>
 * <tr><td>mean</td><td>40</td><td>compensated</td><td>compensated</td></tr>
 * <tr><td>vwap</td><td>64</td><td>compensated</td><td>compensated</td></tr>
 * <tr><td>min, max, minLong, maxLong</td><td>8</td><td>exact</td><td>no</td></tr>
 * <tr><td>summaryLong</td><td>32</td><td>exact</td><td>no</td></tr>
 * <tr><td>summary</td><td>56</td><td>compensated</td><td>no</td></tr>
 * <tr><td>ohlc</td><td>56</td><td>exact</td><td>no</td></tr>
 * <tr><td>variance, stddev</td><td>24</td><td>rounds</td><td>no</td></tr>
 * <tr><td>covariance, correlation, regression</td><td>48</td><td>rounds</td><td>no</td></tr>
 * <tr><td>ewma</td><td>24</td><td>rounds</td><td>no</td></tr>
 * <tr><td>first, last</td><td>16 + 2 * record</td><td>exact</td><td>no</td></tr>
 * <tr><td>minBy, maxBy</td><td>24 + 2 * record</td><td>exact</td><td>no</td></tr>
 * <tr><td>topN</td><td>8 + (n + 1) * (24 + record)</td><td>exact</td><td>no</td></tr>
 * <tr><td>quantile, quantiles</td><td>64 + 16 * bins</td><td>exact</td><td>no</td></tr>
 * <tr><td>distinct, distinctLong</td><td>2^precision (+ key)</td><td>exact</td><td>no</td></tr>
 * <tr><td>of, fold</td><td>8 + 2 * accumulator</td><td>yours</td><td>no</td></tr>
 * </table>
 *
 * Records, keys and accumulators count with the longest form that their codec has, rounded up to 8. "Compensated" is off by
 * at most the last digit, however long a total has been running; what "rounds" may differ in its last digits with how the
 * records were split.
 *
 * <p>What is not a number: sums, means and extremes of numbers are NaN when one of the values is, and so is all that is made of
 * squares or decays. What ranks values (minBy, maxBy, topN, quantiles) ranks NaN above all others, as
 * {@link Double#compare} does.
 *
 * <p><b>Failure.</b> Arguments out of range are refused here. Where a function of yours throws or a codec refuses a value,
 * the accumulator stands for what it did before, except as {@link Aggregate#and} says.
 */
public final class Aggregates {
    /** Relative error of quantiles when none is given: one percent. */
    public static final double QUANTILES_ERROR = 0.01;

    /** Bins of quantiles when none are given: at one percent, values may spread over nearly nine decades on either side of zero. */
    public static final int QUANTILES_BINS = 1024;

    /** Precision of distinct counts when none is given: 4 KiB, a standard error of 1.6 %. */
    public static final int DISTINCT_PRECISION = 12;

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

    /** Arithmetic mean of a whole number; nothing overflows. */
    public static <T> Aggregate<T, Double> meanLong(final ToLongFunction<? super T> field) {
        return new LongMean<>(field);
    }

    /** Count, sum, minimum, maximum and mean of a number in one pass; NaN is contagious. */
    public static <T> Aggregate<T, DoubleSummary> summary(final ToDoubleFunction<? super T> field) {
        return new SummaryOfDouble<>(field);
    }

    /** Count, sum, minimum, maximum and mean of a whole number in one pass; overflow of the sum wraps. */
    public static <T> Aggregate<T, LongSummary> summaryLong(final ToLongFunction<? super T> field) {
        return new SummaryOfLong<>(field);
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

    /** Variance of a sample; NaN for a single value. */
    public static <T> Aggregate<T, Double> variance(final ToDoubleFunction<? super T> field) {
        return variance(field, Divisor.SAMPLE);
    }

    /** Variance. */
    public static <T> Aggregate<T, Double> variance(final ToDoubleFunction<? super T> field, final Divisor divisor) {
        return new Variance<>(field, divisor, false);
    }

    /** Standard deviation of a sample; NaN for a single value. */
    public static <T> Aggregate<T, Double> stddev(final ToDoubleFunction<? super T> field) {
        return stddev(field, Divisor.SAMPLE);
    }

    /** Standard deviation, the root of the variance. */
    public static <T> Aggregate<T, Double> stddev(final ToDoubleFunction<? super T> field, final Divisor divisor) {
        return new Variance<>(field, divisor, true);
    }

    /** Covariance of two numbers of a sample; NaN for a single record. */
    public static <T> Aggregate<T, Double> covariance(
            final ToDoubleFunction<? super T> x, final ToDoubleFunction<? super T> y) {
        return covariance(x, y, Divisor.SAMPLE);
    }

    /** Covariance of two numbers. */
    public static <T> Aggregate<T, Double> covariance(
            final ToDoubleFunction<? super T> x, final ToDoubleFunction<? super T> y, final Divisor divisor) {
        return new JointStatistic<>(x, y, at -> JointMoments.covariance(at, divisor), Double.class);
    }

    /** Pearson's correlation of two numbers; NaN when one of them does not vary. */
    public static <T> Aggregate<T, Double> correlation(
            final ToDoubleFunction<? super T> x, final ToDoubleFunction<? super T> y) {
        return new JointStatistic<>(x, y, JointMoments::correlation, Double.class);
    }

    /** The straight line that gives {@code y} from {@code x} by least squares. */
    public static <T> Aggregate<T, Regression> regression(
            final ToDoubleFunction<? super T> x, final ToDoubleFunction<? super T> y) {
        return new JointStatistic<>(x, y, JointMoments::regression, Regression.class);
    }

    /** Mean in which a value counts half as much as one that is {@code halfLife} of event time younger. */
    public static <T> Aggregate<T, Double> ewma(final ToDoubleFunction<? super T> field, final Time halfLife) {
        return DecayingMean.of(field, halfLife.spanNs());
    }

    /** All quantiles, each within {@value #QUANTILES_ERROR} of its value. */
    public static <T> Aggregate<T, Quantiles> quantiles(final ToDoubleFunction<? super T> field) {
        return quantiles(field, QUANTILES_ERROR, QUANTILES_BINS);
    }

    /**
     * All quantiles, each within {@code relativeError} of its value, as long as neither the values above zero nor those below
     * spread over a factor of more than {@code exp(2 * relativeError * maxBins)}; those closer to zero than that are then told
     * as larger than they are.
     *
     * @param relativeError in [0.000001, 0.5]
     * @param maxBins       bins for the values above zero, and as many for those below, in [2, 65536]; rounded up to a power of two
     */
    public static <T> Aggregate<T, Quantiles> quantiles(
            final ToDoubleFunction<? super T> field, final double relativeError, final int maxBins) {
        final QuantileSketch sketch = QuantileSketch.of(relativeError, maxBins);
        return new SketchedQuantiles<>(field, sketch, at -> Quantiles.of(sketch, at), Object.class);
    }

    /** One quantile within {@value #QUANTILES_ERROR} of its value: 0.5 is the median, 0.99 the 99th percentile. */
    public static <T> Aggregate<T, Double> quantile(final ToDoubleFunction<? super T> field, final double q) {
        return quantile(field, q, QUANTILES_ERROR, QUANTILES_BINS);
    }

    /** One quantile, with the parameters of {@link #quantiles(ToDoubleFunction, double, int)}. */
    public static <T> Aggregate<T, Double> quantile(
            final ToDoubleFunction<? super T> field, final double q, final double relativeError, final int maxBins) {
        final QuantileSketch sketch = QuantileSketch.of(relativeError, maxBins);
        final double checked = QuantileSketch.checked(q);
        return new SketchedQuantiles<>(field, sketch, at -> sketch.quantile(at, checked), Double.class);
    }

    /** How many different texts, about. */
    public static <T> Aggregate<T, Long> distinct(final Function<? super T, ? extends CharSequence> key) {
        return distinct(key, DISTINCT_PRECISION);
    }

    /** How many different texts, with a standard error of {@code 1.04 / sqrt(2^precision)}. */
    public static <T> Aggregate<T, Long> distinct(
            final Function<? super T, ? extends CharSequence> key, final int precision) {
        return distinctLong(record -> Hash.of(key.apply(record)), precision);
    }

    /** How many different keys of any type that has a codec, with a standard error of {@code 1.04 / sqrt(2^precision)}. */
    public static <T, K> Aggregate<T, Long> distinct(
            final AddressCodec<K> codec, final Function<? super T, ? extends K> key, final int precision) {
        return new DistinctKeys<>(codec, key, new HyperLogLog(precision));
    }

    /** How many different values of a whole number, about. */
    public static <T> Aggregate<T, Long> distinctLong(final ToLongFunction<? super T> key) {
        return distinctLong(key, DISTINCT_PRECISION);
    }

    /** How many different values of a whole number, with a standard error of {@code 1.04 / sqrt(2^precision)}. */
    public static <T> Aggregate<T, Long> distinctLong(final ToLongFunction<? super T> key, final int precision) {
        return new DistinctLongs<>(key, new HyperLogLog(precision));
    }

    /** The {@code n} records with the largest values, the largest first; among equal values the first. */
    public static <T> Aggregate<T, List<T>> topN(
            final int n, final AddressCodec<T> codec, final ToDoubleFunction<? super T> field) {
        return new TopRecords<>(n, codec, field);
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
