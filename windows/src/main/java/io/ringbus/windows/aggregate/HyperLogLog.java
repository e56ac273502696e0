// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

import io.ringbus.slot.Memory;

/**
 * Estimates how many different hashes were added: the first bits of a hash choose a register, which keeps the longest run of
 * zeros seen in the rest, plus 1.
 *
 * <p><b>Layout.</b> {@code 2^precision} registers of one byte each. The standard error is 1.04 / sqrt(registers): 1.6 % for a
 * precision of 12, and far less as long as there are fewer values than registers.
 * <p><b>Laws.</b> Merging is exact, in any order and however often. Not subtractable: a maximum cannot be undone.
 *
 * <p><b>Source.</b> Flajolet, Fusy, Gandouet and Meunier, <i>HyperLogLog</i>, AofA 2007; hashes of 64 bits as in Heule, Nunkesser
 * and Hall, <i>HyperLogLog in Practice</i>, EDBT 2013; instead of their tables of corrections the estimator of Ertl, <i>New
 * Cardinality Estimation Algorithms for HyperLogLog Sketches</i>, 2017, whose bias is a small part of its error from the first value on.
 *
 * @param precision bits of a hash that choose the register
 */
record HyperLogLog(int precision) {
    private static final int PRECISION_MIN = 6;
    private static final int PRECISION_MAX = 16;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final double ASYMPTOTIC_FACTOR = 0.5 / Math.log(2);

    HyperLogLog {
        if (precision < PRECISION_MIN || precision > PRECISION_MAX) {
            throw new IllegalArgumentException(
                    "distinct: precision=" + precision + " is outside [" + PRECISION_MIN + ", " + PRECISION_MAX
                            + "]: 2^precision bytes per accumulator, standard error 1.04 / sqrt of them");
        }
    }

    int bytes() {
        return 1 << precision;
    }

    void add(final long at, final long hash) {
        final long register = at + (hash >>> (Long.SIZE - precision));
        final int run = Long.numberOfLeadingZeros((hash << precision) | (1L << (precision - 1))) + 1;
        if (run > Memory.getByte(register)) {
            Memory.putByte(register, (byte) run);
        }
    }

    /** Keeps the larger of each two registers, eight at a time; they are below 128, so no borrow leaves a byte. */
    void merge(final long left, final long right) {
        for (int offset = 0; offset < bytes(); offset += Long.BYTES) {
            final long ours = Memory.getLong(left + offset);
            final long theirs = Memory.getLong(right + offset);
            final long notBelow = (((ours | HIGH_BITS) - theirs) & HIGH_BITS) >>> (Byte.SIZE - 1);
            final long keep = (notBelow << Byte.SIZE) - notBelow;
            Memory.putLong(left + offset, (ours & keep) | (theirs & ~keep));
        }
    }

    long estimate(final long at) {
        final int longestRun = Long.SIZE - precision + 1;
        final int[] registersWithRun = new int[longestRun + 1];
        for (int register = 0; register < bytes(); register++) {
            registersWithRun[Memory.getByte(at + register)]++;
        }
        final double registers = bytes();
        double inverse = registers * tail(1 - registersWithRun[longestRun] / registers);
        for (int run = longestRun - 1; run > 0; run--) {
            inverse = 0.5 * (inverse + registersWithRun[run]);
        }
        inverse += registers * head(registersWithRun[0] / registers);
        return Math.round(ASYMPTOTIC_FACTOR * registers * registers / inverse);
    }

    /** Ertl's sigma: what the registers that are still empty stand for, given their share. */
    private static double head(final double share) {
        if (share == 1) {
            return Double.POSITIVE_INFINITY;
        }
        double power = share;
        double weight = 1;
        double sum = share;
        double before;
        do {
            power *= power;
            before = sum;
            sum += power * weight;
            weight += weight;
        } while (sum != before);
        return sum;
    }

    /** Ertl's tau: what the registers that are full stand for, given the share of the others. */
    private static double tail(final double share) {
        if (share == 0 || share == 1) {
            return 0;
        }
        double root = share;
        double weight = 1;
        double sum = 1 - share;
        double before;
        do {
            root = Math.sqrt(root);
            before = sum;
            weight *= 0.5;
            sum -= (1 - root) * (1 - root) * weight;
        } while (sum != before);
        return sum / 3;
    }
}
