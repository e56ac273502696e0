// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers.journal;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What is wrong with a journal, with the file and what to do. */
public sealed class JournalException extends IOException permits JournalDamagedException {
    private static final long serialVersionUID = 1L;

    /** Takes a message that says all. */
    public JournalException(final String message, final @Nullable Throwable cause) {
        super(message, cause);
    }
}
