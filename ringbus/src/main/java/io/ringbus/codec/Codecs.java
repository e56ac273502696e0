// SPDX-License-Identifier: Apache-2.0
package io.ringbus.codec;

import java.lang.invoke.MethodType;

/** Makes codecs: derived from a type, or adapted from a hand-written one. */
public final class Codecs {
    /** Most UTF-8 bytes of a {@code String} whose codec was not named: the codec of {@link #ofType}. */
    public static final int STRING_BYTES_MAX = 128;

    private Codecs() {}

    /**
     * Derives the codec of a record.
     *
     * <p><b>Failure.</b> A component without a binary form is refused here, with record, component, type and remedy.
     */
    public static <R extends Record> RecordCodec<R> of(final Class<R> type) {
        return RecordCodec.derive(type);
    }

    /** Strings of up to {@code bytesMax} bytes of UTF-8; the bytes of the string and nothing else. */
    public static AddressCodec<String> string(final int bytesMax) {
        return StringCodec.of(bytesMax);
    }

    /** The codec as the engine calls it: the same object where it can work on addresses, else an adapter around it. */
    @SuppressWarnings("unchecked") // one object that implements both does so for the same record
    public static <T> AddressCodec<T> addressed(final Codec<T> codec) {
        return codec instanceof AddressCodec<?> addressed ? (AddressCodec<T>) addressed : AddressedCodec.of(codec);
    }

    /**
     * The codec of a record, a string (up to {@link #STRING_BYTES_MAX} bytes), a boxed primitive or an enum.
     *
     * <p><b>Failure.</b> Any other type is refused with the remedy.
     */
    public static AddressCodec<?> ofType(final Class<?> type) {
        if (type.isRecord()) {
            return of(type.asSubclass(Record.class));
        }
        if (type == String.class) {
            return string(STRING_BYTES_MAX);
        }
        if (type.isEnum()) {
            return ValueCodec.of(type, EnumFormat.of(type.getSimpleName(), type));
        }
        final Class<?> primitive = MethodType.methodType(type).unwrap().returnType();
        if (primitive.isPrimitive() && primitive != void.class) {
            return ValueCodec.of(MethodType.methodType(type).wrap().returnType(), PrimitiveFormat.of(primitive));
        }
        throw new IllegalArgumentException(
                "type " + type.getName() + " has no derived codec: name a codec with .as(codec), or make it a record");
    }
}
