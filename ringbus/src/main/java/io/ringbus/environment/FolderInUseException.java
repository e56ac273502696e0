// SPDX-License-Identifier: Apache-2.0
package io.ringbus.environment;

import java.io.IOException;
import java.nio.file.Path;

/** Somebody else holds the lock of a folder. */
public final class FolderInUseException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Names the folder and the file by which it is locked. */
    public FolderInUseException(final Path folder, final String lock) {
        super("folder " + folder + " is in use: another pipeline holds its lock file '" + lock
                + "': stop that one, or name another folder");
    }
}
