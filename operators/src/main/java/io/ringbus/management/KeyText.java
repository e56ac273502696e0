// SPDX-License-Identifier: Apache-2.0
package io.ringbus.management;

/** Makes a key of the text that somebody in front of a console writes for it. */
final class KeyText {
    private KeyText() {}

    /**
     * The key of class {@code type} that prints as {@code text}.
     *
     * <p><b>Failure.</b> Refuses a text that is no such key, and keys that have no text: records.
     */
    static Object parse(final String text, final Class<?> type) {
        if (type == String.class) {
            return text;
        }
        try {
            if (type == Integer.class) {
                return Integer.valueOf(text);
            }
            if (type == Long.class) {
                return Long.valueOf(text);
            }
            if (type == Short.class) {
                return Short.valueOf(text);
            }
        } catch (final NumberFormatException refused) {
            throw new IllegalArgumentException(
                    "query: key='" + text + "' is not a key of class " + type.getSimpleName()
                            + ": write a number in range",
                    refused);
        }
        if (type.isEnum()) {
            for (final Object constant : type.getEnumConstants()) {
                if (constant.toString().equals(text)) {
                    return constant;
                }
            }
        }
        throw new IllegalArgumentException("query: key='" + text + "' is not a key of class " + type.getSimpleName()
                + ": ask with Execution.query, which takes keys of any class");
    }
}
