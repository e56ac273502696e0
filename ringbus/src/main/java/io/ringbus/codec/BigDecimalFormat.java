// SPDX-License-Identifier: Apache-2.0
package io.ringbus.codec;

import io.ringbus.slot.Memory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** A {@code BigDecimal} as a fixed-point long; see {@link Decimal}. Decoded values have exactly the scale of the field. */
record BigDecimalFormat(String subject, int scale) implements FieldFormat {
    private static final int LONG_BITS = Long.SIZE - 1;

    static BigDecimalFormat of(final String subject, final Decimal decimal) {
        return new BigDecimalFormat(subject, DecimalFormat.checkedScale(subject, decimal));
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
        return HandleLookup.ofInstance(this, "read", MethodType.methodType(BigDecimal.class, int.class, long.class));
    }

    @Override
    public MethodHandle writer() {
        return HandleLookup.ofInstance(
                this, "write", MethodType.methodType(void.class, int.class, long.class, BigDecimal.class));
    }

    BigDecimal read(final int offset, final long address) {
        return BigDecimal.valueOf(Memory.getLong(address + offset), scale);
    }

    void write(final int offset, final long address, final @Nullable BigDecimal value) {
        if (value == null) {
            throw Refusals.absent(subject);
        }
        // Checked before the digits are written out: 1e1000000 would be a number of a million digits.
        if ((long) value.precision() - value.scale() + scale > LONG_BITS) {
            throw overflow(value);
        }
        final BigInteger units = value.setScale(scale, RoundingMode.HALF_UP).unscaledValue();
        if (units.bitLength() > LONG_BITS) {
            throw overflow(value);
        }
        Memory.putLong(address + offset, units.longValue());
    }

    private IllegalArgumentException overflow(final BigDecimal value) {
        return new IllegalArgumentException(subject + ": value=" + value + " is outside +-"
                + BigDecimal.valueOf(Long.MAX_VALUE, scale) + ", the range of @Decimal(" + scale
                + "): lower the scale");
    }
}
