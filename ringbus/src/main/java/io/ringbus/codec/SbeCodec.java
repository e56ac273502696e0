// SPDX-License-Identifier: Apache-2.0
package io.ringbus.codec;

import java.nio.ByteOrder;
import java.util.function.Supplier;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.sbe.MessageDecoderFlyweight;

/**
 * Lets a message of Simple Binary Encoding pass through a pipeline as it is: the record is the decoder that sbe-tool
 * generated ({@code sbe.java.generate.interfaces=true}), wrapped around the bytes in the ring. Made by {@link Codecs#sbe}.
 *
 * <p><b>Layout.</b> The standard message header (block length, template id, schema id, version; two bytes each,
 * little-endian) and the message.
 * <p><b>Threading.</b> Any thread; each has its own decoder.
 * <p><b>Allocation.</b> None, after a thread's first call.
 * <p><b>Lifetime.</b> The decoder is a flyweight: it is valid during the call that it is passed to, and the next
 * {@link #decode} on the same thread moves it. Map it to a record where it must be kept.
 * <p><b>Failure.</b> A header of another template or schema, a block shorter than the schema's, and a group or data that
 * reaches past the end are refused before the decoder is touched. Encoding copies the message together with the header in
 * front of it, and refuses a decoder that was wrapped without one.
 */
public final class SbeCodec<D extends MessageDecoderFlyweight> implements Codec<D> {
    static final int HEADER_BYTES = 4 * Short.BYTES;

    private static final int TEMPLATE_OFFSET = Short.BYTES;
    private static final int SCHEMA_OFFSET = TEMPLATE_OFFSET + Short.BYTES;
    private static final int VERSION_OFFSET = SCHEMA_OFFSET + Short.BYTES;
    private static final int UNSIGNED = 0xFFFF;

    private record View<D>(D decoder, UnsafeBuffer message) {}

    private final String name;
    private final int templateId;
    private final int messageSchemaId;
    private final int schemaId;
    private final int blockLengthMin;
    private final int maxLength;
    private final SbeCheck groups;
    private final PerThread<View<D>> views;

    private SbeCodec(
            final Supplier<? extends D> decoders,
            final int blockLengthMin,
            final int maxLength,
            final SbeCheck groups) {
        final D decoder = decoders.get();
        this.name = decoder.getClass().getSimpleName();
        this.templateId = decoder.sbeTemplateId();
        this.messageSchemaId = decoder.sbeSchemaId();
        this.schemaId =
                RecordLayout.hash("sbe," + messageSchemaId + ',' + templateId + ',' + decoder.sbeSchemaVersion());
        this.blockLengthMin = blockLengthMin;
        this.maxLength = maxLength;
        this.groups = groups;
        this.views = new PerThread<>(() -> new View<>(decoders.get(), new UnsafeBuffer(0, 0)));
    }

    static <D extends MessageDecoderFlyweight> SbeCodec<D> of(
            final Supplier<? extends D> decoders,
            final int blockLengthMin,
            final int maxLength,
            final SbeCheck groups) {
        if (maxLength < HEADER_BYTES + blockLengthMin) {
            throw new IllegalArgumentException("sbe codec: maxLength=" + maxLength + " < " + HEADER_BYTES
                    + " bytes of header + blockLengthMin=" + blockLengthMin);
        }
        return new SbeCodec<>(decoders, blockLengthMin, maxLength, groups);
    }

    @Override
    public int schemaId() {
        return schemaId;
    }

    @Override
    public int maxLength() {
        return maxLength;
    }

    @Override
    public int encode(final D value, final MutableDirectBuffer target, final int offset) {
        final DirectBuffer source = value.buffer();
        final int header = value.offset() - HEADER_BYTES;
        if (header < 0) {
            throw new IllegalArgumentException(name + ": offset=" + value.offset() + " < " + HEADER_BYTES
                    + " bytes of header: encode a decoder that was wrapped with wrapAndApplyHeader");
        }
        checkHeader(source, header);
        final int length = HEADER_BYTES + value.sbeDecodedLength();
        if (length > maxLength) {
            throw new IllegalArgumentException(
                    name + ": length=" + length + " > maxLength=" + maxLength + ": raise maxLength of the codec");
        }
        target.putBytes(offset, source, header, length);
        return length;
    }

    @Override
    public D decode(final DirectBuffer source, final int offset, final int length) {
        if (length < HEADER_BYTES + blockLengthMin || length > maxLength) {
            throw new IllegalArgumentException(name + ": length=" + length + " is outside ["
                    + (HEADER_BYTES + blockLengthMin) + ", maxLength=" + maxLength + "]: the message is damaged");
        }
        checkHeader(source, offset);
        final int blockLength = unsigned(source, offset);
        if (blockLength > length - HEADER_BYTES) {
            throw new IllegalArgumentException(name + ": blockLength=" + blockLength + " > remaining="
                    + (length - HEADER_BYTES) + ": the message is damaged");
        }
        final View<D> view = views.get();
        view.message.wrap(source, offset, length);
        groups.check(view.message, HEADER_BYTES + blockLength, length);
        view.decoder.wrap(view.message, HEADER_BYTES, blockLength, unsigned(source, offset + VERSION_OFFSET));
        return view.decoder;
    }

    private void checkHeader(final DirectBuffer source, final int header) {
        final int template = unsigned(source, header + TEMPLATE_OFFSET);
        final int schema = unsigned(source, header + SCHEMA_OFFSET);
        if (template != templateId || schema != messageSchemaId) {
            throw new IllegalArgumentException(name + ": templateId=" + template + ", schemaId=" + schema
                    + " in the header, but the decoder is for templateId=" + templateId + ", schemaId="
                    + messageSchemaId);
        }
        final int blockLength = unsigned(source, header);
        if (blockLength < blockLengthMin) {
            throw new IllegalArgumentException(name + ": blockLength=" + blockLength + " < blockLengthMin="
                    + blockLengthMin + ": the message is damaged or of an older schema than the codec allows");
        }
    }

    private static int unsigned(final DirectBuffer source, final int offset) {
        return source.getShort(offset, ByteOrder.LITTLE_ENDIAN) & UNSIGNED;
    }
}
