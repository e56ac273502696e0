// SPDX-License-Identifier: Apache-2.0
package io.ringbus.codec;

import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Binary form derived from a Java record by {@link Codecs#of}: primitives, enums, {@link Ascii} strings, {@link Decimal}
 * numbers and nested records.
 *
 * <p><b>Layout.</b> Always {@link #maxLength()} bytes, little-endian, without gaps: nested records are laid out flat, fields
 * of 8 bytes and more come first, then those of 4, 2 and 1, each group in order of declaration; {@link #fields()} tells
 * where. The schema id covers names, types, enum constants and offsets.
 * <p><b>Threading.</b> Any thread, encoding and decoding.
 * <p><b>Allocation.</b> {@link #encodeAt} none. {@link #decodeAt} the record, which the compiler removes where the codec is
 * reached from a constant and the record does not escape.
 * <p><b>Failure.</b> Null components, strings that are too long or not ASCII, decimals out of range: an
 * {@link IllegalArgumentException} that names record and field; bytes before the field may have been written.
 *
 * @param type      the record
 * @param decoder   {@code (long address)Record}
 * @param encoder   {@code (Record, long address)void}
 * @param schemaId  see {@link Codec#schemaId()}
 * @param maxLength bytes of every encoding
 * @param fields    the fields in order of declaration, nested ones in place
 */
public record RecordCodec<R extends Record>(
        Class<R> type,
        MethodHandle decoder,
        MethodHandle encoder,
        int schemaId,
        int maxLength,
        List<RecordField> fields)
        implements Codec<R>, AddressCodec<R> {

    static <R extends Record> RecordCodec<R> derive(final Class<R> type) {
        final RecordLayout layout = RecordLayout.of(type);
        return new RecordCodec<>(
                type,
                RecordHandles.decoder(layout),
                RecordHandles.encoder(layout),
                layout.schemaId(),
                layout.bytes(),
                layout.fields());
    }

    @Override
    public int encodeAt(final R value, final long address) {
        try {
            encoder.invokeExact((Record) value, address);
        } catch (final Throwable failure) {
            throw Refusals.unchecked(failure);
        }
        return maxLength;
    }

    @Override
    @SuppressWarnings("unchecked") // the decoder ends in the constructor of R
    public R decodeAt(final long address, final int length) {
        try {
            return (R) (Record) decoder.invokeExact(address);
        } catch (final Throwable failure) {
            throw Refusals.unchecked(failure);
        }
    }

    /** Fixed-point fields round. */
    @Override
    public boolean isExact() {
        return fields.stream().allMatch(field -> field.scale() == RecordField.NOT_DECIMAL);
    }

    @Override
    public int encode(final R value, final MutableDirectBuffer target, final int offset) {
        return BufferAccess.encode(this, value, target, offset);
    }

    @Override
    public R decode(final DirectBuffer source, final int offset, final int length) {
        if (length != maxLength) {
            throw new IllegalArgumentException("record " + type.getName() + ": length=" + length + " != " + maxLength
                    + ": the bytes are damaged or were written with another schema");
        }
        return BufferAccess.decode(this, source, offset, length);
    }

    /**
     * The field that {@code accessor} reads, found by trying it on records whose numbers all differ.
     *
     * <p><b>Failure.</b> An accessor that computes, or reads a component that is not a number, is refused.
     */
    public RecordField numericField(final ToDoubleFunction<? super R> accessor) {
        return FieldProbe.find(this, accessor);
    }
}
