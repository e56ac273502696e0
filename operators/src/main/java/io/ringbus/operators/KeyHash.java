// SPDX-License-Identifier: Apache-2.0
package io.ringbus.operators;

import io.ringbus.codec.AddressCodec;
import io.ringbus.slot.Memory;
import java.nio.ByteBuffer;
import java.util.Set;
import org.agrona.BufferUtil;

/**
 * A hash of keys that is the same in every process: it decides which instance owns a key, and a snapshot is restored by
 * another process than the one that wrote it.
 *
 * <p>The language specifies {@code hashCode} of strings and boxed primitives, and that serves. That of an enum is its
 * identity, and that of a record depends on the virtual machine: such keys are hashed by their bytes.
 *
 * <p><b>Threading.</b> Stage thread. <b>Allocation.</b> None per key.
 */
public sealed interface KeyHash<K> {
    /** The hash of {@code key}. */
    int of(K key);

    /** The hash for keys of {@code type}. */
    static <K> KeyHash<K> of(final Class<K> type, final AddressCodec<K> codec) {
        return OfObject.SPECIFIED.contains(type) ? new OfObject<>() : OfBytes.of(codec);
    }

    /** Where {@code hashCode} is specified. */
    record OfObject<K>() implements KeyHash<K> {
        private static final Set<Class<?>> SPECIFIED = Set.of(
                String.class,
                Long.class,
                Integer.class,
                Short.class,
                Byte.class,
                Character.class,
                Boolean.class,
                Double.class,
                Float.class);

        @Override
        public int of(final K key) {
            return key.hashCode();
        }
    }

    /** Of the key's encoded form. */
    record OfBytes<K>(AddressCodec<K> codec, ByteBuffer scratch, long address) implements KeyHash<K> {
        private static final long FACTOR = 0x9E3779B97F4A7C15L;
        private static final int HALF = 32;

        static <K> OfBytes<K> of(final AddressCodec<K> codec) {
            final int words = (codec.maxLength() + Long.BYTES - 1) / Long.BYTES;
            final ByteBuffer scratch = ByteBuffer.allocateDirect(words * Long.BYTES);
            return new OfBytes<>(codec, scratch, BufferUtil.address(scratch));
        }

        @Override
        public int of(final K key) {
            final int length = codec.encodeAt(key, address);
            long hash = mixed(length);
            int offset = 0;
            for (; offset + Long.BYTES <= length; offset += Long.BYTES) {
                hash = mixed(hash ^ Memory.getLong(address + offset));
            }
            for (; offset < length; offset++) {
                hash = mixed(hash ^ Memory.getByte(address + offset));
            }
            return (int) hash;
        }

        /** A multiplication carries upwards only; the shift brings what it carried back down. */
        private static long mixed(final long value) {
            final long product = value * FACTOR;
            return product ^ (product >>> HALF);
        }
    }
}
