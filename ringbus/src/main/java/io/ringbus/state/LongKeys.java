// SPDX-License-Identifier: Apache-2.0
package io.ringbus.state;

/** Turns the keys that are kept as longs back into the objects they came as. */
enum LongKeys {
    LONG,
    INTEGER,
    SHORT,
    BYTE,
    CHARACTER;

    /** Whether keys of this class are kept as longs. */
    static boolean accepts(final Class<?> keyType) {
        return keyType == Long.class
                || keyType == Integer.class
                || keyType == Short.class
                || keyType == Byte.class
                || keyType == Character.class;
    }

    static LongKeys of(final Class<?> keyType) {
        return valueOf(keyType.getSimpleName().toUpperCase(java.util.Locale.ROOT));
    }

    /** The key as its own type. */
    Object box(final long key) {
        return switch (this) {
            case LONG -> key;
            case INTEGER -> (int) key;
            case SHORT -> (short) key;
            case BYTE -> (byte) key;
            case CHARACTER -> (char) key;
        };
    }
}
