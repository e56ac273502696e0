// SPDX-License-Identifier: Apache-2.0
package io.ringbus.codec;

/** The errors that several formats have in common, kept out of their hot methods. */
final class Refusals {
    private static final int QUOTED_LENGTH_MAX = 80;

    private Refusals() {}

    static IllegalArgumentException absent(final String subject) {
        return new IllegalArgumentException(subject + ": value=null: give every component a value before encoding");
    }

    /** The value in quotes, cut where it is longer than a message should be. */
    static String quoted(final String value) {
        return value.length() <= QUOTED_LENGTH_MAX
                ? '\'' + value + '\''
                : '\'' + value.substring(0, QUOTED_LENGTH_MAX) + "..'";
    }

    /** Rethrows what a method handle let through; records and formats throw nothing checked. */
    static RuntimeException unchecked(final Throwable failure) {
        if (failure instanceof RuntimeException exception) {
            return exception;
        }
        if (failure instanceof Error error) {
            throw error;
        }
        return new IllegalStateException(failure);
    }
}
