// SPDX-License-Identifier: Apache-2.0
package io.ringbus.connectors;

import io.ringbus.environment.StorageFile;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Where the lines of a sink go: what of them readers may see, and what becomes of them in a crash.
 *
 * <p><b>Threading.</b> Stage thread. <b>Failure.</b> A force that failed is not tried again: whoever holds the file gives it up.
 */
interface LineFile {
    /** What the lock file of a file that one pipeline at a time writes has behind its name. */
    String LOCK = ".lock";

    /** Gets ready to write behind what {@link #restore} said, or from the beginning. */
    void open() throws IOException;

    /** Whether what is written next begins a file. */
    boolean isAtBeginning();

    /** Appends whole lines. <b>Atomicity.</b> When it fails, none of them counts as written. */
    void write(byte[] bytes, int length, int lines) throws IOException;

    /** Lines written so far. */
    long lines();

    /** Makes what was written durable, not visible, and says how to find it. */
    default void save(final StateWriter out) throws IOException {}

    /** Takes over what {@link #save} said. Before {@link #open}. */
    default void restore(final StateReader in) {}

    /** Shows everything that was saved. */
    default void commit() throws IOException {}

    /** Ends, also where it was opened in vain; what was not committed stays invisible. */
    void close() throws IOException;

    /** Closes the file, and then gives the lock back, whatever became of that. */
    static void close(final @Nullable StorageFile file, final @Nullable Closeable lock) throws IOException {
        try {
            if (file != null) {
                file.close();
            }
        } finally {
            if (lock != null) {
                lock.close();
            }
        }
    }
}
