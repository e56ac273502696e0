// SPDX-License-Identifier: Apache-2.0
package io.ringbus.connectors;

import io.ringbus.chain.Output;
import io.ringbus.chain.Source;
import io.ringbus.slot.SlotLayout;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Connects to a server and reads lines of text from it until it closes the connection.
 *
 * <p>Lines and their encoding are those of {@link FileLines}. A line that the server has begun and not ended when it
 * closes the connection is delivered as the last one. Each method that sets something answers a new source.
 *
 * <p><b>Threading.</b> As {@link Source}.
 * <p><b>Allocation.</b> The string of each line; the longest line plus 64 KiB once.
 * <p><b>Progress.</b> {@link #open} waits for the connection, 5 seconds at most by default. A poll reads from the
 * socket once at most and never waits. While nobody polls, TCP makes the server wait.
 * <p><b>Failure.</b> Nobody listening is an error of {@link #open} with host and port. A bad line is a
 * {@link LineFormatException}, and the next poll continues behind it. A connection that breaks is one {@link
 * IOException} with the line that was reached; the polls after that answer EXHAUSTED. There is no reconnecting: a
 * server that starts again does not know what was read.
 */
public final class SocketLines implements Source<String> {
    private final Endpoint endpoint;
    private final int maxLineBytes;
    private final boolean latin1;

    private @Nullable SocketChannel channel;
    private @Nullable LineBuffer buffer;
    private boolean ended;

    private SocketLines(final Endpoint endpoint, final int maxLineBytes, final boolean latin1) {
        this.endpoint = endpoint;
        this.maxLineBytes = maxLineBytes;
        this.latin1 = latin1;
    }

    /** Lines from the server at {@code host} and {@code port}. */
    public static SocketLines of(final String host, final int port) {
        return new SocketLines(Endpoint.of(host, port), LineBuffer.DEFAULT_MAX_LINE_BYTES, false);
    }

    /** The same, waiting this long for the connection; 5 seconds by default. */
    public SocketLines connectTimeout(final Duration timeout) {
        return new SocketLines(endpoint.connectTimeout(timeout), maxLineBytes, latin1);
    }

    /** The same, with lines of up to this many bytes; 64 KiB by default. A longer one is an error. */
    public SocketLines maxLineBytes(final int bytes) {
        return new SocketLines(endpoint, LineBuffer.checkMaxLineBytes(endpoint.name(), bytes), latin1);
    }

    /** The same, with each byte read as the ISO 8859-1 character of its value. */
    public SocketLines latin1() {
        return new SocketLines(endpoint, maxLineBytes, true);
    }

    @Override
    public void open() throws IOException {
        close();
        buffer = new LineBuffer(endpoint.name() + ", line ", maxLineBytes, latin1);
        ended = false;
        channel = endpoint.connect();
    }

    @Override
    public Poll poll(final Output<String> output) throws IOException {
        final SocketChannel from = channel;
        final LineBuffer lines = buffer;
        if (from == null || lines == null) {
            throw new IllegalStateException(endpoint.name() + ": polled before open()");
        }
        boolean found = lines.next();
        if (!found && !ended) {
            final int length = read(from, lines);
            ended = length < 0;
            found = length > 0 && lines.next();
        }
        if (!found && ended) {
            found = lines.last();
        }
        if (found) {
            output.emit(lines.text(), SlotLayout.NO_TIME);
            return Poll.EMITTED;
        }
        return ended ? Poll.EXHAUSTED : Poll.NOTHING_YET;
    }

    private int read(final SocketChannel from, final LineBuffer lines) throws IOException {
        try {
            return lines.fill(from);
        } catch (final IOException broken) {
            ended = true;
            lines.drop();
            throw new IOException(
                    endpoint.name() + ": connection broken behind line=" + lines.line() + " (" + broken.getMessage()
                            + "): look at the server's log, then start the pipeline again",
                    broken);
        }
    }

    @Override
    public String position() {
        final LineBuffer lines = buffer;
        return lines == null ? endpoint.name() : lines.position();
    }

    @Override
    public void close() throws IOException {
        final SocketChannel open = channel;
        if (open != null) {
            open.close();
        }
    }
}
