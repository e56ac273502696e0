// SPDX-License-Identifier: Apache-2.0
package io.ringbus.offheap;

import io.ringbus.codec.AddressCodec;
import io.ringbus.slot.Memory;
import io.ringbus.slot.Slab;

/**
 * Writes keys as the byte arrays that a map of ours is keyed by; another process that reads the map does the same.
 *
 * <p><b>Layout.</b> {@code length (int, little-endian) | encoding | zeros up to the codec's maxLength}: all keys of a state
 * are equally long.
 * <p><b>Threading.</b> Single writer.
 * <p><b>Allocation.</b> None; the array returned is the same every time.
 */
public final class ChronicleKeys<K> implements AutoCloseable {
    private final AddressCodec<K> codec;
    private final Slab scratch;
    private final byte[] bytes;

    /** Makes keys with {@code codec}. */
    public ChronicleKeys(final AddressCodec<K> codec) {
        this.codec = codec;
        this.scratch = new Slab(Math.max(1, codec.maxLength()), Long.BYTES);
        this.bytes = new byte[keyBytes(codec.maxLength())];
    }

    /** Bytes of every key of a codec with this maximum. */
    public static int keyBytes(final int codecMaxLength) {
        return Integer.BYTES + codecMaxLength;
    }

    /** The key's bytes, good until the next call. */
    public byte[] bytesOf(final K key) {
        final int length = codec.encodeAt(key, scratch.address());
        for (int at = 0; at < Integer.BYTES; at++) {
            bytes[at] = (byte) (length >>> (Byte.SIZE * at));
        }
        for (int at = Integer.BYTES; at < bytes.length; at++) {
            bytes[at] = at - Integer.BYTES < length ? Memory.getByte(scratch.address() + at - Integer.BYTES) : 0;
        }
        return bytes;
    }

    @Override
    public void close() {
        scratch.close();
    }
}
