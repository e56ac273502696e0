// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

import io.ringbus.slot.Memory;

/** How a numeric field lies in an encoded record. */
public enum FieldType {
    BYTE(Byte.MIN_VALUE, Byte.MAX_VALUE),
    SHORT(Short.MIN_VALUE, Short.MAX_VALUE),
    INT(Integer.MIN_VALUE, Integer.MAX_VALUE),
    LONG(Long.MIN_VALUE, Long.MAX_VALUE),
    FLOAT(0, 0),
    DOUBLE(0, 0);

    private final long smallest;
    private final long largest;

    FieldType(final long smallest, final long largest) {
        this.smallest = smallest;
        this.largest = largest;
    }

    /** Whether values are whole numbers, kept as longs while they are summed; the others are kept as doubles. */
    public boolean isWhole() {
        return this != FLOAT && this != DOUBLE;
    }

    /** Reads the field; a whole number as it is, others as the bits of a double. */
    long read(final long address) {
        if (this == LONG || this == DOUBLE) {
            return Memory.getLong(address);
        }
        if (this == INT) {
            return Memory.getInt(address);
        }
        if (this == SHORT) {
            return Memory.getShort(address);
        }
        return this == BYTE ? Memory.getByte(address) : Double.doubleToRawLongBits(Memory.getFloat(address));
    }

    /** Writes what {@link #read} would read; a whole number that does not fit is refused. */
    void write(final long address, final long value) {
        if (isWhole() && (value < smallest || value > largest)) {
            throw new ArithmeticException("field aggregate: value=" + value + " does not fit into a field of type "
                    + this + ": use a wider field, or aggregate(..) with a result of its own");
        }
        if (this == LONG || this == DOUBLE) {
            Memory.putLong(address, value);
        } else if (this == INT) {
            Memory.putInt(address, (int) value);
        } else if (this == SHORT) {
            Memory.putShort(address, (short) value);
        } else if (this == BYTE) {
            Memory.putByte(address, (byte) value);
        } else {
            Memory.putFloat(address, (float) Double.longBitsToDouble(value));
        }
    }
}
