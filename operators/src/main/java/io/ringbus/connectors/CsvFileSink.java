// SPDX-License-Identifier: Apache-2.0
package io.ringbus.connectors;

import io.ringbus.chain.Sink;
import io.ringbus.environment.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes records to a CSV file with a header line, in the form that {@link Csv} reads: a Java record by its components,
 * any other type as one column {@code value}, or whatever a {@link CsvWriter} makes of it. Its folder is created.
 *
 * <p>Without checkpoints a file that is there is overwritten, and readers see every line. With checkpoints the file is written
 * exactly once: the length is in the checkpoint, {@link CommitIndex} tells readers how far it is committed, and recovery takes
 * back what lies beyond; only a pipeline that begins without a checkpoint overwrites. {@link #inParts()} writes a file for
 * each checkpoint instead, which has its name once it is committed.
 *
 * <p><b>Layout.</b> UTF-8, lines end with LF, fields are quoted only where they must be.
 * <p><b>Threading.</b> As {@link Sink}.
 * <p><b>Allocation.</b> None per record for text and whole numbers; the string of each decimal.
 * <p><b>Durability.</b> After {@link #flush} every line is with the operating system and survives the end of this
 * process; after {@link #save}, a power cut.
 * <p><b>Atomicity.</b> Without checkpoints, only whole lines are handed over, and a write that fails half-way is cut back to
 * the last whole one.
 * <p><b>Failure.</b> A full disk is an error that names the file and the whole lines in it. Lines that were accepted and
 * not written stay buffered: a retry writes them before the record that met the error. A pipeline that ends instead loses
 * them, as {@link #close} writes nothing after a failure.
 */
public final class CsvFileSink<T> extends LineSink<T> {
    private final @Nullable CsvWriter<? super T> given;
    private final List<String> columns;
    private final char separator;
    private final boolean inParts;

    private CsvLine line;
    private @Nullable CsvWriter<? super T> writer;
    private List<String> header = List.of();
    private boolean committing;

    private CsvFileSink(
            final Path path,
            final List<String> columns,
            final @Nullable CsvWriter<? super T> given,
            final char separator,
            final Storage storage,
            final boolean inParts) {
        super(path, storage);
        this.columns = columns;
        this.given = given;
        this.separator = separator;
        this.inParts = inParts;
        this.line = new CsvLine(separator);
    }

    /** Columns from the type of the first record; without one the file stays empty. */
    public static <T> CsvFileSink<T> of(final Path path) {
        return new CsvFileSink<>(path, List.of(), null, ',', Storage.SHARED_FILES, false);
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
        return new CsvFileSink<>(path, List.copyOf(columns), writer, ',', Storage.SHARED_FILES, false);
    }

    /** The same, with another separator than a comma. */
    public CsvFileSink<T> separator(final char separator) {
        return new CsvFileSink<>(path, columns, given, CsvLine.checkSeparator(separator), storage, inParts);
    }

    /**
     * The same, in a file for each checkpoint: {@code trades-000001.csv}, {@code trades-000002.csv}, .. for {@code trades.csv}.
     * A file has its name from the moment when it is committed, and never changes again; what is not committed ends in {@code
     * .pending}. Readers take files in the order of their numbers, up to the first that is not there yet. Only for pipelines with
     * checkpoints.
     */
    public CsvFileSink<T> inParts() {
        return new CsvFileSink<>(path, columns, given, separator, storage, true);
    }

    CsvFileSink<T> on(final Storage other) {
        return new CsvFileSink<>(path, columns, given, separator, other, inParts);
    }

    @Override
    LineFile committed() {
        committing = true;
        return inParts ? new PartFiles(storage, path) : super.committed();
    }

    @Override
    public void open() throws IOException {
        if (inParts && !committing) {
            throw new IllegalStateException(path + ": parts are shown by checkpoints, and there are none: set"
                    + " ringbus.checkpoint.dir, or write one file");
        }
        super.open();
        line = new CsvLine(separator);
        writer = given;
        header = columns;
        if (given != null && !inParts && isAtBeginning()) {
            addHeader();
        }
    }

    private void addHeader() throws IOException {
        line.clear();
        for (final String name : header) {
            line.add(name);
        }
        add(line.end());
    }

    @Override
    public void accept(final T record, final long timestampNs) throws Exception {
        requireOpen();
        CsvWriter<? super T> writing = writer;
        if (writing == null) {
            final boolean derived =
                    record.getClass().isRecord() && record.getClass().getRecordComponents().length > 0;
            writing = derived
                    ? new CsvRecordWriter<T>(record.getClass())
                    : (value, fields) -> fields.add(value.toString());
            header = derived ? CsvColumns.names(record.getClass()) : List.of("value");
            writer = writing;
        }
        if (isAtBeginning()) {
            addHeader();
        }
        line.clear();
        writing.write(record, line);
        if (!columns.isEmpty() && line.count() != columns.size()) {
            throw new IllegalStateException(path + ": fields=" + line.count() + " != columns=" + columns.size()
                    + ": let the writer add one field for each of " + columns);
        }
        add(line.end());
    }
}
