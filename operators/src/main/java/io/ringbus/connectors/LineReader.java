// SPDX-License-Identifier: Apache-2.0
package io.ringbus.connectors;

import java.io.IOException;
import java.io.InputStream;

/** Lines of one open input, in order, numbered from 1. Stage thread. */
final class LineReader implements AutoCloseable {
    private final LineOrigin origin;
    private final LineBuffer buffer;
    private final InputStream in;
    private boolean ended;

    /** Opens the input. */
    LineReader(final LineOrigin origin, final int maxLineBytes, final boolean latin1) throws IOException {
        this.origin = origin;
        this.buffer = new LineBuffer(origin.name() + ":", maxLineBytes, latin1);
        this.in = origin.open();
    }

    /**
     * Moves on to the next line; false at the end. After an {@link IOException} the input has ended: bytes behind
     * damage are never taken for lines.
     */
    boolean next() throws IOException {
        while (!buffer.next()) {
            if (ended) {
                return false;
            }
            final int length;
            try {
                length = buffer.fill(in);
            } catch (final IOException broken) {
                ended = true;
                buffer.drop();
                throw origin.unreadable(buffer.line(), broken);
            }
            if (length < 0) {
                ended = true;
                return buffer.last();
            }
        }
        return true;
    }

    /** Passes over lines so that {@link #next()} moves on to {@code line}. */
    void skipTo(final long line) throws IOException {
        while (buffer.line() < line - 1) {
            boolean found;
            try {
                found = next();
            } catch (final LineFormatException reportedBefore) {
                found = true;
            }
            if (!found) {
                throw new IOException(origin.name() + ": from=" + line + " > lines=" + buffer.line()
                        + " + 1: the input is shorter than it was: restore the whole of it, or start from line 1");
            }
        }
    }

    /** The current line. */
    String text() {
        return buffer.text();
    }

    /** Number of the current line, 0 before the first. */
    long line() {
        return buffer.line();
    }

    /** The current line's place, for people. */
    String position() {
        return buffer.position();
    }

    /** How the current line ended: 2 for CR LF, 1 for LF, 0 for the end of the input. */
    int terminatorBytes() {
        return buffer.terminatorBytes();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
