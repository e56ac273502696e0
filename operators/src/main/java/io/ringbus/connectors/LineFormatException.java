// SPDX-License-Identifier: Apache-2.0
package io.ringbus.connectors;

/**
 * Says that one line of an input is not what it was expected to be. The input itself is sound: the next poll continues
 * behind the line.
 */
public final class LineFormatException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    LineFormatException(final String message) {
        super(message);
    }

    LineFormatException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
