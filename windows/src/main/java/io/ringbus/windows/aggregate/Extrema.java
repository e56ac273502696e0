// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

import io.ringbus.slot.Memory;

/**
 * The smallest or the largest of many values inside an accumulator, in one word.
 *
 * <p><b>Layout.</b> The value, exclusive-or'd with what a smallest or largest of nothing is: a word of zero then needs no
 * asking whether there was a value, and is the identity of merging by itself. A word is written only when it changes, which
 * happens ever more rarely: the logarithm of their number, for values in random order.
 */
final class Extrema {
    private static final long NO_LEAST = Long.MAX_VALUE;
    private static final long NO_GREATEST = Long.MIN_VALUE;
    private static final long NO_LEAST_DOUBLE = Double.doubleToRawLongBits(Double.POSITIVE_INFINITY);
    private static final long NO_GREATEST_DOUBLE = Double.doubleToRawLongBits(Double.NEGATIVE_INFINITY);

    private Extrema() {}

    static void lower(final long at, final long value) {
        if (value < least(at)) {
            Memory.putLong(at, value ^ NO_LEAST);
        }
    }

    static void raise(final long at, final long value) {
        if (value > greatest(at)) {
            Memory.putLong(at, value ^ NO_GREATEST);
        }
    }

    /** As {@link Math#min(double, double)}: NaN is contagious, -0.0 is below 0.0. */
    static void lower(final long at, final double value) {
        final double least = leastDouble(at);
        if (!(value > least)) {
            Memory.putLong(at, Double.doubleToRawLongBits(Math.min(least, value)) ^ NO_LEAST_DOUBLE);
        }
    }

    /** As {@link Math#max(double, double)}: NaN is contagious, -0.0 is below 0.0. */
    static void raise(final long at, final double value) {
        final double greatest = greatestDouble(at);
        if (!(value < greatest)) {
            Memory.putLong(at, Double.doubleToRawLongBits(Math.max(greatest, value)) ^ NO_GREATEST_DOUBLE);
        }
    }

    static long least(final long at) {
        return Memory.getLong(at) ^ NO_LEAST;
    }

    static long greatest(final long at) {
        return Memory.getLong(at) ^ NO_GREATEST;
    }

    static double leastDouble(final long at) {
        return Double.longBitsToDouble(Memory.getLong(at) ^ NO_LEAST_DOUBLE);
    }

    static double greatestDouble(final long at) {
        return Double.longBitsToDouble(Memory.getLong(at) ^ NO_GREATEST_DOUBLE);
    }
}
