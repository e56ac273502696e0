// SPDX-License-Identifier: Apache-2.0
package io.ringbus.codec;

import java.lang.invoke.MethodType;
import java.util.function.Supplier;
import org.agrona.sbe.MessageDecoderFlyweight;

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
    public static StringCodec string(final int bytesMax) {
        return StringCodec.of(bytesMax);
    }

    /** As {@link #sbe(Supplier, int, int, SbeCheck)}, for messages that are never shorter than in the decoder's own schema. */
    public static <D extends MessageDecoderFlyweight> SbeCodec<D> sbe(
            final Supplier<? extends D> decoders, final int maxLength, final SbeCheck groups) {
        return sbe(decoders, decoders.get().sbeBlockLength(), maxLength, groups);
    }

    /**
     * Takes a decoder that sbe-tool generated as a flyweight into a pipeline; see {@link SbeCodec}.
     *
     * @param decoders       makes a decoder for each thread that decodes, as in {@code TradeDecoder::new}
     * @param blockLengthMin shortest root block in bytes: that of the oldest schema version that may still arrive
     * @param maxLength      most bytes of a message with its header
     * @param groups         walks the groups and variable data that follow the root block
     */
    public static <D extends MessageDecoderFlyweight> SbeCodec<D> sbe(
            final Supplier<? extends D> decoders,
            final int blockLengthMin,
            final int maxLength,
            final SbeCheck groups) {
        return SbeCodec.of(decoders, blockLengthMin, maxLength, groups);
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
        final Class<?> parent = type.getSuperclass();
        if (parent != null && parent.isEnum()) {
            return ofType(parent); // the class of a constant with a body
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
