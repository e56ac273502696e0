// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

import io.ringbus.slot.Memory;

/**
 * Counts of values in bins that grow with their distance from zero, so that every value in a bin is within a given share of
 * the value that the bin stands for. A DDSketch of fixed size.
 *
 * <pre>
 *   byte   0       8      16          24          32    40    48
 *          +-------+------+-----------+-----------+-----+-----+----------------+----------------+
 *          | zeros | NaNs | -infinite | +infinite | min | max | below zero     | above zero     |
 *          +-------+------+-----------+-----------+-----+-----+----------------+----------------+
 *                                                             two {@link BinStore}s
 * </pre>
 *
 * A value above zero is counted at the power of gamma at or above it, gamma being (1 + error) / (1 - error); one below zero
 * likewise at that of its distance. Closer to zero than 2<sup>-1022</sup> is zero. When the distances of one side span more
 * bins than there are, those closest to zero are counted together: the tails keep the error bound, small values lose it.
 *
 * <p>Merging is exact: the sketch of a whole is that of its parts, bit for bit. Not subtractable: bins that were moved
 * together would stay so after the value that was the reason has been taken out.
 *
 * <p><b>Source.</b> Masson, Rim and Lee, <i>DDSketch: A Fast and Fully-Mergeable Quantile Sketch with Relative-Error
 * Guarantees</i>, VLDB 2019.
 *
 * @param logGamma  natural logarithm of gamma
 * @param logMiddle natural logarithm of what a power of gamma is multiplied by to give the bin's value
 * @param store     layout of either side
 */
record QuantileSketch(double logGamma, double logMiddle, BinStore store) {
    private static final double ERROR_MIN = 1e-6;
    private static final double ERROR_MAX = 0.5;
    private static final int BINS_MIN = 2;
    private static final int BINS_MAX = 1 << 16;
    private static final int STEPS_WITHOUT_BINS = 4;
    private static final int NANS_OFFSET = Long.BYTES;
    private static final int NEGATIVE_INFINITIES_OFFSET = NANS_OFFSET + Long.BYTES;
    private static final int POSITIVE_INFINITIES_OFFSET = NEGATIVE_INFINITIES_OFFSET + Long.BYTES;
    private static final int MIN_OFFSET = POSITIVE_INFINITIES_OFFSET + Long.BYTES;
    private static final int MAX_OFFSET = MIN_OFFSET + Double.BYTES;
    private static final int BELOW_OFFSET = MAX_OFFSET + Double.BYTES;

    /** A sketch with at least {@code maxBins} bins for values above zero, and as many for those below. */
    static QuantileSketch of(final double error, final int maxBins) {
        if (!(error >= ERROR_MIN && error <= ERROR_MAX)) {
            throw new IllegalArgumentException("quantiles: relativeError=" + error + " is outside [" + ERROR_MIN + ", "
                    + ERROR_MAX + "]: 0.01 is one percent");
        }
        if (maxBins < BINS_MIN || maxBins > BINS_MAX) {
            throw new IllegalArgumentException("quantiles: maxBins=" + maxBins + " is outside [" + BINS_MIN + ", "
                    + BINS_MAX + "]: values spread over a factor of f need ln(f) / (2 * relativeError) bins");
        }
        final int bins = Integer.highestOneBit(maxBins - 1) << 1;
        final double logGamma = Math.log1p(error) - Math.log1p(-error);
        return new QuantileSketch(logGamma, Math.log1p(-error), new BinStore(bins));
    }

    int bytes() {
        return BELOW_OFFSET + 2 * store.bytes();
    }

    void add(final long at, final double value) {
        if (Double.isNaN(value)) {
            plus(at + NANS_OFFSET, 1);
            return;
        }
        Extrema.lower(at + MIN_OFFSET, value);
        Extrema.raise(at + MAX_OFFSET, value);
        final double distance = Math.abs(value);
        if (distance >= Double.MIN_NORMAL && distance <= Double.MAX_VALUE) {
            store.add(value > 0 ? aboveZero(at) : belowZero(at), indexOf(distance), 1);
        } else if (distance < 1) {
            plus(at, 1);
        } else {
            plus(at + (value > 0 ? POSITIVE_INFINITIES_OFFSET : NEGATIVE_INFINITIES_OFFSET), 1);
        }
    }

