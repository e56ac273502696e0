// SPDX-License-Identifier: Apache-2.0
package io.ringbus.codec;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Binary form of a boxed primitive or an enum constant on its own, as in a stream of {@code Double} or a key of type
 * {@code Side}.
 *
 * <p><b>Threading.</b> Any thread.
 * <p><b>Allocation.</b> The box, when decoding, unless the compiler removes it.
 */
record ValueCodec<T>(Class<T> type, MethodHandle decoder, MethodHandle encoder, int schemaId, int maxLength)
        implements Codec<T>, AddressCodec<T> {
    static <T> ValueCodec<T> of(final Class<T> type, final FieldFormat format) {
        final MethodHandle reader = MethodHandles.insertArguments(format.reader(), 0, 0);
        final MethodHandle writer = MethodHandles.insertArguments(format.writer(), 0, 0);
        return new ValueCodec<>(
                type,
                reader.asType(MethodType.methodType(Object.class, long.class)),
                writer.asType(MethodType.methodType(void.class, long.class, Object.class)),
                RecordLayout.hash(format.schema()),
                format.bytes());
    }

    @Override
    public int encodeAt(final T value, final long address) {
        if (value == null) {
            throw Refusals.absent(type.getSimpleName());
        }
        try {
            encoder.invokeExact(address, (Object) value);
        } catch (final Throwable failure) {
            throw Refusals.unchecked(failure);
        }
        return maxLength;
    }

    @Override
    @SuppressWarnings("unchecked") // the reader returns the primitive of T, or T itself
    public T decodeAt(final long address, final int length) {
        try {
            return (T) (Object) decoder.invokeExact(address);
        } catch (final Throwable failure) {
            throw Refusals.unchecked(failure);
        }
    }

    @Override
    public int encode(final T value, final MutableDirectBuffer target, final int offset) {
        return BufferAccess.encode(this, value, target, offset);
    }

    @Override
    public T decode(final DirectBuffer source, final int offset, final int length) {
        if (length != maxLength) {
            throw new IllegalArgumentException(type.getName() + ": length=" + length + " != " + maxLength
                    + ": the bytes are damaged or were written with another schema");
        }
        return BufferAccess.decode(this, source, offset, length);
    }
}
