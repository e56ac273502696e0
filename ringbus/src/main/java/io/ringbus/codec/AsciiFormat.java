// SPDX-License-Identifier: Apache-2.0
package io.ringbus.codec;

import io.ringbus.slot.Memory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A string of at most {@code length} ASCII characters, zero padded to {@code bytes}; see {@link Ascii}. */
record AsciiFormat(
        String subject, int length, int bytes, @Nullable InternTable table) implements FieldFormat {
    private static final int LAST_CHARACTER = 127;

    static AsciiFormat of(final String subject, final Ascii ascii) {
        final int length = ascii.value();
        if (length < 1 || length > Ascii.LENGTH_MAX) {
            throw new IllegalArgumentException(
                    subject + ": @Ascii length=" + length + " is outside [1, " + Ascii.LENGTH_MAX + "]");
        }
        final int bytes = fieldBytes(length);
        final int words = (bytes + Long.BYTES - 1) / Long.BYTES;
        return new AsciiFormat(
                subject, length, bytes, ascii.intern() ? new InternTable(words, StandardCharsets.ISO_8859_1) : null);
    }

    private static int fieldBytes(final int length) {
        if (length > Integer.BYTES) {
            return (length + Long.BYTES - 1) & -Long.BYTES;
        }
        return length == 3 ? Integer.BYTES : length;
    }

    @Override
    public String schema() {
        return "ascii" + length;
    }

    @Override
    public MethodHandle reader() {
        return HandleLookup.ofInstance(this, "read", MethodType.methodType(String.class, int.class, long.class));
    }

    @Override
    public MethodHandle writer() {
        return HandleLookup.ofInstance(
                this, "write", MethodType.methodType(void.class, int.class, long.class, String.class));
    }

    String read(final int offset, final long address) {
        final long field = address + offset;
        if (table == null) {
            return InternTable.text(field, InternTable.textBytes(field, bytes), StandardCharsets.ISO_8859_1);
        }
        return bytes <= Long.BYTES ? table.string(word(field)) : table.string(field, bytes);
    }

    void write(final int offset, final long address, final @Nullable String value) {
        if (value == null) {
            throw Refusals.absent(subject);
        }
        final int characters = value.length();
        if (characters > length) {
            throw tooLong(value);
        }
        final long field = address + offset;
        if (bytes <= Long.BYTES) {
            putWord(field, pack(value, 0, characters));
            return;
        }
        for (int start = 0; start < bytes; start += Long.BYTES) {
            Memory.putLong(field + start, pack(value, start, Math.min(characters, start + Long.BYTES)));
        }
    }

    private long word(final long field) {
        return switch (bytes) {
            case Long.BYTES -> Memory.getLong(field);
            case Integer.BYTES -> Memory.getInt(field) & 0xFFFF_FFFFL;
            case Short.BYTES -> Memory.getChar(field);
            default -> Memory.getByte(field) & 0xFFL;
        };
    }

    private void putWord(final long field, final long word) {
        switch (bytes) {
            case Long.BYTES -> Memory.putLong(field, word);
            case Integer.BYTES -> Memory.putInt(field, (int) word);
            case Short.BYTES -> Memory.putShort(field, (short) word);
            default -> Memory.putByte(field, (byte) word);
        }
    }

    private long pack(final String value, final int start, final int end) {
        long word = 0;
        for (int i = start; i < end; i++) {
            final char character = value.charAt(i);
            if (character == 0 || character > LAST_CHARACTER) {
                throw notAscii(value, i);
            }
            word |= (long) character << ((i - start) * Byte.SIZE);
        }
        return word;
    }

    private IllegalArgumentException tooLong(final String value) {
        return new IllegalArgumentException(subject + ": value=" + Refusals.quoted(value) + ", length=" + value.length()
                + " > " + length + ": raise @Ascii(" + length + ") or shorten the value");
    }

    private IllegalArgumentException notAscii(final String value, final int index) {
        return new IllegalArgumentException(subject + ": value=" + Refusals.quoted(value) + ", character "
                + (int) value.charAt(index) + " at index=" + index + " is outside [1, " + LAST_CHARACTER
                + "]: @Ascii keeps ASCII only");
    }
}
