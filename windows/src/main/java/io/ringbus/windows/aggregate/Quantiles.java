// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

import java.util.Arrays;

/**
 * The distribution of a number, from which any quantile can be asked: each within the relative error of the sketch, the least
 * and the greatest exactly.
 *
 * <p>NaN is above all others, as in {@link Double#compare}: quantiles are NaN only where the values before them are used up.
 *
 * <p><b>Threading.</b> Immutable.
 */
public final class Quantiles {
    private final double[] values;

    /** How many values there are up to and including the value of the same index. */
    private final long[] counts;

    private final double least;
    private final double greatest;

    private Quantiles(final double[] values, final long[] counts, final double least, final double greatest) {
        this.values = values;
        this.counts = counts;
        this.least = least;
        this.greatest = greatest;
    }

    static Quantiles of(final QuantileSketch sketch, final long at) {
        final int steps = sketch.steps(at);
        final double[] values = new double[steps];
        final long[] counts = new long[steps];
        int used = 0;
        long counted = 0;
        for (int step = 0; step < steps; step++) {
            final long here = sketch.countAt(at, step);
            if (here != 0) {
                counted += here;
                values[used] = sketch.valueAt(at, step);
                counts[used++] = counted;
            }
        }
        return new Quantiles(
                Arrays.copyOf(values, used),
                Arrays.copyOf(counts, used),
                sketch.least(at, counted),
                sketch.greatest(at));
    }

    /** How many values there were. */
    public long count() {
        return counts[counts.length - 1];
    }

    /**
     * The value with {@code floor(q * (count - 1))} values before it: the least for 0, the greatest for 1.
     *
     * <p><b>Failure.</b> A {@code q} outside of [0, 1] is refused.
     */
    public double quantile(final double q) {
        final long before = QuantileSketch.rank(q, count());
        if (before == 0) {
            return least;
        } else if (before == count() - 1) {
            return greatest;
        }
        final int found = Arrays.binarySearch(counts, before + 1);
        return values[found >= 0 ? found : ~found];
    }
}
