// SPDX-License-Identifier: Apache-2.0
package io.ringbus.environment;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * An open file of a {@link StorageFolder}: bytes by offset.
 *
 * <p><b>Threading.</b> One thread at a time; {@link #close} may come from another and makes the operation under way fail.
 */
public interface StorageFile extends Closeable {
    /** Bytes in the file. */
    long length() throws IOException;

    /**
     * Writes all that remains in {@code source} at {@code offset}; a gap before it reads as zeros.
     *
     * <p><b>Failure.</b> Any part of the bytes may have been written.
     */
    void write(ByteBuffer source, long offset) throws IOException;

    /** Reads into {@code target} from {@code offset} until it is full or the file ends, and returns how many bytes came. */
    int read(ByteBuffer target, long offset) throws IOException;

    /**
     * Makes the bytes written so far, and the length they need, survive a power cut.
     *
     * <p><b>Failure.</b> When it fails, bytes written since the last success may be lost for good although they can still be
     * read, and a second call, which may well succeed, does not bring them back. Callers give the file up.
     */
    void force() throws IOException;

    /**
     * Makes the file at least {@code length} bytes long, filled with zeros that occupy the disk, so that writing below that
     * length cannot run out of space.
     */
    void preallocate(long length) throws IOException;

    /** Cuts the file to {@code length} bytes; it must not be shorter. */
    void truncate(long length) throws IOException;
}