    void merge(final long left, final long right) {
        for (int offset = 0; offset < MIN_OFFSET; offset += Long.BYTES) {
            plus(left + offset, Memory.getLong(right + offset));
        }
        Extrema.lower(left + MIN_OFFSET, Extrema.leastDouble(right + MIN_OFFSET));
        Extrema.raise(left + MAX_OFFSET, Extrema.greatestDouble(right + MAX_OFFSET));
        store.merge(belowZero(left), belowZero(right));
        store.merge(aboveZero(left), aboveZero(right));
    }

    private int indexOf(final double distance) {
        return (int) Math.ceil(Math.log(distance) / logGamma);
    }

    /** How many values there are. */
    long count(final long at) {
        long count = 0;
        for (int step = 0, steps = steps(at); step < steps; step++) {
            count += countAt(at, step);
        }
        return count;
    }

    /** The value with {@code floor(q * (count - 1))} values before it. */
    double quantile(final long at, final double q) {
        final long count = count(at);
        final long before = rank(q, count);
        if (before == 0) {
            return least(at, count);
        } else if (before == count - 1) {
            return greatest(at);
        }
        int step = 0;
        for (long seen = countAt(at, 0); seen <= before; seen += countAt(at, step)) {
            step++;
        }
        return valueAt(at, step);
    }

    /** The least value, exactly, of {@code count} in all. */
    double least(final long at, final long count) {
        return Memory.getLong(at + NANS_OFFSET) == count ? Double.NaN : Extrema.leastDouble(at + MIN_OFFSET);
    }

    /** The greatest value, exactly. */
    double greatest(final long at) {
        return Memory.getLong(at + NANS_OFFSET) == 0 ? Extrema.greatestDouble(at + MAX_OFFSET) : Double.NaN;
    }

    static long rank(final double q, final long count) {
        return (long) (checked(q) * (count - 1));
    }

    static double checked(final double q) {
        if (!(q >= 0 && q <= 1)) {
            throw new IllegalArgumentException("quantile: q=" + q + " is outside [0, 1]: the median is 0.5");
        }
        return q;
    }

    /** From the lowest to the highest: -infinity, the bins below zero, zero, the bins above it, infinity, NaN. */
    int steps(final long at) {
        return store.width(belowZero(at)) + store.width(aboveZero(at)) + STEPS_WITHOUT_BINS;
    }

    /** How many values there are at a step. */
    long countAt(final long at, final int step) {
        final int toZero = store.width(belowZero(at)) + 1;
        final int toInfinity = steps(at) - 2;
        if (step == toZero) {
            return Memory.getLong(at);
        } else if (step == 0) {
            return Memory.getLong(at + NEGATIVE_INFINITIES_OFFSET);
        } else if (step >= toInfinity) {
            return Memory.getLong(at + (step == toInfinity ? POSITIVE_INFINITIES_OFFSET : NANS_OFFSET));
        }
        final long side = step < toZero ? belowZero(at) : aboveZero(at);
        return store.count(side, indexAt(side, step, toZero));
    }

    /** What the values of a step are told as; never beyond the least and the greatest that there were. */
    double valueAt(final long at, final int step) {
        final int toZero = store.width(belowZero(at)) + 1;
        final int toInfinity = steps(at) - 2;
        if (step == toZero) {
            return 0;
        } else if (step == 0) {
            return Double.NEGATIVE_INFINITY;
        } else if (step >= toInfinity) {
            return step == toInfinity ? Double.POSITIVE_INFINITY : Double.NaN;
        }
        final double value = step < toZero
                ? -distanceOf(indexAt(belowZero(at), step, toZero))
                : distanceOf(indexAt(aboveZero(at), step, toZero));
        return Math.max(Extrema.leastDouble(at + MIN_OFFSET), Math.min(Extrema.greatestDouble(at + MAX_OFFSET), value));
    }

    private int indexAt(final long side, final int step, final int toZero) {
        return store.lowest(side) + Math.abs(step - toZero) - 1;
    }

    private double distanceOf(final int index) {
        return Math.exp(index * logGamma + logMiddle);
    }

    private long belowZero(final long at) {
        return at + BELOW_OFFSET;
    }

    private long aboveZero(final long at) {
        return at + BELOW_OFFSET + store.bytes();
    }

    private static void plus(final long address, final long value) {
        Memory.putLong(address, Memory.getLong(address) + value);
    }
}
