// SPDX-License-Identifier: Apache-2.0
package io.ringbus.codec;

import java.lang.invoke.MethodHandle;

/**
 * Binary form of one component of a record: how many bytes, and how they are read and written.
 *
 * <p>The handles take the field's offset first, so that the layout can bind it; the rest of their type is
 * {@code (long recordAddress)V} and {@code (long recordAddress, V)void}.
 */
sealed interface FieldFormat permits PrimitiveFormat, EnumFormat, AsciiFormat, DecimalFormat, BigDecimalFormat {
    /** 1, 2, 4 or a multiple of 8. */
    int bytes();

    /** What the schema id is made from, beside name and offset. */
    String schema();

    MethodHandle reader();

    MethodHandle writer();

    /** Digits after the point where the field is a fixed-point number, else {@link RecordField#NOT_DECIMAL}. */
    default int scale() {
        return RecordField.NOT_DECIMAL;
    }
}
