// SPDX-License-Identifier: Apache-2.0
package io.ringbus.offheap;

import io.ringbus.codec.AddressCodec;
import io.ringbus.slot.Memory;
import io.ringbus.state.StateSpec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntFunction;

/** A kind of key to try a backend with: the {@code i}-th key of the kind is another than the {@code j}-th. */
record KeyKind<K>(String name, Class<K> type, AddressCodec<K> codec, IntFunction<K> key) {
    /** A key of two fields. */
    record Listing(String symbol, int venue) {}

    static final KeyKind<Long> LONG = new KeyKind<>(
            "long", Long.class, new Longs<>(i -> i), i -> i % 2 == 0 ? i * 0x1_0000_0001L : -(long) i << 20);
    static final KeyKind<Integer> INT = new KeyKind<>("int", Integer.class, new Longs<>(Math::toIntExact), i -> i - 50);
    static final KeyKind<Short> SHORT =
            new KeyKind<>("short", Short.class, new Longs<>(i -> (short) i), i -> (short) (i - 20));
    static final KeyKind<Character> CHARACTER =
            new KeyKind<>("character", Character.class, new Characters(), i -> (char) i);
    static final KeyKind<String> SHORT_STRING = new KeyKind<>("string", String.class, new Strings(16), i -> "S" + i);
    static final KeyKind<String> STRING_OF_8 =
            new KeyKind<>("string of 8", String.class, new Strings(8), i -> String.valueOf(10_000_000 + i));
    static final KeyKind<String> STRING_OF_64 =
            new KeyKind<>("string of 64", String.class, new Strings(64), i -> "x".repeat(56) + (10_000_000 + i));
    static final KeyKind<Listing> RECORD =
            new KeyKind<>("record", Listing.class, new Listings(), i -> new Listing("S" + i / 3, i % 3));

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

    private record Longs<N extends Number>(java.util.function.LongFunction<N> boxed) implements AddressCodec<N> {
        @Override
        public int schemaId() {
            return 1;
        }

        @Override
        public int maxLength() {
            return Long.BYTES;
        }

        @Override
        public int encodeAt(final N value, final long address) {
            Memory.putLong(address, value.longValue());
            return Long.BYTES;
        }

        @Override
        public N decodeAt(final long address, final int length) {
            return boxed.apply(Memory.getLong(address));
        }
    }

    private record Characters() implements AddressCodec<Character> {
        @Override
        public int schemaId() {
            return 2;
        }

        @Override
        public int maxLength() {
            return Character.BYTES;
        }

        @Override
        public int encodeAt(final Character value, final long address) {
            Memory.putChar(address, value);
            return Character.BYTES;
        }

        @Override
        public Character decodeAt(final long address, final int length) {
            return Memory.getChar(address);
        }
    }

    private record Strings(int maxLength) implements AddressCodec<String> {
        @Override
        public int schemaId() {
            return 3;
        }

        @Override
        public int encodeAt(final String value, final long address) {
            for (int at = 0; at < value.length(); at++) {
                Memory.putByte(address + at, (byte) value.charAt(at));
            }
            return value.length();
        }

        @Override
        public String decodeAt(final long address, final int length) {
            final byte[] bytes = new byte[length];
            for (int at = 0; at < length; at++) {
                bytes[at] = Memory.getByte(address + at);
            }
            return new String(bytes, StandardCharsets.US_ASCII);
        }
    }

    private record Listings() implements AddressCodec<Listing> {
        private static final Strings SYMBOL = new Strings(12);

        @Override
        public int schemaId() {
            return 4;
        }

        @Override
        public int maxLength() {
            return Integer.BYTES + SYMBOL.maxLength();
        }

        @Override
        public int encodeAt(final Listing value, final long address) {
            Memory.putInt(address, value.venue());
            return Integer.BYTES + SYMBOL.encodeAt(value.symbol(), address + Integer.BYTES);
        }

        @Override
        public Listing decodeAt(final long address, final int length) {
            final String symbol = SYMBOL.decodeAt(address + Integer.BYTES, length - Integer.BYTES);
            return new Listing(symbol, Memory.getInt(address));
        }
    }
}
