// SPDX-License-Identifier: Apache-2.0
package io.ringbus.connectors;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says how lines of comma-separated values become records.
 *
 * <p>Understood is the core of RFC 4180: fields between separators; a field in double quotes may hold separators, and
 * quotes when they are doubled; a quote anywhere else is an error. Lines end with LF or CR LF, empty lines are passed
 * over. A quoted field may hold line ends only with {@link #multiLine()}, because without it a stray quote costs one
 * line, with it everything up to the next quote. Not understood: comments, escapes by backslash, other quote
 * characters, separators of several characters.
 *
 * <p>Components of a Java record may be primitives, Strings and enums (by name); spaces around numbers and truth values
 * are passed over, an empty field is an empty String and never a number.
 *
 * <p><b>Threading.</b> Immutable; any thread. Each method that sets something answers a new format.
 */
public final class Csv<T> {
    /** Where the names of the columns come from. */
    private enum Header {
        MATCHED,
        SKIPPED,
        ABSENT
    }

    private final @Nullable Class<T> type;
    private final @Nullable CsvFunction<? extends T> function;
    private final char separator;
    private final Header header;
    private final boolean multiLine;

    private Csv(
            final @Nullable Class<T> type,
            final @Nullable CsvFunction<? extends T> function,
            final char separator,
            final Header header,
            final boolean multiLine) {
        this.type = type;
        this.function = function;
        this.separator = separator;
        this.header = header;
        this.multiLine = multiLine;
    }

    /** Into a Java record whose components have the names in the header; columns that it does not name are ignored. */
    public static <T> Csv<T> of(final Class<T> recordType) {
        CsvColumns.of(recordType, new int[CsvColumns.components(recordType).length]);
        return new Csv<>(recordType, null, ',', Header.MATCHED, false);
    }

    /** By a function of the fields, which may ask for them by the names in the header. */
    public static <T> Csv<T> of(final CsvFunction<? extends T> function) {
        return new Csv<>(null, function, ',', Header.MATCHED, false);
    }

    /** The same, with the first line passed over: columns come in the order of the record's components. */
    public Csv<T> byOrder() {
        return new Csv<>(type, function, separator, Header.SKIPPED, multiLine);
    }

    /** The same, with records from the first line on: columns come in the order of the record's components. */
    public Csv<T> withoutHeader() {
        return new Csv<>(type, function, separator, Header.ABSENT, multiLine);
    }

    /** The same, with another separator than a comma. */
    public Csv<T> separator(final char separator) {
        CsvLine.checkSeparator(separator);
        return new Csv<>(type, function, separator, header, multiLine);
    }

    /** The same, with line ends allowed in quoted fields. */
    public Csv<T> multiLine() {
        return new Csv<>(type, function, separator, header, true);
    }

    char separatorCharacter() {
        return separator;
    }

    boolean isMultiLine() {
        return multiLine;
    }

    boolean hasHeaderLine() {
        return header != Header.ABSENT;
    }

    /**
     * What makes records, when {@code found} is the header line, or empty without one; names the columns in {@code
     * fields}.
     */
    CsvFunction<? extends T> bind(final CsvFields fields, final List<String> found, final String place) {
        if (function != null) {
            fields.header(found);
            return function;
        }
        if (type == null) {
            throw new IllegalStateException("csv: neither a type nor a function");
        }
        final List<String> names = CsvColumns.names(type);
        final List<String> columns = header == Header.MATCHED ? found : names;
        final int[] indices = new int[names.size()];
        for (int i = 0; i < indices.length; i++) {
            indices[i] = columns.indexOf(names.get(i));
            if (indices[i] < 0) {
                throw new LineFormatException(
                        place + ":1: column '" + names.get(i) + "' of " + type.getSimpleName() + " is not in header="
                                + found + ": rename the component, or read byOrder() or withoutHeader()");
            }
        }
        fields.header(columns);
        final CsvColumns<T> maker = CsvColumns.of(type, indices);
        final int expected = columns.size();
        return line -> make(maker, line, expected);
    }

    private static <T> T make(final CsvColumns<T> maker, final CsvFields line, final int expected) throws Exception {
        if (line.count() != expected) {
            throw new LineFormatException(line.position() + ": fields=" + line.count() + " != columns=" + expected
                    + ": correct the line, or skip it by the error policy");
        }
        try {
            return maker.make(line);
        } catch (final Exception | Error known) {
            throw known;
        } catch (final Throwable other) {
            throw new IllegalStateException(other);
        }
    }
}
