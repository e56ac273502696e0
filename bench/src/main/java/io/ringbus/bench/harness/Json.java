// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.harness;

import java.util.List;
import java.util.Map;

/** Writes maps, lists, strings, numbers and booleans as JSON. Numbers that JSON does not know become null. */
public final class Json {
    private static final int CONTROL_END = 0x20;

    private final StringBuilder text = new StringBuilder();

    private Json() {}

    /** The text of {@code value}. */
    public static String of(final Object value) {
        final Json json = new Json();
        json.value(value);
        return json.text.append('\n').toString();
    }

    private void value(final Object value) {
        if (value instanceof Map<?, ?> map) {
            String separator = "{";
            for (final Map.Entry<?, ?> entry : map.entrySet()) {
                text.append(separator);
                string(String.valueOf(entry.getKey()));
                text.append(':');
                value(entry.getValue());
                separator = ",\n";
            }
            text.append(map.isEmpty() ? "{}" : "}");
        } else if (value instanceof List<?> list) {
            String separator = "[";
            for (final Object each : list) {
                text.append(separator);
                value(each);
                separator = ",\n";
            }
            text.append(list.isEmpty() ? "[]" : "]");
        } else if (value instanceof Double number && !Double.isFinite(number)) {
            text.append("null");
        } else if (value instanceof Number || value instanceof Boolean) {
            text.append(value);
        } else {
            string(String.valueOf(value));
        }
    }

    private void string(final String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            final char each = value.charAt(i);
            if (each == '"' || each == '\\') {
                text.append('\\').append(each);
            } else if (each < CONTROL_END) {
                text.append("\\u00")
                        .append(Character.forDigit(each >> 4, 16))
                        .append(Character.forDigit(each & 15, 16));
            } else {
                text.append(each);
            }
        }
        text.append('"');
    }
}
