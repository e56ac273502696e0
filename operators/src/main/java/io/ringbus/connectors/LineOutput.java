// SPDX-License-Identifier: Apache-2.0
package io.ringbus.connectors;

import io.ringbus.environment.FolderInUseException;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Gathers lines and hands whole buffers of them to a {@link LineFile}.
 *
 * <p><b>Threading.</b> Stage thread. <b>Allocation.</b> None per line. <b>Failure.</b> Lines that could not be written stay
 * buffered: a retry writes them before the next.
 */
final class LineOutput {
    private static final int BUFFER_BYTES = 64 << 10;

    private final Path path;
    private final LineBytes buffered = new LineBytes(BUFFER_BYTES);
    private LineFile file;
    private boolean opened;
    private boolean failed;

    LineOutput(final Path path) {
        this.path = path;
        this.file = new OverwrittenFile(path);
    }

    /** Writes to another file from the next {@link #open} on. */
    void to(final LineFile other) {
        file = other;
    }

    void open() throws IOException {
        buffered.clear();
        failed = false;
        try {
            file.open();
        } catch (final IOException failure) {
            closeAfter(failure);
            if (failure instanceof FolderInUseException) {
                throw failure;
            }
            throw new IOException(
                    path + ": cannot be written (" + failure
                            + "): choose a file in a folder that this process may write to",
                    failure);
        }
        opened = true;
    }

    private void closeAfter(final IOException failure) {
        try {
            file.close();
        } catch (final IOException second) {
            failure.addSuppressed(second);
        }
    }

    void requireOpen() {
        if (!opened) {
            throw new IllegalStateException(path + ": accepts records only between open() and close()");
        }
    }

    /** Whether the next line begins a file. */
    boolean isAtBeginning() {
        return buffered.length() == 0 && file.isAtBeginning();
    }

    /** Adds one line, which brings its own end. */
    void add(final CharSequence line) throws IOException {
        if (!buffered.fits(line)) {
            flush();
        }
        buffered.add(line);
    }

    void flush() throws IOException {
        if (!opened || buffered.length() == 0) {
            return;
        }
        try {
            file.write(buffered.bytes(), buffered.length(), buffered.lines());
        } catch (final IOException failure) {
            failed = true;
            throw new IOException(
                    path + ": cannot be written (" + failure.getMessage() + ") behind lines=" + file.lines()
                            + ": free space or choose another disk",
                    failure);
        }
        failed = false;
        buffered.clear();
    }

    void save(final StateWriter out) throws IOException {
        flush();
        file.save(out);
    }

    void restore(final StateReader in) {
        file.restore(in);
    }

    void commit() throws IOException {
        file.commit();
    }

    void close() throws IOException {
        if (!opened) {
            return;
        }
        try {
            if (!failed) {
                flush();
            }
        } finally {
            opened = false;
            file.close();
        }
    }
}
