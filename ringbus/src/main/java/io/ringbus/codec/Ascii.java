// SPDX-License-Identifier: Apache-2.0
package io.ringbus.codec;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Gives a {@code String} component of a record its fixed length, as in {@code record Quote(@Ascii(8) String symbol, double bid)}.
 *
 * <p><b>Layout.</b> One byte per character, zero padded; characters 1 to 127. The field takes 1, 2 or 4 bytes or a multiple
 * of 8, so that up to 8 characters are read and compared as one word.
 * <p><b>Allocation.</b> An interned value that was decoded before is the same instance and costs no allocation; the table
 * keeps the first 65,536 different values of the component, later ones are new strings.
 * <p><b>Failure.</b> A longer value, and one with another character, is refused when it is encoded.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Ascii {
    /** Bound of {@link #value}. */
    int LENGTH_MAX = 64;

    /** Most characters that a value may have, from 1 to {@link #LENGTH_MAX}. */
    int value();

    /** Whether decoded values are looked up in a table; switch it off for values that rarely repeat, such as order ids. */
    boolean intern() default true;
}
