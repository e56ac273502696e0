// SPDX-License-Identifier: Apache-2.0
package io.ringbus.connectors;

import io.ringbus.chain.Output;
import io.ringbus.chain.Source;
import io.ringbus.function.TimestampFunction;
import io.ringbus.slot.SlotLayout;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads records from a CSV file, one a poll, in the format that a {@link Csv} describes.
 *
 * <p><b>Threading.</b> As {@link Source}.
 * <p><b>Allocation.</b> The line's string, one string for each String and each decimal component, what
 * {@code Double.parseDouble} needs, and the record: about 300 bytes for a short line of four
 * columns.
 * <p><b>Progress.</b> As {@link FileLines}.
 * <p><b>Failure.</b> A header that does not fit the record is an error of {@link #open}. A bad line is a
 * {@link LineFormatException} with file, line, column, the text found and what was expected; the next poll continues
 * behind it. The file's own failures are those of {@link FileLines}.
 */
public final class CsvRecords<T> implements Source<T> {
    private final FileLines file;
    private final Csv<T> csv;
    private final @Nullable TimestampFunction<? super T> timestamps;
    private final CsvFields fields;

    private @Nullable LineReader reader;
    private @Nullable CsvFunction<? extends T> function;
    private long recordLine;
    private long restoredLine;

    private CsvRecords(
            final FileLines file, final Csv<T> csv, final @Nullable TimestampFunction<? super T> timestamps) {
        this.file = file;
        this.csv = csv;
        this.timestamps = timestamps;
        this.fields = new CsvFields(csv.separatorCharacter());
    }

    /** Records of {@code file}, which says from which line on, behind the header. */
    public static <T> CsvRecords<T> of(final FileLines file, final Csv<T> csv) {
        return new CsvRecords<>(file, csv, null);
    }

    /** The same, with event time from {@code timestamps}. */
    public CsvRecords<T> timestamps(final TimestampFunction<? super T> timestamps) {
        return new CsvRecords<>(file, csv, timestamps);
    }

    /** Number of the last line read: {@code from(line() + 1)} of a new {@link FileLines} goes on behind it. */
    public long line() {
        final LineReader lines = reader;
        return lines == null ? file.firstLine() - 1 : lines.line();
    }

    @Override
    public void open() throws IOException {
        close();
        final LineReader lines = file.openReader();
        reader = lines;
        List<String> header = List.of();
        if (csv.hasHeaderLine()) {
            header = readHeader(lines);
        }
        function = csv.bind(fields, header, file.name());
        lines.skipTo(Math.max(file.firstLine(), restoredLine + 1));
        recordLine = lines.line();
    }

    @Override
    public boolean replays() {
        return true;
    }

    @Override
    public void save(final StateWriter out) {
        out.putLong(line());
    }

    @Override
    public void restore(final StateReader in) {
        restoredLine = in.getLong();
    }

    private List<String> readHeader(final LineReader lines) throws IOException {
        if (!lines.next()) {
            throw new IOException(
                    file.name() + ": lines=0, but the first one must be the header: read withoutHeader()");
        }
        fields.split(lines.text(), file.name(), 1);
        final List<String> names = new ArrayList<>();
        for (int i = 0; i < fields.count(); i++) {
            names.add(fields.text(i).strip());
        }
        if (new HashSet<>(names).size() < names.size()) {
            throw new LineFormatException(
                    file.name() + ":1: header=" + names + " names a column twice: rename one, or read byOrder()");
        }
        return names;
    }

    @Override
    public Poll poll(final Output<T> output) throws Exception {
        final LineReader lines = reader;
        final CsvFunction<? extends T> making = function;
        if (lines == null || making == null) {
            throw new IllegalStateException(file.name() + ": polled before open()");
        }
        try {
            if (!lines.next()) {
                return Poll.EXHAUSTED;
            }
        } finally {
            recordLine = lines.line();
        }
        final String first = lines.text();
        if (first.isEmpty()) {
            return Poll.EMITTED;
        }
        fields.split(csv.isMultiLine() ? wholeText(lines, first) : first, file.name(), recordLine);
        final T record = make(making);
        output.emit(record, timestamps == null ? SlotLayout.NO_TIME : timestamps.timestampNs(record));
        return Poll.EMITTED;
    }

    private T make(final CsvFunction<? extends T> making) throws LineFormatException {
        try {
            final T record = making.apply(fields);
            if (record != null) {
                return record;
            }
        } catch (final LineFormatException placed) {
            throw placed;
        } catch (final Exception failed) {
            throw new LineFormatException(
                    position() + ": " + failed
                            + ": correct the line or the record's checks, or skip it by the error policy",
                    failed);
        }
        throw new LineFormatException(position() + ": record=null, but a record is never null: throw to refuse a line");
    }

    /** Adds lines while a quote is open, that is while their number is odd. */
    private String wholeText(final LineReader lines, final String first) throws IOException {
        boolean open = isOddlyQuoted(first);
        if (!open) {
            return first;
        }
        final StringBuilder text = new StringBuilder(first);
        while (open && text.length() <= file.maxLineBytes()) {
            text.append(lines.terminatorBytes() == 2 ? "\r\n" : "\n");
            if (!lines.next()) {
                throw unclosed("at the end of the file");
            }
            final String next = lines.text();
            open ^= isOddlyQuoted(next);
            text.append(next);
        }
        if (text.length() > file.maxLineBytes()) {
            throw unclosed("after maxLineBytes=" + file.maxLineBytes());
        }
        return text.toString();
    }

    private LineFormatException unclosed(final String where) {
        return new LineFormatException(
                position() + ": a quoted field is still open " + where + ": close its quote, or raise maxLineBytes");
    }

    private static boolean isOddlyQuoted(final String text) {
        boolean odd = false;
        for (int at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) {
            odd ^= true;
        }
        return odd;
    }

    @Override
    public String position() {
        return file.name() + ":" + recordLine;
    }

    @Override
    public void close() throws IOException {
        final LineReader lines = reader;
        if (lines != null) {
            lines.close();
        }
    }
}
