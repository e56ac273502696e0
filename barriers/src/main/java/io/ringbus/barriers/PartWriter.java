// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Writes one part of a snapshot as a stream of blocks, which come back as they were written: same kinds, same lengths, same
 * order.
 *
 * <p><b>Threading.</b> One thread. <b>Allocation.</b> None per block. <b>Failure.</b> As {@link SnapshotWriter}.
 */
public interface PartWriter extends AutoCloseable {
    /** Longest block, in bytes: what a reader must be ready to hold in memory. Some 64 KiB are enough for full speed. */
    int BLOCK_BYTES_MAX = 1 << 24;

    /**
     * Appends what remains in {@code payload}, which is consumed, as a block.
     *
     * @param kind what the block is, as the writer of the part defines it: 0 or more
     */
    void block(int kind, ByteBuffer payload) throws IOException;

    /** Refuses kinds below 0 and blocks that are too long. */
    static void checkBlock(final int kind, final int length) {
        if (kind < 0) {
            throw new IllegalArgumentException("block: kind=" + kind + " < 0: those are the format's own");
        }
        if (length > BLOCK_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "block: length=" + length + " > " + BLOCK_BYTES_MAX + ": write several blocks");
        }
    }

    /** Bytes of payload so far. */
    long bytes();

    /** Ends the part. <b>Durability.</b> Its bytes survive a power cut when this returns. */
    void complete() throws IOException;

    /** Gives the part up, and with it the checkpoint, unless it is complete. */
    @Override
    void close();
}
