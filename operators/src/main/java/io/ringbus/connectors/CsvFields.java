// SPDX-License-Identifier: Apache-2.0
package io.ringbus.connectors;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one CSV line, read by index (0 is the first) or by the name in the header.
 *
 * <p><b>Threading.</b> Stage thread.
 * <p><b>Allocation.</b> None for whole numbers in unquoted fields; else the string of the field, and what
 * {@code Double.parseDouble} needs.
 * <p><b>Lifetime.</b> Valid during the call that it was passed to.
 * <p><b>Failure.</b> A field that is not what was asked for is a {@link LineFormatException} with file, line, column
 * and the text found.
 */
public final class CsvFields {
    private static final int TEXT_SHOWN = 40;
    private static final int INITIAL_FIELDS = 16;

    private final char separator;
    private List<String> header = List.of();
    private String line = "";
    private String place = "";
    private long lineNumber;
    private int[] starts = new int[INITIAL_FIELDS];
    private int[] ends = new int[INITIAL_FIELDS];
    private @Nullable String[] unquoted = new @Nullable String[INITIAL_FIELDS];
    private int count;

    CsvFields(final char separator) {
        this.separator = separator;
    }

    void header(final List<String> names) {
        header = names;
    }

    List<String> header() {
        return header;
    }

    /** Cuts {@code text} into fields; {@code place} and {@code number} name it in messages. */
    void split(final String text, final String place, final long number) {
        this.line = text;
        this.place = place;
        this.lineNumber = number;
        count = 0;
        int start = 0;
        do {
            if (count == starts.length) {
                grow();
            }
            final int end = start < text.length() && text.charAt(start) == '"' ? quoted(start + 1) : plain(start);
            count++;
            start = end + 1;
        } while (start <= text.length());
    }

    private void grow() {
        starts = Arrays.copyOf(starts, count * 2);
        ends = Arrays.copyOf(ends, count * 2);
        unquoted = Arrays.copyOf(unquoted, count * 2);
    }

    private int plain(final int start) {
        int end = start;
        while (end < line.length() && line.charAt(end) != separator) {
            if (line.charAt(end) == '"') {
                throw bad(
                        count,
                        line.substring(start),
                        "has a quote in an unquoted field",
                        "quote the field and double it");
            }
            end++;
        }
        starts[count] = start;
        ends[count] = end;
        unquoted[count] = null;
        return end;
    }

    /** Takes the field whose opening quote stands before {@code start}; answers where its separator stands. */
    private int quoted(final int start) {
        int end = line.indexOf('"', start);
        boolean doubled = false;
        while (end >= 0 && end + 1 < line.length() && line.charAt(end + 1) == '"') {
            doubled = true;
            end = line.indexOf('"', end + 2);
        }
        if (end < 0) {
            throw bad(count, line.substring(start - 1), "has no closing quote", "close it, or read with multiLine()");
        }
        if (end + 1 < line.length() && line.charAt(end + 1) != separator) {
            throw bad(
                    count,
                    line.substring(start - 1),
                    "goes on behind its closing quote",
                    "double the quotes inside the field");
        }
        starts[count] = start;
        ends[count] = end;
        unquoted[count] = doubled ? line.substring(start, end).replace("\"\"", "\"") : null;
        return end + 1;
    }

    /** How many fields the line has. */
    public int count() {
        return count;
    }

    /** Index of the column that the header calls {@code name}. */
    public int column(final String name) {
        final int index = header.indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException(
                    place + ": column '" + name + "' is not in header=" + header + ": correct the name");
        }
        return index;
    }

    /** The place of the line, for people: {@code trades.csv:1042}. */
    public String position() {
        return place + ":" + lineNumber;
    }

    /** The field's text, without the quotes around it. */
    public String text(final int index) {
        check(index);
        final String text = unquoted[index];
        return text == null ? line.substring(starts[index], ends[index]) : text;
    }

    /** The field as a whole number. */
    public long longAt(final int index) {
        return wholeAt(index, Long.MIN_VALUE, Long.MAX_VALUE, "a long");
    }

    /** The field as a whole number. */
    public int intAt(final int index) {
        return (int) wholeAt(index, Integer.MIN_VALUE, Integer.MAX_VALUE, "an int");
    }

    /** The field as a whole number in a range, called {@code expected} in messages. */
    long wholeAt(final int index, final long min, final long max, final String expected) {
        check(index);
        try {
            final long value = unquoted[index] == null
                    ? Long.parseLong(line, trimmedStart(index), trimmedEnd(index), 10)
                    : Long.parseLong(text(index).strip());
            if (value >= min && value <= max) {
                return value;
            }
        } catch (final NumberFormatException notANumber) {
            throw notA(index, expected);
        }
        throw notA(index, expected);
    }

    /** The field as a number with decimals, an exponent, {@code NaN} or {@code Infinity}. */
    public double doubleAt(final int index) {
        try {
            return Double.parseDouble(decimalText(index, "a double"));
        } catch (final NumberFormatException notANumber) {
            throw notA(index, "a double");
        }
    }

    float floatAt(final int index) {
        try {
            return Float.parseFloat(decimalText(index, "a float"));
        } catch (final NumberFormatException notANumber) {
            throw notA(index, "a float");
        }
    }

    /** Java's own notations, hexadecimal and with a type suffix, are not numbers in a file. */
    private String decimalText(final int index, final String expected) {
        final String text = text(index).strip();
        for (int i = 0; i < text.length(); i++) {
            final char letter = text.charAt(i);
            if (letter == 'x' || letter == 'X' || letter == 'd' || letter == 'D' || letter == 'F') {
                throw notA(index, expected);
            }
        }
        if (text.endsWith("f")) {
            throw notA(index, expected);
        }
        return text;
    }

    boolean booleanAt(final int index) {
        final String text = text(index).strip();
        if (text.equalsIgnoreCase("true")) {
            return true;
        }
        if (text.equalsIgnoreCase("false")) {
            return false;
        }
        throw notA(index, "true or false");
    }

    char charAt(final int index) {
        final String text = text(index);
        if (text.length() != 1) {
            throw notA(index, "one character");
        }
        return text.charAt(0);
    }

    private int trimmedStart(final int index) {
        int start = starts[index];
        while (start < ends[index] && line.charAt(start) == ' ') {
            start++;
        }
        return start;
    }

    private int trimmedEnd(final int index) {
        int end = ends[index];
        while (end > trimmedStart(index) && line.charAt(end - 1) == ' ') {
            end--;
        }
        return end;
    }

    private void check(final int index) {
        if (index < 0 || index >= count) {
            throw new LineFormatException(position() + ": fields=" + count + " < column=" + (index + 1)
                    + ": complete the line, or skip it by the error policy");
        }
    }

    LineFormatException notA(final int index, final String expected) {
        return bad(index, text(index), "is not " + expected, "correct the line, or skip it by the error policy");
    }

    LineFormatException bad(final int index, final String text, final String relation, final String remedy) {
        final String name = index < header.size() ? " '" + header.get(index) + "'" : "";
        final String shown = text.length() > TEXT_SHOWN ? text.substring(0, TEXT_SHOWN) + "…" : text;
        return new LineFormatException(
                position() + ": column " + (index + 1) + name + ": text='" + shown + "' " + relation + ": " + remedy);
    }
}
