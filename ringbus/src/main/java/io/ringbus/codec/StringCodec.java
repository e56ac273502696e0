// SPDX-License-Identifier: Apache-2.0
package io.ringbus.codec;

import io.ringbus.slot.Memory;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Binary form of a string on its own, as in a key or a line of text.
 *
 * <p><b>Layout.</b> Its UTF-8 bytes and nothing else; the length is the length of the encoding.
 * <p><b>Threading.</b> Any thread.
 * <p><b>Allocation.</b> {@link #encodeAt} none. Decoding a string of up to 64 bytes that was seen before costs none either,
 * for the first 65,536 different ones.
 * <p><b>Failure.</b> A string with more than {@code maxLength} bytes, or with half of a surrogate pair, is refused.
 */
public record StringCodec(int maxLength, InternTable table) implements Codec<String>, AddressCodec<String> {
    private static final int INTERNED_BYTES_MAX = 64;
    private static final int SCHEMA_ID = RecordLayout.hash("utf8");
    private static final int ONE_BYTE_END = 0x80;
    private static final int TWO_BYTES_END = 0x800;
    private static final int REST_BITS = 6;
    private static final int REST_MARK = 0x80;
    private static final int REST_MASK = 0x3F;

    static StringCodec of(final int bytesMax) {
        if (bytesMax < 1) {
            throw new IllegalArgumentException("String codec: bytesMax=" + bytesMax + " < 1");
        }
        final int words = (Math.min(bytesMax, INTERNED_BYTES_MAX) + Long.BYTES - 1) / Long.BYTES;
        return new StringCodec(bytesMax, new InternTable(words, StandardCharsets.UTF_8));
    }

    @Override
    public int schemaId() {
        return SCHEMA_ID;
    }

    @Override
    public int encodeAt(final String value, final long address) {
        if (value == null) {
            throw Refusals.absent("String");
        }
        final int characters = value.length();
        if (characters > maxLength) {
            throw tooLong(value);
        }
        for (int i = 0; i < characters; i++) {
            final char character = value.charAt(i);
            if (character >= ONE_BYTE_END) {
                return encodeRest(value, i, address);
            }
            Memory.putByte(address + i, (byte) character);
        }
        return characters;
    }

    private int encodeRest(final String value, final int start, final long address) {
        int length = start;
        for (int i = start; i < value.length(); i++) {
            final int point = value.codePointAt(i);
            if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
                throw new IllegalArgumentException("String: value=" + Refusals.quoted(value)
                        + ": half of a surrogate pair at index=" + i + " has no UTF-8 form");
            }
            final int restBytes = point < ONE_BYTE_END
                    ? 0
                    : point < TWO_BYTES_END ? 1 : point < Character.MIN_SUPPLEMENTARY_CODE_POINT ? 2 : 3;
            if (length + 1 + restBytes > maxLength) {
                throw tooLong(value);
            }
            putPoint(address + length, point, restBytes);
            length += 1 + restBytes;
            if (restBytes == 3) {
                i++;
            }
        }
        return length;
    }

    private static void putPoint(final long address, final int point, final int restBytes) {
        if (restBytes == 0) {
            Memory.putByte(address, (byte) point);
            return;
        }
        final int mark = 0xF0 << (3 - restBytes);
        Memory.putByte(address, (byte) (mark | (point >>> (restBytes * REST_BITS))));
        for (int i = 1; i <= restBytes; i++) {
            final int bits = point >>> ((restBytes - i) * REST_BITS);
            Memory.putByte(address + i, (byte) (REST_MARK | (bits & REST_MASK)));
        }
    }

    @Override
    public String decodeAt(final long address, final int length) {
        // The table does not tell apart strings that differ in zeros at the end.
        if (length == 0 || length > INTERNED_BYTES_MAX || Memory.getByte(address + length - 1) == 0) {
            return length == 0 ? "" : InternTable.text(address, length, StandardCharsets.UTF_8);
        }
        return table.string(address, length);
    }

    @Override
    public int encode(final String value, final MutableDirectBuffer target, final int offset) {
        return BufferAccess.encode(this, value, target, offset);
    }

    @Override
    public String decode(final DirectBuffer source, final int offset, final int length) {
        if (length < 0 || length > maxLength) {
            throw new IllegalArgumentException("String: length=" + length + " is outside [0, maxLength=" + maxLength
                    + "]: the bytes are damaged or were written with another schema");
        }
        return BufferAccess.decode(this, source, offset, length);
    }

    private IllegalArgumentException tooLong(final String value) {
        return new IllegalArgumentException("String: value=" + Refusals.quoted(value) + ", length=" + value.length()
                + " takes more bytes than bytesMax=" + maxLength + ": use Codecs.string(..) with a higher bound");
    }
}
