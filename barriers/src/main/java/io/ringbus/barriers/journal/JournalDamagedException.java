// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers.journal;

import java.nio.file.Path;

/** Bytes of a journal that had been forced to the disk are not as they were written. */
public final class JournalDamagedException extends JournalException {
    private static final long serialVersionUID = 1L;

    /** Names the file, the offset of the damage, and what is wrong there. */
    public JournalDamagedException(final Path file, final long offset, final String what) {
        super(
                "journal file " + file + " is damaged at offset=" + offset + ": " + what
                        + ": restore the folder from a copy, or take it away and lose its records",
                null);
    }
}
