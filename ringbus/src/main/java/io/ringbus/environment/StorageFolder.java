// SPDX-License-Identifier: Apache-2.0
package io.ringbus.environment;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/**
 * One folder of a {@link Storage} and the names in it. Names are plain: letters, digits, dots, dashes and underscores.
 *
 * <p><b>Threading.</b> As {@link Storage}. <b>Durability.</b> Names that were created, renamed or deleted are so after a power
 * cut only once {@link #force} has returned since; until then any of these changes may be lost while a later one is kept.
 * <p><b>Failure.</b> Symbolic links are not followed: a name that is one cannot be opened.
 */
public interface StorageFolder {
    /** Where the folder is: for messages. */
    Path path();

    /** The names of the files in the folder, sorted; that of one that goes meanwhile may be among them. */
    List<String> list() throws IOException;

    /**
     * What {@code chosen} makes of the names in a folder that another one changes meanwhile: one list may miss a name that comes
     * and show none that goes, so it is believed when a second one comes to the same. That holds for names that come and go
     * once, in one order.
     */
    default <T> List<T> settledList(final Function<List<String>, List<T>> chosen) throws IOException {
        List<T> before = chosen.apply(list());
        List<T> now = chosen.apply(list());
        while (!now.equals(before)) {
            before = now;
            now = chosen.apply(list());
        }
        return now;
    }

    /** Whether there is a file of this name. */
    boolean contains(String name) throws IOException;

    /**
     * Makes a new file with mode 0600, to be written and read.
     *
     * <p><b>Atomicity.</b> Of two that create the same name, in whichever processes, one gets it.
     * <p><b>Failure.</b> {@link java.nio.file.FileAlreadyExistsException} when the name is taken.
     */
    StorageFile create(String name) throws IOException;

    /**
     * Opens a file to be read.
     *
     * <p><b>Failure.</b> {@link java.nio.file.NoSuchFileException} when there is none of this name.
     */
    StorageFile open(String name) throws IOException;

    /** As {@link #open}, to be written too. */
    StorageFile openToWrite(String name) throws IOException;

    /**
     * Gives a file another name, in place of the file that may have it.
     *
     * <p><b>Atomicity.</b> The new name is bound to the one file or to the other at every moment, also after a power cut.
     */
    void rename(String from, String to) throws IOException;

    /** Removes a name. <b>Failure.</b> {@link java.nio.file.NoSuchFileException} when it is not there. */
    void delete(String name) throws IOException;

    /**
     * Makes the changes to names so far survive a power cut.
     *
     * <p><b>Failure.</b> As {@link StorageFile#force}: when it fails, changes since the last success may be lost for good
     * although {@link #list} shows them, and a second call tells nothing.
     */
    void force() throws IOException;

    /**
     * Takes the lock of this name, which one process at a time can hold, until it is closed or the process ends. The file
     * that stands for it stays.
     *
     * <p><b>Failure.</b> {@link FolderInUseException} when it is held, by this process or another.
     */
    Closeable lock(String name) throws IOException;
}
