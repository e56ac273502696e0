// SPDX-License-Identifier: Apache-2.0
package io.ringbus.connectors;

import io.ringbus.chain.Sink;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes records to a CSV file with a header line, in the form that {@link Csv} reads: a Java record by its components,
 * any other type as one column {@code value}, or whatever a {@link CsvWriter} makes of it. A file that is there is
 * overwritten, its folder is created.
 *
 * <p><b>Layout.</b> UTF-8, lines end with LF, fields are quoted only where they must be.
 * <p><b>Threading.</b> As {@link Sink}.
 * <p><b>Allocation.</b> None per record for text and whole numbers; the string of each decimal.
 * <p><b>Durability.</b> After {@link #flush} every line is with the operating system and survives the end of this
 * process, not a power cut.
 * <p><b>Atomicity.</b> Only whole lines are handed over, and a write that fails half-way is cut back to the last whole
 * one.
 * <p><b>Failure.</b> A full disk is an error that names the file and the whole lines in it. Lines that were accepted and
 * not written stay buffered: a retry writes them before the record that met the error. A pipeline that ends instead loses
 * them, as {@link #close} writes nothing after a failure.
 */
public final class CsvFileSink<T> implements Sink<T> {
    private static final int BUFFER_BYTES = 64 << 10;

    private final Path path;
    private final @Nullable CsvWriter<? super T> given;
    private final List<String> columns;
    private final char separator;
    private final LineBytes pending = new LineBytes(BUFFER_BYTES);

    private CsvLine line;
    private @Nullable CsvWriter<? super T> writer;
    private @Nullable RandomAccessFile file;
    private long wholeBytes;
    private long linesWritten;
    private boolean failed;

    private CsvFileSink(
            final Path path,
            final List<String> columns,
            final @Nullable CsvWriter<? super T> given,
            final char separator) {
        this.path = path;
        this.columns = columns;
        this.given = given;
        this.separator = separator;
        this.line = new CsvLine(separator);
    }

    /** Columns from the type of the first record; without one the file stays empty. */
    public static <T> CsvFileSink<T> of(final Path path) {
        return new CsvFileSink<>(path, List.of(), null, ',');
    }

    /** Columns from the components of {@code recordType}. */
    public static <T> CsvFileSink<T> of(final Path path, final Class<T> recordType) {
        return of(path, CsvColumns.names(recordType), new CsvRecordWriter<T>(recordType));
    }

    /** Columns as named, with fields from {@code writer}. */
    public static <T> CsvFileSink<T> of(
            final Path path, final List<String> columns, final CsvWriter<? super T> writer) {
        if (columns.isEmpty()) {
            throw new IllegalArgumentException(path + ": columns=0 < 1: name the columns that the writer adds");
        }
        return new CsvFileSink<>(path, List.copyOf(columns), writer, ',');
    }

    /** The same, with another separator than a comma. */
    public CsvFileSink<T> separator(final char separator) {
        return new CsvFileSink<>(path, columns, given, CsvLine.checkSeparator(separator));
    }

    @Override
    public void open() throws IOException {
        final Path folder = path.toAbsolutePath().getParent();
        try {
            if (folder != null && !Files.isDirectory(folder)) {
                Files.createDirectories(folder);
            }
            final RandomAccessFile opened = new RandomAccessFile(path.toFile(), "rw");
            file = opened;
            if (opened.length() > 0) {
                opened.setLength(0);
            }
        } catch (final IOException failure) {
            throw new IOException(
                    path + ": cannot be written (" + failure
                            + "): choose a file in a folder that this process may write to",
                    failure);
        }
        pending.clear();
        line = new CsvLine(separator);
        wholeBytes = 0;
        linesWritten = 0;
        failed = false;
        writer = given;
        if (given != null) {
            addHeader(columns);
        }
    }

    private void addHeader(final List<String> names) throws IOException {
        line.clear();
        for (final String name : names) {
            line.add(name);
        }
        addLine(line.end());
    }

    @Override
    public void accept(final T record, final long timestampNs) throws Exception {
        if (file == null) {
            throw new IllegalStateException(path + ": accepts records only between open() and close()");
        }
        CsvWriter<? super T> writing = writer;
        if (writing == null) {
            final boolean derived =
                    record.getClass().isRecord() && record.getClass().getRecordComponents().length > 0;
            writing = derived
                    ? new CsvRecordWriter<T>(record.getClass())
                    : (value, fields) -> fields.add(value.toString());
            addHeader(derived ? CsvColumns.names(record.getClass()) : List.of("value"));
            writer = writing;
        }
        line.clear();
        writing.write(record, line);
        if (!columns.isEmpty() && line.count() != columns.size()) {
            throw new IllegalStateException(path + ": fields=" + line.count() + " != columns=" + columns.size()
                    + ": let the writer add one field for each of " + columns);
        }
        addLine(line.end());
    }

    private void addLine(final StringBuilder text) throws IOException {
        if (!pending.fits(text)) {
            flush();
        }
        pending.add(text);
    }

    @Override
    public void flush() throws IOException {
        final RandomAccessFile target = file;
        if (target == null || pending.length() == 0) {
            return;
        }
        try {
            target.seek(wholeBytes);
            target.write(pending.bytes(), 0, pending.length());
        } catch (final IOException failure) {
            failed = true;
            cutBack(target, failure);
            throw new IOException(
                    path + ": cannot be written (" + failure.getMessage() + ") behind lines=" + linesWritten
                            + ": free space or choose another disk",
                    failure);
        }
        failed = false;
        wholeBytes += pending.length();
        linesWritten += pending.lines();
        pending.clear();
    }

    private void cutBack(final RandomAccessFile target, final IOException failure) {
        try {
            if (target.length() > wholeBytes) {
                target.setLength(wholeBytes);
            }
        } catch (final IOException alsoFailed) {
            failure.addSuppressed(alsoFailed);
        }
    }

    @Override
    public void close() throws IOException {
        final RandomAccessFile target = file;
        if (target == null) {
            return;
        }
        try {
            if (!failed) {
                flush();
            }
        } finally {
            file = null;
            target.close();
        }
    }
}
