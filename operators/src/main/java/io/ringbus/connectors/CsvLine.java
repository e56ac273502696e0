// SPDX-License-Identifier: Apache-2.0
package io.ringbus.connectors;

/**
 * One CSV line under construction: each call adds a field, quoted where RFC 4180 asks for it.
 *
 * <p><b>Threading.</b> Stage thread.
 * <p><b>Allocation.</b> None for text and whole numbers, once the longest line has been seen.
 * <p><b>Lifetime.</b> Valid during the call that it was passed to.
 */
public final class CsvLine {
    private static final int INITIAL_CHARACTERS = 256;

    private final char separator;
    private final StringBuilder text = new StringBuilder(INITIAL_CHARACTERS);
    private int count;

    CsvLine(final char separator) {
        this.separator = separator;
    }

    static char checkSeparator(final char separator) {
        if (separator == '"' || separator == '\n' || separator == '\r') {
            throw new IllegalArgumentException("csv: separator=0x" + Integer.toHexString(separator)
                    + " is a quote or a line end: use a comma, a semicolon or a tab");
        }
        return separator;
    }

    void clear() {
        text.setLength(0);
        count = 0;
    }

    int count() {
        return count;
    }

    /** The line, ended by LF. An empty line would be passed over by readers: a single empty field is quoted. */
    StringBuilder end() {
        if (text.isEmpty()) {
            text.append("\"\"");
        }
        return text.append('\n');
    }

    private void next() {
        if (count++ > 0) {
            text.append(separator);
        }
    }

    /** Adds a text. */
    public CsvLine add(final CharSequence value) {
        next();
        if (!needsQuotes(value)) {
            text.append(value);
            return this;
        }
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            final char character = value.charAt(i);
            if (character == '"') {
                text.append('"');
            }
            text.append(character);
        }
        text.append('"');
        return this;
    }

    private boolean needsQuotes(final CharSequence value) {
        for (int i = 0; i < value.length(); i++) {
            final char character = value.charAt(i);
            if (character == separator || character == '"' || character == '\n' || character == '\r') {
                return true;
            }
        }
        return false;
    }

    /** Adds a whole number. */
    public CsvLine add(final long value) {
        if (separator == '-' || (separator >= '0' && separator <= '9')) {
            return add(Long.toString(value));
        }
        next();
        text.append(value);
        return this;
    }

    /** Adds a number with decimals, in the shortest form that reads back to the same value. */
    public CsvLine add(final double value) {
        return add(Double.toString(value));
    }

    /** Adds a number with decimals, in the shortest form that reads back to the same value. */
    public CsvLine add(final float value) {
        return add(Float.toString(value));
    }

    /** Adds {@code true} or {@code false}. */
    public CsvLine add(final boolean value) {
        return add(value ? "true" : "false");
    }

    /** Adds one character. */
    public CsvLine add(final char value) {
        return add(Character.toString(value));
    }
}
