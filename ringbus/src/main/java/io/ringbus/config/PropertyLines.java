// SPDX-License-Identifier: Apache-2.0
package io.ringbus.config;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * Splits the text of a {@code .properties} file into its entries and the lines they start on, which {@link Properties}
 * does not tell; what a key and a value are is left to {@link Properties}, one entry at a time. A line of nothing but a
 * backslash, which {@link Properties} takes for an entry or for none depending on its place, says nothing here.
 *
 * <p><b>Failure.</b> A broken {@code \}{@code u} escape is an {@link IllegalArgumentException} with the line.
 */
final class PropertyLines {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private PropertyLines() {}

    /** One entry, and the number of its first line from 1. */
    record Entry(int line, String key, String value) {}

    static List<Entry> read(final String subject, final String text) {
        final String marked = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        final String[] lines = marked.split("\r\n|\r|\n", -1);
        final List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < lines.length; i++) {
            final int first = i;
            final StringBuilder logical = new StringBuilder(lines[i]);
            if (!isComment(lines[i])) {
                while (isContinued(lines[i]) && i + 1 < lines.length) {
                    logical.append('\n').append(lines[++i]);
                }
            }
            append(entries, subject, first + 1, logical.toString());
        }
        return entries;
    }

    private static boolean isComment(final String line) {
        final String text = line.strip();
        return text.startsWith("#") || text.startsWith("!");
    }

    /** Whether the line ends with a backslash that is not itself escaped. */
    private static boolean isContinued(final String line) {
        int slashes = 0;
        while (slashes < line.length() && line.charAt(line.length() - 1 - slashes) == '\\') {
            slashes++;
        }
        return slashes % 2 == 1;
    }

    private static void append(final List<Entry> entries, final String subject, final int line, final String logical) {
        final Properties properties = new Properties();
        try {
            properties.load(new StringReader(logical));
        } catch (final IllegalArgumentException broken) {
            throw new IllegalArgumentException(
                    subject + ":" + line
                            + ": broken escape: write \\u and four hexadecimal digits, or \\\\ for a backslash",
                    broken);
        } catch (final IOException impossible) {
            throw new UncheckedIOException(subject + ":" + line, impossible);
        }
        for (final String key : properties.stringPropertyNames()) {
            final String value = properties.getProperty(key);
            if (!key.isEmpty() || !value.isEmpty()) {
                entries.add(new Entry(line, key, value));
            }
        }
    }
}
