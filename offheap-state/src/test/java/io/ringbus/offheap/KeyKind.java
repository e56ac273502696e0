// SPDX-License-Identifier: Apache-2.0
package io.ringbus.offheap;

import io.ringbus.codec.AddressCodec;
import io.ringbus.codec.Ascii;
import io.ringbus.codec.Codecs;
import io.ringbus.state.StateSpec;
import java.util.List;
import java.util.function.IntFunction;

/** A kind of key to try a backend with, in the form that pipelines give it: no two of a kind are equal. */
record KeyKind<K>(String name, Class<K> type, AddressCodec<K> codec, IntFunction<K> key) {
    /** A key of two fields. */
    record Listing(@Ascii(12) String symbol, int venue) {}

    static final KeyKind<Long> LONG = value("long", Long.class, i -> i % 2 == 0 ? i * 0x1_0000_0001L : -(long) i << 20);
    static final KeyKind<Integer> INT = value("int", Integer.class, i -> i - 50);
    static final KeyKind<Short> SHORT = value("short", Short.class, i -> (short) (i - 20));
    static final KeyKind<Character> CHARACTER = value("character", Character.class, i -> (char) i);
    static final KeyKind<String> SHORT_STRING = string("string", 16, i -> "S" + i);
    static final KeyKind<String> STRING_OF_8 = string("string of 8", 8, i -> String.valueOf(10_000_000 + i));
    static final KeyKind<String> STRING_OF_64 = string("string of 64", 64, i -> "x".repeat(56) + (10_000_000 + i));
    static final KeyKind<Listing> RECORD =
            new KeyKind<>("record", Listing.class, Codecs.of(Listing.class), i -> new Listing("S" + i / 3, i % 3));

    @SuppressWarnings("unchecked") // the codec of a type is one of its values
    private static <K> KeyKind<K> value(final String name, final Class<K> type, final IntFunction<K> key) {
        return new KeyKind<>(name, type, (AddressCodec<K>) Codecs.ofType(type), key);
    }

    private static KeyKind<String> string(final String name, final int bytesMax, final IntFunction<String> key) {
        return new KeyKind<>(name, String.class, Codecs.string(bytesMax), key);
    }

    /** One of each. */
    static List<KeyKind<?>> all() {
        return List.of(LONG, INT, SHORT, CHARACTER, SHORT_STRING, STRING_OF_8, STRING_OF_64, RECORD);
    }

    StateSpec<K> spec(final String stateName, final int valueBytes, final long expectedKeys) {
        return new StateSpec<>(stateName, 0, type, codec, valueBytes, expectedKeys);
    }

    @Override
    public String toString() {
        return name;
    }
}
