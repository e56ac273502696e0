// SPDX-License-Identifier: Apache-2.0
package io.ringbus.environment;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The only way in which the engine reaches files that must survive; a simulation passes its own, which loses what was not
 * forced.
 *
 * <p>It has the few operations from which durable code is made, and promises no more about them than a POSIX file system
 * does: bytes survive a power cut once their file was forced, names survive once their folder was forced, and what was not
 * forced may survive in part and in any order.
 *
 * <p><b>Threading.</b> Any thread that user code cannot interrupt: an interrupt closes a file in use. <b>Failure.</b> Every
 * operation may throw {@link IOException}; what it had begun may then be done, half done, or not done.
 */
public interface Storage {
    /** The machine's file system. */
    Storage FILES = new FileStorage();

    /**
     * The machine's file system for results that others read: files have the usual modes and any name, links are followed, and
     * an interrupt of the thread that uses a file does not close it.
     */
    Storage SHARED_FILES = new SharedStorage();

    /**
     * Opens a folder that must be there, such as one to look into.
     *
     * <p><b>Failure.</b> A folder that is a symbolic link is refused, and so is one that others than its owner can write to.
     */
    StorageFolder open(Path folder) throws IOException;

    /**
     * Opens a folder and makes it first where it is missing, with mode 0700 and with the folders above it.
     *
     * <p><b>Durability.</b> The folder itself survives a power cut when this returns. <b>Failure.</b> As {@link #open}.
     */
    StorageFolder create(Path folder) throws IOException;
}
