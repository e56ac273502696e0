// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers;

import java.nio.file.Path;

/** Bytes of a snapshot are missing or are not those that were written. */
public final class SnapshotDamagedException extends SnapshotException {
    private static final long serialVersionUID = 1L;

    private final String file;
    private final long offset;

    /** Says that in {@code file}, at {@code offset}, {@code what} is not as it was written. */
    public SnapshotDamagedException(final Path file, final long offset, final String what) {
        super(
                "snapshot file " + file + ", byte " + offset + ": " + what
                        + ": the file is damaged: recover from an older checkpoint, or put a sound copy of the folder in its place",
                null);
        this.file = file.toString();
        this.offset = offset;
    }

    /** The file. */
    public String file() {
        return file;
    }

    /** Where in the file the damage was noticed, in bytes from its beginning. */
    public long offset() {
        return offset;
    }
}
