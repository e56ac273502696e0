// SPDX-License-Identifier: Apache-2.0
package io.ringbus.testing;

import io.ringbus.codec.AddressCodec;
import io.ringbus.codec.Codecs;
import io.ringbus.slot.Memory;
import java.util.HashMap;
import java.util.Map;

/** Writes keys of any type that has a derived codec, each with the name of its class before it: for states without a spec. */
record AnyKeyCodec<K>() implements AddressCodec<K> {
    private static final ThreadLocal<Map<Class<?>, AddressCodec<?>>> CODECS = ThreadLocal.withInitial(HashMap::new);

    @Override
    public int schemaId() {
        return 0;
    }

    @Override
    public int maxLength() {
        return 1 << 12;
    }

    @Override
    public int encodeAt(final K key, final long address) {
        final String type = key.getClass().getName();
        Memory.putInt(address, type.length());
        for (int i = 0; i < type.length(); i++) {
            Memory.putByte(address + Integer.BYTES + i, (byte) type.charAt(i));
        }
        final int before = Integer.BYTES + type.length();
        return before + codec(key.getClass()).encodeAt(key, address + before);
    }

    @Override
    public K decodeAt(final long address, final int length) {
        final StringBuilder type = new StringBuilder();
        for (int i = Memory.getInt(address); i > 0; i--) {
            type.append((char) Memory.getByte(address + Integer.BYTES + type.length()));
        }
        final int before = Integer.BYTES + type.length();
        try {
            return codec(Class.forName(type.toString())).decodeAt(address + before, length - before);
        } catch (final ClassNotFoundException absent) {
            throw new IllegalStateException(absent);
        }
    }

    @SuppressWarnings("unchecked") // the class is that of a key
    private AddressCodec<K> codec(final Class<?> type) {
        return (AddressCodec<K>) CODECS.get().computeIfAbsent(type, Codecs::ofType);
    }
}
