// SPDX-License-Identifier: Apache-2.0
package io.ringbus.codec;

import io.ringbus.slot.Memory;

/**
 * Where one component of a record lies in its encoding, so that a numeric one can be read and replaced in place without
 * decoding the rest. Components of nested records are named with a dot, as in {@code "quote.bid"}.
 *
 * <p><b>Units.</b> A fixed-point field counts units of its last digit: 1.25 with scale 2 is 125 units.
 * <p><b>Threading.</b> Any thread; it keeps no state.
 *
 * @param offset bytes from the start of the record
 * @param scale  digits after the point of a fixed-point field, else {@link #NOT_DECIMAL}
 */
public record RecordField(String name, Class<?> type, int offset, int bytes, int scale) {
    /** Scale of a field that is not a fixed-point number. */
    public static final int NOT_DECIMAL = -1;

    /** Whether {@link #number} and {@link #putNumber} work. */
    public boolean numeric() {
        return whole() || type == double.class || type == float.class;
    }

    /** Whether {@link #units} and {@link #putUnits} work: the field is an integer or a fixed-point number. */
    public boolean whole() {
        return scale != NOT_DECIMAL
                || type == long.class
                || type == int.class
                || type == short.class
                || type == byte.class;
    }

    /** The value of this field in the record at {@code address}. */
    public double number(final long address) {
        if (type == float.class) {
            return Memory.getFloat(address + offset);
        }
        if (type == double.class && scale == NOT_DECIMAL) {
            return Memory.getDouble(address + offset);
        }
        return scale <= 0 ? units(address) : units(address) / DecimalFormat.unitsPerOne(scale);
    }

    /** Replaces the value of this field in the record at {@code address}; a whole field is rounded half up. */
    public void putNumber(final long address, final double value) {
        if (type == float.class) {
            Memory.putFloat(address + offset, (float) value);
        } else if (type == double.class && scale == NOT_DECIMAL) {
            Memory.putDouble(address + offset, value);
        } else {
            putUnits(address, DecimalFormat.units(name, value, scale <= 0 ? 1 : DecimalFormat.unitsPerOne(scale)));
        }
    }

    /** The exact value of a {@link #whole} field in the record at {@code address}. */
    public long units(final long address) {
        return switch (checkedWhole()) {
            case Long.BYTES -> Memory.getLong(address + offset);
            case Integer.BYTES -> Memory.getInt(address + offset);
            case Short.BYTES -> Memory.getShort(address + offset);
            default -> Memory.getByte(address + offset);
        };
    }

    /** Replaces the value of a {@link #whole} field; refuses one that its type does not hold. */
    public void putUnits(final long address, final long units) {
        final int unusedBits = Long.SIZE - checkedWhole() * Byte.SIZE;
        if (units << unusedBits >> unusedBits != units) {
            throw new IllegalArgumentException(
                    name + ": value=" + units + " does not fit into type=" + type.getName() + ": widen the component");
        }
        switch (bytes) {
            case Long.BYTES -> Memory.putLong(address + offset, units);
            case Integer.BYTES -> Memory.putInt(address + offset, (int) units);
            case Short.BYTES -> Memory.putShort(address + offset, (short) units);
            default -> Memory.putByte(address + offset, (byte) units);
        }
    }

    private int checkedWhole() {
        if (!whole()) {
            throw new IllegalStateException(
                    name + ": type=" + type.getName() + " is no whole number: ask whole() before");
        }
        return bytes;
    }
}
