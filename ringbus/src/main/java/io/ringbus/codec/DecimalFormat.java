// SPDX-License-Identifier: Apache-2.0
package io.ringbus.codec;

import io.ringbus.slot.Memory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;

/** A {@code double} as a fixed-point long; see {@link Decimal}. */
record DecimalFormat(String subject, int scale, double unitsPerOne) implements FieldFormat {
    /** 2 to the power of 63, the first magnitude that a long does not reach. */
    private static final double UNITS_END = 0x1p63;

    /** Exact: a double holds every power of ten up to 22. */
    private static final double[] POWERS_OF_TEN = powersOfTen();

    static DecimalFormat of(final String subject, final Decimal decimal) {
        return new DecimalFormat(subject, checkedScale(subject, decimal), unitsPerOne(decimal.value()));
    }

    static int checkedScale(final String subject, final Decimal decimal) {
        final int scale = decimal.value();
        if (scale < 0 || scale > Decimal.SCALE_MAX) {
            throw new IllegalArgumentException(
                    subject + ": @Decimal scale=" + scale + " is outside [0, " + Decimal.SCALE_MAX + "]");
        }
        return scale;
    }

    /** 10 to the power of {@code scale}. */
    static double unitsPerOne(final int scale) {
        return POWERS_OF_TEN[scale];
    }

    /** The value in units of its last digit, rounded half up; refuses what a long does not hold, and NaN. */
    static long units(final String subject, final double value, final double unitsPerOne) {
        final double magnitude = Math.abs(value * unitsPerOne);
        if (!(magnitude < UNITS_END)) {
            throw overflow(subject, value, unitsPerOne);
        }
        final long floor = (long) magnitude;
        final long rounded = magnitude - floor >= 0.5 ? floor + 1 : floor;
        return value < 0 ? -rounded : rounded;
    }

    @Override
    public int bytes() {
        return Long.BYTES;
    }

    @Override
    public String schema() {
        return "decimal" + scale;
    }

    @Override
    public MethodHandle reader() {
        return HandleLookup.ofInstance(this, "read", MethodType.methodType(double.class, int.class, long.class));
    }

    @Override
    public MethodHandle writer() {
        return HandleLookup.ofInstance(
                this, "write", MethodType.methodType(void.class, int.class, long.class, double.class));
    }

    double read(final int offset, final long address) {
        return Memory.getLong(address + offset) / unitsPerOne;
    }

    void write(final int offset, final long address, final double value) {
        Memory.putLong(address + offset, units(subject, value, unitsPerOne));
    }

    private static IllegalArgumentException overflow(
            final String subject, final double value, final double unitsPerOne) {
        return new IllegalArgumentException(subject + ": value=" + value + " is outside +-" + UNITS_END / unitsPerOne
                + ", the range of @Decimal with units of " + 1 / unitsPerOne
                + ": lower the scale or keep a plain double");
    }

    private static double[] powersOfTen() {
        final double[] powers = new double[Decimal.SCALE_MAX + 1];
        powers[0] = 1;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = powers[i - 1] * 10;
        }
        return powers;
    }
}
