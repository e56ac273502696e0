// SPDX-License-Identifier: Apache-2.0
package io.ringbus.codec;

import io.ringbus.slot.Memory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;

/** A primitive in its natural width; a boolean is one byte, 0 or 1. */
record PrimitiveFormat(Class<?> type, int bytes) implements FieldFormat {
    static PrimitiveFormat of(final Class<?> type) {
        if (type == long.class || type == double.class) {
            return new PrimitiveFormat(type, Long.BYTES);
        }
        if (type == int.class || type == float.class) {
            return new PrimitiveFormat(type, Integer.BYTES);
        }
        return new PrimitiveFormat(type, type == short.class || type == char.class ? Short.BYTES : Byte.BYTES);
    }

    @Override
    public String schema() {
        return type.getName();
    }

    @Override
    public MethodHandle reader() {
        return HandleLookup.ofStatic(
                PrimitiveFormat.class, type.getName() + "At", MethodType.methodType(type, int.class, long.class));
    }

    @Override
    public MethodHandle writer() {
        return HandleLookup.ofStatic(
                PrimitiveFormat.class, "put", MethodType.methodType(void.class, int.class, long.class, type));
    }

    static byte byteAt(final int offset, final long address) {
        return Memory.getByte(address + offset);
    }

    static boolean booleanAt(final int offset, final long address) {
        return Memory.getByte(address + offset) != 0;
    }

    static short shortAt(final int offset, final long address) {
        return Memory.getShort(address + offset);
    }

    static char charAt(final int offset, final long address) {
        return Memory.getChar(address + offset);
    }

    static int intAt(final int offset, final long address) {
        return Memory.getInt(address + offset);
    }

    static long longAt(final int offset, final long address) {
        return Memory.getLong(address + offset);
    }

    static float floatAt(final int offset, final long address) {
        return Memory.getFloat(address + offset);
    }

    static double doubleAt(final int offset, final long address) {
        return Memory.getDouble(address + offset);
    }

    static void put(final int offset, final long address, final byte value) {
        Memory.putByte(address + offset, value);
    }

    static void put(final int offset, final long address, final boolean value) {
        Memory.putByte(address + offset, (byte) (value ? 1 : 0));
    }

    static void put(final int offset, final long address, final short value) {
        Memory.putShort(address + offset, value);
    }

    static void put(final int offset, final long address, final char value) {
        Memory.putChar(address + offset, value);
    }

    static void put(final int offset, final long address, final int value) {
        Memory.putInt(address + offset, value);
    }

    static void put(final int offset, final long address, final long value) {
        Memory.putLong(address + offset, value);
    }

    static void put(final int offset, final long address, final float value) {
        Memory.putFloat(address + offset, value);
    }

    static void put(final int offset, final long address, final double value) {
        Memory.putDouble(address + offset, value);
    }
}
