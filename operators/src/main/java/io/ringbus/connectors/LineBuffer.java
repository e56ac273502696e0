// SPDX-License-Identifier: Apache-2.0
package io.ringbus.connectors;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Cuts bytes that arrive in pieces into lines. A line ends with LF or CR LF; a CR elsewhere is a character.
 *
 * <p><b>Allocation.</b> One buffer of the longest line plus 64 KiB; {@link #text()} allocates the string that it
 * returns.
 * <p><b>Failure.</b> A line that is too long is reported once, and dropped up to its end in the calls that follow.
 */
final class LineBuffer {
    /** Longest line in bytes, by default. */
    static final int DEFAULT_MAX_LINE_BYTES = 64 << 10;

    private static final int MAX_MAX_LINE_BYTES = 1 << 30;
    private static final int CHUNK_BYTES = 64 << 10;

    private final String prefix;
    private final int maxLineBytes;
    private final boolean latin1;
    private final byte[] bytes;
    private final ByteBuffer view;

    private int start;
    private int scanned;
    private int end;
    private int seenBits;
    private boolean discarding;
    private long line;
    private int textStart;
    private int textEnd;
    private int textBits;
    private int terminatorBytes;

    /** {@code prefix} and the line number make a position: {@code trades.csv:}. */
    LineBuffer(final String prefix, final int maxLineBytes, final boolean latin1) {
        this.prefix = prefix;
        this.maxLineBytes = maxLineBytes;
        this.latin1 = latin1;
        this.bytes = new byte[maxLineBytes + 2 + CHUNK_BYTES];
        this.view = ByteBuffer.wrap(bytes);
    }

    /** Checks a setting before a buffer is made with it. */
    static int checkMaxLineBytes(final String name, final int maxLineBytes) {
        if (maxLineBytes < 1 || maxLineBytes > MAX_MAX_LINE_BYTES) {
            throw new IllegalArgumentException(name + ": maxLineBytes=" + maxLineBytes + " is outside [1, "
                    + MAX_MAX_LINE_BYTES + "] (default " + DEFAULT_MAX_LINE_BYTES + ")");
        }
        return maxLineBytes;
    }

    /** Reads a piece; answers its length, or -1 at the end of the input. */
    int fill(final InputStream in) throws IOException {
        compact();
        final int length = in.read(bytes, end, bytes.length - end);
        end += Math.max(0, length);
        return length;
    }

    /** Reads a piece; answers its length, 0 when nothing is there, or -1 at the end of the input. */
    int fill(final ReadableByteChannel in) throws IOException {
        compact();
        final int length = in.read(view.limit(bytes.length).position(end));
        end += Math.max(0, length);
        return length;
    }

    private void compact() {
        if (start > 0) {
            System.arraycopy(bytes, start, bytes, 0, end - start);
            scanned -= start;
            end -= start;
            start = 0;
        }
    }

    /** Moves on to the next whole line, if there is one in the buffer. */
    boolean next() {
        int bits = seenBits;
        for (int index = scanned; index < end; index++) {
            final byte value = bytes[index];
            if (value != '\n') {
                bits |= value;
                continue;
            }
            final boolean dropped = discarding;
            final int begin = start;
            start = index + 1;
            scanned = start;
            seenBits = 0;
            discarding = false;
            if (!dropped) {
                take(begin, index, bits);
                return true;
            }
            bits = 0;
        }
        scanned = end;
        seenBits = bits;
        if (discarding) {
            start = end;
        } else if (end - start > maxLineBytes + 1) {
            line++;
            discarding = true;
            start = end;
            throw tooLong();
        }
        return false;
    }

    /** Moves on to what stands behind the last line end, when no more bytes will come. */
    boolean last() {
        final int begin = start;
        start = end;
        scanned = end;
        if (discarding || begin == end) {
            return false;
        }
        line++;
        textStart = begin;
        textEnd = end;
        textBits = seenBits;
        terminatorBytes = 0;
        checkLength();
        return true;
    }

    /** Forgets the bytes of a line that has not ended. */
    void drop() {
        start = end;
        scanned = end;
    }

    private void take(final int begin, final int lineFeed, final int bits) {
        line++;
        terminatorBytes = lineFeed > begin && bytes[lineFeed - 1] == '\r' ? 2 : 1;
        textStart = begin;
        textEnd = lineFeed + 1 - terminatorBytes;
        textBits = bits;
        checkLength();
    }

    private void checkLength() {
        if (textEnd - textStart > maxLineBytes) {
            throw tooLong();
        }
        if (line == 1 && !latin1 && startsWithByteOrderMark()) {
            textStart += 3;
        }
    }

    private boolean startsWithByteOrderMark() {
        return textEnd - textStart >= 3
                && bytes[textStart] == (byte) 0xEF
                && bytes[textStart + 1] == (byte) 0xBB
                && bytes[textStart + 2] == (byte) 0xBF;
    }

    private LineFormatException tooLong() {
        return new LineFormatException(position() + ": line length > maxLineBytes=" + maxLineBytes
                + ": raise maxLineBytes, or check that the input is text");
    }

    /** Number of the current line, 1 for the first; 0 before it. */
    long line() {
        return line;
    }

    /** The place of the current line, for people. */
    String position() {
        return prefix + line;
    }

    /** How the current line ended: 2 for CR LF, 1 for LF, 0 for the end of the input. */
    int terminatorBytes() {
        return terminatorBytes;
    }

    /** The current line without its end. */
    String text() {
        if (latin1 || textBits >= 0) {
            return new String(bytes, textStart, textEnd - textStart, StandardCharsets.ISO_8859_1);
        }
        final CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        final ByteBuffer in = ByteBuffer.wrap(bytes, textStart, textEnd - textStart);
        final CharBuffer out = CharBuffer.allocate(textEnd - textStart);
        final CoderResult result = decoder.decode(in, out, true);
        if (result.isError()) {
            throw new LineFormatException(position() + ": byte " + (in.position() - textStart + 1) + "=0x"
                    + Integer.toHexString(bytes[in.position()] & 0xFF)
                    + " is not UTF-8: convert the input to UTF-8, or read it with latin1()");
        }
        return out.flip().toString();
    }
}
