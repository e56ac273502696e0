// SPDX-License-Identifier: Apache-2.0
package io.ringbus.codec;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Keeps a {@code double} or {@code BigDecimal} component of a record as a fixed-point number, as in
 * {@code record Fill(@Decimal(4) double price, int size)}.
 *
 * <p><b>Layout.</b> A long, the value times 10 to the power of {@link #value}, rounded half up (ties away from zero).
 * <p><b>Units.</b> A {@code double} is multiplied first and rounded then, both in double arithmetic: every value with that
 * many decimals and fewer than 15 significant digits comes back as it was. Negative zero comes back as zero.
 * <p><b>Allocation.</b> None for {@code double}; a {@code BigDecimal} is an object, both ways.
 * <p><b>Failure.</b> A value that does not fit into the long, NaN and infinities are refused when it is encoded.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Decimal {
    /** Bound of {@link #value}. */
    int SCALE_MAX = 18;

    /** Digits after the decimal point, from 0 to {@link #SCALE_MAX}. */
    int value();
}
