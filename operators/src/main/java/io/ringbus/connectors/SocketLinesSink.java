// SPDX-License-Identifier: Apache-2.0
package io.ringbus.connectors;

import io.ringbus.chain.Sink;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Connects to a server and sends it each record as one line of UTF-8 text, ended by LF.
 *
 * <p><b>Threading.</b> As {@link Sink}.
 * <p><b>Allocation.</b> The record's text.
 * <p><b>Progress.</b> Lines are gathered in a buffer of 64 KiB. When that is full, and in {@link #flush}, the stage
 * waits until the server has taken them, 5 seconds at most by default: a slow server slows the pipeline down.
 * <p><b>Durability.</b> None: after {@link #flush} the lines are with the operating system, and nobody says whether the
 * server has read them.
 * <p><b>Failure.</b> A server that takes nothing for the write timeout, or that is gone, is an error with host and
 * port. A retry goes on with the byte where it stopped. {@link #close} sends nothing more.
 */
public final class SocketLinesSink<T> implements Sink<T> {
    private static final int BUFFER_BYTES = 64 << 10;

    private final Endpoint endpoint;
    private final Function<? super T, String> text;
    private final int writeTimeoutMs;
    private final boolean numbered;
    private final LineBytes pending = new LineBytes(BUFFER_BYTES);
    private final StringBuilder line = new StringBuilder();

    private @Nullable SocketChannel channel;
    private @Nullable Selector selector;
    private int sent;
    private long sequence;

    private SocketLinesSink(
            final Endpoint endpoint,
            final Function<? super T, String> text,
            final int writeTimeoutMs,
            final boolean numbered) {
        this.endpoint = endpoint;
        this.text = text;
        this.writeTimeoutMs = writeTimeoutMs;
        this.numbered = numbered;
    }

    /** Sends what {@code toString} answers. */
    public static <T> SocketLinesSink<T> of(final String host, final int port) {
        return of(host, port, Object::toString);
    }

    /** Sends what {@code text} answers. */
    public static <T> SocketLinesSink<T> of(final String host, final int port, final Function<? super T, String> text) {
        return new SocketLinesSink<>(Endpoint.of(host, port), text, (int) Endpoint.DEFAULT_TIMEOUT.toMillis(), false);
    }

    /** The same, waiting this long for the connection; 5 seconds by default. */
    public SocketLinesSink<T> connectTimeout(final Duration timeout) {
        return new SocketLinesSink<>(endpoint.connectTimeout(timeout), text, writeTimeoutMs, numbered);
    }

    /** The same, waiting this long for a server that takes nothing; 5 seconds by default. */
    public SocketLinesSink<T> writeTimeout(final Duration timeout) {
        return new SocketLinesSink<>(endpoint, text, Endpoint.millis(endpoint.name(), timeout), numbered);
    }

    /**
     * The same, with a number and a space in front of each line: 0, 1, 2, .., also across a restart from a checkpoint, as in {@link
     * SequencedSink}.
     */
    public SocketLinesSink<T> numbered() {
        return new SocketLinesSink<>(endpoint, text, writeTimeoutMs, true);
    }

    @Override
    public void save(final StateWriter out) throws IOException {
        flush(); // what came before a barrier is out when the checkpoint is complete
        out.putLong(sequence);
    }

    @Override
    public void restore(final StateReader in) {
        sequence = in.getLong();
    }

    @Override
    public void open() throws IOException {
        close();
        pending.clear();
        sent = 0;
        final SocketChannel connected = endpoint.connect();
        channel = connected;
        final Selector writable = Selector.open();
        selector = writable;
        connected.register(writable, SelectionKey.OP_WRITE);
    }

    @Override
    public void accept(final T record, final long timestampNs) throws IOException {
        if (channel == null) {
            throw new IllegalStateException(endpoint.name() + ": accepts records only between open() and close()");
        }
        final String content = LineBytes.requireOneLine(endpoint.name(), text.apply(record));
        line.setLength(0);
        if (numbered) {
            line.append(sequence).append(' ');
        }
        line.append(content).append('\n');
        if (!pending.fits(line)) {
            flush();
        }
        pending.add(line);
        sequence++;
    }

    @Override
    public void flush() throws IOException {
        final SocketChannel to = channel;
        final Selector writable = selector;
        if (to == null || writable == null || pending.length() == 0) {
            return;
        }
        final ByteBuffer bytes = ByteBuffer.wrap(pending.bytes(), sent, pending.length() - sent);
        try {
            while (bytes.hasRemaining()) {
                if (to.write(bytes) == 0) {
                    awaitWritable(writable);
                }
            }
        } catch (final WriteTimeout told) {
            throw told;
        } catch (final IOException broken) {
            throw new IOException(
                    endpoint.name() + ": connection broken (" + broken.getMessage()
                            + "): look at the server's log, then start the pipeline again",
                    broken);
        } finally {
            sent = bytes.position();
        }
        pending.clear();
        sent = 0;
    }

    private void awaitWritable(final Selector writable) throws IOException {
        if (writable.select(writeTimeoutMs) == 0) {
            throw new WriteTimeout(endpoint.name() + ": server took nothing for writeTimeout=" + writeTimeoutMs
                    + " ms: make it read faster, or raise the timeout");
        }
        writable.selectedKeys().clear();
    }

    @Override
    public void close() throws IOException {
        final Selector writable = selector;
        final SocketChannel open = channel;
        selector = null;
        channel = null;
        try {
            if (writable != null) {
                writable.close();
            }
        } finally {
            if (open != null) {
                open.close();
            }
        }
    }

    private static final class WriteTimeout extends IOException {
        private static final long serialVersionUID = 1L;

        WriteTimeout(final String message) {
            super(message);
        }
    }
}
