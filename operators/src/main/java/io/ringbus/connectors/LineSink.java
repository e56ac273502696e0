// SPDX-License-Identifier: Apache-2.0
package io.ringbus.connectors;

import io.ringbus.chain.Sink;
import io.ringbus.config.Guarantee;
import io.ringbus.environment.FolderInUseException;
import io.ringbus.environment.Storage;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A sink that makes lines of its records: gathers them and hands whole buffers to a {@link LineFile}.
 *
 * <p><b>Threading.</b> Stage thread. <b>Allocation.</b> None per line. <b>Failure.</b> Lines that could not be written stay
 * buffered: a retry writes them before the next.
 */
abstract sealed class LineSink<T> implements Sink<T> permits CsvFileSink, TextFileSink {
    private static final int BUFFER_BYTES = 64 << 10;

    final Path path;
    final Storage storage;
    private final LineBytes buffered = new LineBytes(BUFFER_BYTES);
    private LineFile file;
    private boolean opened;
    private boolean failed;

    LineSink(final Path path, final Storage storage) {
        this.path = path;
        this.storage = storage;
        this.file = new OverwrittenFile(path);
    }

    @Override
    public final Guarantee guarantee() {
        return Guarantee.EXACTLY_ONCE;
    }

    @Override
    public final void checkpointed() {
        file = committed();
    }

    /** Where lines go in a pipeline that takes checkpoints. */
    LineFile committed() {
        return new TruncatedFile(storage, path);
    }

    @Override
    public void open() throws IOException {
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

    final void requireOpen() {
        if (!opened) {
            throw new IllegalStateException(path + ": accepts records only between open() and close()");
        }
    }

    /** Whether the next line begins a file. */
    final boolean isAtBeginning() {
        return buffered.length() == 0 && file.isAtBeginning();
    }

    /** Adds one line, which brings its own end. */
    final void add(final CharSequence line) throws IOException {
        if (!buffered.fits(line)) {
            flush();
        }
        buffered.add(line);
    }

    @Override
    public final void flush() throws IOException {
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

    @Override
    public final void save(final StateWriter out) throws IOException {
        flush();
        file.save(out);
    }

    @Override
    public final void restore(final StateReader in) {
        file.restore(in);
    }

    @Override
    public final void commit(final long checkpointId) throws IOException {
        file.commit();
    }

    @Override
    public final void close() throws IOException {
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
