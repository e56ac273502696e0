// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.aggregate;

import io.ringbus.codec.AddressCodec;
import io.ringbus.slot.Memory;

/**
 * An encoded value inside an accumulator that is replaced by others. The next one is encoded beside it and takes over when it
 * is complete: one that its codec refuses half-way leaves the held one whole.
 *
 * <pre>
 *   byte   0                         8
 *          +-------------------------+--------+--------+
 *          | (length + 1) * 2 + side | side 0 | side 1 |   sides 8-aligned
 *          +-------------------------+--------+--------+
 * </pre>
 *
 * A first word of 0 means that there is none.
 */
final class HeldValue {
    private static final int SIDES_OFFSET = Long.BYTES;
    private static final int SIDE_MASK = 1;

    private HeldValue() {}

    static int bytes(final AddressCodec<?> codec) {
        return SIDES_OFFSET + 2 * sideBytes(codec);
    }

    static boolean isPresent(final long address) {
        return Memory.getLong(address) != 0;
    }

    static <T> void put(final AddressCodec<T> codec, final T value, final long address) {
        final long free = ~Memory.getLong(address) & SIDE_MASK;
        final long length = codec.encodeAt(value, address + SIDES_OFFSET + free * sideBytes(codec));
        Memory.putLong(address, ((length + 1) << 1) | free);
    }

    static <T> T get(final AddressCodec<T> codec, final long address) {
        final long word = Memory.getLong(address);
        final long side = address + SIDES_OFFSET + (word & SIDE_MASK) * sideBytes(codec);
        return codec.decodeAt(side, (int) (word >>> 1) - 1);
    }

    static void copy(final AddressCodec<?> codec, final long source, final long target) {
        Memory.copy(source, target, bytes(codec));
    }

    private static int sideBytes(final AddressCodec<?> codec) {
        return (codec.maxLength() + Long.BYTES - 1) & -Long.BYTES;
    }
}
