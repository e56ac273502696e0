// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

import io.ringbus.slot.Memory;

/**
 * A sum of doubles inside an accumulator, to about twice the precision of a double, so that a running total to which
 * slices are added and from which they are taken for months does not drift.
 *
 * <pre>
 *   byte   0     8              16            24                   28
 *          +-----+--------------+-------------+--------------------+--------------------+
 *          | sum | compensation | NaNs (long) | +infinities (int)  | -infinities (int)  |
 *          +-----+--------------+-------------+--------------------+--------------------+
 * </pre>
 *
 * <p>The compensation holds what rounding took from the sum; {@link #merge} and {@link #subtract} move as much of it into the
 * sum as fits, so that each of them is off by at most 2<sup>-104</sup> of the sum. NaN and the infinities are counted instead
 * of added: they could never be taken out again. A sum of finite values beyond the range of a double is infinite, and is not
 * undone.
 *
 * <p><b>Source.</b> Neumaier, <i>Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen</i>, 1974; without
 * its branch as in Ogita, Rump and Oishi, <i>Accurate Sum and Dot Product</i>, 2005.
 */
final class CompensatedSum {
    /** Bytes of a sum. */
    static final int BYTES = 4 * Long.BYTES;

    private static final int COMPENSATION_OFFSET = Double.BYTES;
    private static final int NANS_OFFSET = COMPENSATION_OFFSET + Double.BYTES;
    private static final int INFINITIES_OFFSET = NANS_OFFSET + Long.BYTES;
    private static final long ONE_POSITIVE = 1;
    private static final long ONE_NEGATIVE = 1L << Integer.SIZE;

    private CompensatedSum() {}

    static void add(final long at, final double value) {
        if (Math.abs(value) <= Double.MAX_VALUE) {
            final double sum = Memory.getDouble(at);
            final double total = sum + value;
            Memory.putDouble(at, total);
            Memory.putDouble(
                    at + COMPENSATION_OFFSET, Memory.getDouble(at + COMPENSATION_OFFSET) + lost(sum, value, total));
        } else if (Double.isNaN(value)) {
            plus(at + NANS_OFFSET, 1);
        } else {
            plus(at + INFINITIES_OFFSET, value > 0 ? ONE_POSITIVE : ONE_NEGATIVE);
        }
    }

    static void merge(final long left, final long right) {
        include(left, Memory.getDouble(right), Memory.getDouble(right + COMPENSATION_OFFSET));
        plus(left + NANS_OFFSET, Memory.getLong(right + NANS_OFFSET));
        plus(left + INFINITIES_OFFSET, Memory.getLong(right + INFINITIES_OFFSET));
    }

    static void subtract(final long left, final long right) {
        include(left, -Memory.getDouble(right), -Memory.getDouble(right + COMPENSATION_OFFSET));
        plus(left + NANS_OFFSET, -Memory.getLong(right + NANS_OFFSET));
        plus(left + INFINITIES_OFFSET, -Memory.getLong(right + INFINITIES_OFFSET));
    }

    /** The sum; NaN with a NaN or with infinities of both signs in it. */
    static double value(final long at) {
        final long infinities = Memory.getLong(at + INFINITIES_OFFSET);
        final boolean positive = (int) infinities != 0;
        final boolean negative = infinities >>> Integer.SIZE != 0;
        if (Memory.getLong(at + NANS_OFFSET) != 0 || (positive && negative)) {
            return Double.NaN;
        }
        if (positive || negative) {
            return positive ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
        }
        final double sum = Memory.getDouble(at);
        return Double.isInfinite(sum) ? sum : sum + Memory.getDouble(at + COMPENSATION_OFFSET);
    }

    private static void include(final long at, final double value, final double compensation) {
        final double sum = Memory.getDouble(at);
        final double total = sum + value;
        final double rest = Memory.getDouble(at + COMPENSATION_OFFSET) + (compensation + lost(sum, value, total));
        final double settled = total + rest;
        Memory.putDouble(at, settled);
        Memory.putDouble(at + COMPENSATION_OFFSET, rest - (settled - total));
    }

    /** What rounding took from {@code total = sum + value}, exactly. */
    private static double lost(final double sum, final double value, final double total) {
        final double taken = total - sum;
        return (sum - (total - taken)) + (value - taken);
    }

    private static void plus(final long address, final long value) {
        Memory.putLong(address, Memory.getLong(address) + value);
    }
}
