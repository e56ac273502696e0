// SPDX-License-Identifier: Apache-2.0
package io.ringbus.slot;

import org.agrona.UnsafeApi;

/**
 * Reads and writes native memory by address, unchecked: the one door through which the engine touches slots and state
 * cells, whose lengths it has validated when it laid them out.
 *
 * <p>An address known to be native lets the compiler tell these accesses from heap accesses; going through a buffer that
 * may also wrap an array costs a memory barrier and a bounds check per field. Code that handles bytes of unknown length
 * uses Agrona's checked buffers instead.
 *
 * <p><b>Layout.</b> Integers are in the machine's order; {@link Slab} refuses machines that are not little-endian.
 * <p><b>Failure.</b> A wrong address damages the process: callers own the proof that it lies inside their slot or cell.
 */
public final class Memory {
    /** Below, a few stores are faster than a call of the virtual machine, which takes some 15 ns. */
    private static final long CLEAR_BY_WORDS_MAX = 256;

    /** Below, a few loads and stores are faster than a call of the copying stub. */
    private static final long COPY_BY_WORDS_MAX = 128;

    private Memory() {}

    public static byte getByte(final long address) {
        return UnsafeApi.getByte(address);
    }

    public static void putByte(final long address, final byte value) {
        UnsafeApi.putByte(address, value);
    }

    public static short getShort(final long address) {
        return UnsafeApi.getShort(address);
    }

    public static void putShort(final long address, final short value) {
        UnsafeApi.putShort(address, value);
    }

    public static char getChar(final long address) {
        return UnsafeApi.getChar(address);
    }

    public static void putChar(final long address, final char value) {
        UnsafeApi.putChar(address, value);
    }

    public static int getInt(final long address) {
        return UnsafeApi.getInt(address);
    }

    public static void putInt(final long address, final int value) {
        UnsafeApi.putInt(address, value);
    }

    public static long getLong(final long address) {
        return UnsafeApi.getLong(address);
    }

    public static void putLong(final long address, final long value) {
        UnsafeApi.putLong(address, value);
    }

    public static float getFloat(final long address) {
        return UnsafeApi.getFloat(address);
    }

    public static void putFloat(final long address, final float value) {
        UnsafeApi.putFloat(address, value);
    }

    public static double getDouble(final long address) {
        return UnsafeApi.getDouble(address);
    }

    public static void putDouble(final long address, final double value) {
        UnsafeApi.putDouble(address, value);
    }

    /** Copies {@code length} bytes; the two ranges may overlap. */
    public static void copy(final long source, final long target, final long length) {
        UnsafeApi.copyMemory(source, target, length);
    }

    /** Copies {@code length} bytes, a few of them word by word; the two ranges may not overlap. */
    public static void copyApart(final long source, final long target, final long length) {
        if (length > COPY_BY_WORDS_MAX || (length & Long.BYTES - 1) != 0) {
            UnsafeApi.copyMemory(source, target, length);
        } else {
            for (long offset = 0; offset < length; offset += Long.BYTES) {
                UnsafeApi.putLong(target + offset, UnsafeApi.getLong(source + offset));
            }
        }
    }

    /** Sets {@code length} bytes to zero. */
    public static void clear(final long address, final long length) {
        if (length > CLEAR_BY_WORDS_MAX || (length & Long.BYTES - 1) != 0) {
            UnsafeApi.setMemory(address, length, (byte) 0);
        } else {
            for (long offset = 0; offset < length; offset += Long.BYTES) {
                UnsafeApi.putLong(address + offset, 0);
            }
        }
    }
}
