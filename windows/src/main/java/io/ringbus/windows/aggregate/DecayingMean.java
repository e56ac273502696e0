// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

import io.ringbus.slot.Memory;
import java.util.function.ToDoubleFunction;

/**
 * Mean of a number whose weights halve with every half-life of event time.
 *
 * <pre>
 *   byte   0         8                16
 *          +---------+----------------+-------------+
 *          | weights | weighted sum   | newest (ns) |
 *          +---------+----------------+-------------+
 * </pre>
 *
 * Both sums are as of the newest record, which weighs 1. To bring a sum to a later time multiplies it by a power of two, and
 * powers multiply by adding their exponents: so it does not matter in how many steps, or on which side of a merge, a record
 * has aged. That makes the merge associative and commutative, up to rounding, and lets records come in any order. A value that
 * is not finite makes the result not finite.
 *
 * <p>Not subtractable: what is taken out may be the newest record, or have faded into rounding.
 *
 * <p><b>Source.</b> Cormode, Shkapenyuk, Srivastava and Xu, <i>Forward Decay</i>, ICDE 2009, for which exponential decay is the
 * case where looking forward and looking back agree.
 */
record DecayingMean<T>(ToDoubleFunction<? super T> field, double decayPerNs) implements Aggregate<T, Double> {
    private static final int SUM_OFFSET = Double.BYTES;
    private static final int NEWEST_OFFSET = SUM_OFFSET + Double.BYTES;

    static <T> DecayingMean<T> of(final ToDoubleFunction<? super T> field, final long halfLifeNs) {
        return new DecayingMean<>(field, -Math.log(2) / halfLifeNs);
    }

    @Override
    public int accumulatorBytes() {
        return NEWEST_OFFSET + Long.BYTES;
    }

    @Override
    public void add(final T record, final long timestampNs, final long accumulator) {
        include(accumulator, 1, field.applyAsDouble(record), timestampNs);
    }

    @Override
    public void merge(final long left, final long right) {
        final double weights = Memory.getDouble(right);
        if (weights != 0) {
            include(left, weights, Memory.getDouble(right + SUM_OFFSET), Memory.getLong(right + NEWEST_OFFSET));
        }
    }

    @Override
    public Double result(final long accumulator) {
        return Memory.getDouble(accumulator + SUM_OFFSET) / Memory.getDouble(accumulator);
    }

    @Override
    public Class<?> resultType() {
        return Double.class;
    }

    private void include(final long into, final double weights, final double sum, final long newestNs) {
        final double heldWeights = Memory.getDouble(into);
        final double heldSum = Memory.getDouble(into + SUM_OFFSET);
        final long heldNs = heldWeights == 0 ? newestNs : Memory.getLong(into + NEWEST_OFFSET);
        if (newestNs >= heldNs) {
            final double kept = keptOver(newestNs - heldNs);
            Memory.putDouble(into, heldWeights * kept + weights);
            Memory.putDouble(into + SUM_OFFSET, heldSum * kept + sum);
            Memory.putLong(into + NEWEST_OFFSET, newestNs);
        } else {
            final double kept = keptOver(heldNs - newestNs);
            Memory.putDouble(into, heldWeights + weights * kept);
            Memory.putDouble(into + SUM_OFFSET, heldSum + sum * kept);
        }
    }

    /** What is left of a weight after a span, which may fill all 64 bits. */
    private double keptOver(final long spanNs) {
        if (spanNs == 0) {
            return 1;
        }
        return Math.exp(decayPerNs * (spanNs > 0 ? spanNs : 2.0 * (spanNs >>> 1)));
    }
}
