// SPDX-License-Identifier: Apache-2.0
package io.ringbus.connectors;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Whole lines as UTF-8 on their way out. Grows for one line that is longer than its capacity, never for several. */
final class LineBytes {
    private static final int MAX_BYTES_PER_CHARACTER = 3;

    private byte[] bytes;
    private int length;
    private int lines;

    LineBytes(final int capacity) {
        this.bytes = new byte[capacity];
    }

    /** Answers {@code text}; refuses one that a reader would take for two lines, or for one without its last character. */
    static String requireOneLine(final String subject, final String text) {
        if (text.indexOf('\n') >= 0 || text.endsWith("\r")) {
            throw new IllegalArgumentException(
                    subject
                            + ": text has a line end in it, so a reader would not see it as it is: replace it, or quote it as CSV does");
        }
        return text;
    }

    /** Whether {@link #add} needs no room to be made before it. */
    boolean fits(final CharSequence text) {
        return length == 0 || length + (long) text.length() * MAX_BYTES_PER_CHARACTER <= bytes.length;
    }

    /** Adds one line, which brings its own end. */
    void add(final CharSequence text) {
        final int most = Math.addExact(length, Math.multiplyExact(text.length(), MAX_BYTES_PER_CHARACTER));
        if (most > bytes.length) {
            bytes = Arrays.copyOf(bytes, most);
        }
        int end = length;
        for (int i = 0; i < text.length(); i++) {
            final char character = text.charAt(i);
            if (character >= 0x80) {
                addOther(text);
                return;
            }
            bytes[end++] = (byte) character;
        }
        length = end;
        lines++;
    }

    private void addOther(final CharSequence text) {
        final byte[] encoded = text.toString().getBytes(StandardCharsets.UTF_8);
        System.arraycopy(encoded, 0, bytes, length, encoded.length);
        length += encoded.length;
        lines++;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    int lines() {
        return lines;
    }

    void clear() {
        length = 0;
        lines = 0;
    }
}
