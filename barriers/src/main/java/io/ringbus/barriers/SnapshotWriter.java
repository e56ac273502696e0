// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Writes the snapshot of one checkpoint: parts, one for each stage and state, and beside them small things by name.
 *
 * <p>A part is either a base, whole in itself, or an increment: what changed since the parent's part of the same name, which
 * stays needed. A snapshot is what its parts say: a part of the parent that is not named again is no part of this one.
 *
 * <p><b>Threading.</b> Everything but {@link #commit} and {@link #abort} may be called by several snapshot threads at once;
 * each part belongs to one. {@link #abort} may come while they write, whose calls then fail. <b>Failure.</b> The first one,
 * of whichever part, fails the checkpoint: later calls throw it again, and there is no retry within a checkpoint.
 */
public interface SnapshotWriter extends AutoCloseable {
    /** Begins a part that stands for itself. Names are from 1 to 255 bytes of UTF-8, each used once. */
    PartWriter base(String part) throws IOException;

    /**
     * Begins a part that says what changed since the parent's part of this name.
     *
     * <p><b>Failure.</b> {@link IllegalArgumentException} when there is no parent, or it has no such part: write a base.
     */
    PartWriter increment(String part) throws IOException;

    /** Takes the parent's part of this name over as it is. <b>Failure.</b> As {@link #increment}. */
    void unchanged(String part);

    /**
     * Keeps bytes that only their owner understands, such as the position of a source or the transaction of a sink, in the
     * manifest. At most {@link PartWriter#BLOCK_BYTES_MAX} with the name; each name once. The bytes are copied.
     */
    void section(String name, ByteBuffer bytes);

    /**
     * Makes the checkpoint complete, when all its parts are.
     *
     * <p><b>Durability.</b> When this returns, the snapshot survives a power cut; sinks may commit.
     * <p><b>Failure.</b> When it throws, the checkpoint is not complete for this owner, and a later one may take its place. But
     * the power may go just then: the next owner may then find this checkpoint complete after all. So what sinks have prepared
     * for a failed checkpoint must be neither committed nor rolled back: it stays pending, and the next one that completes
     * covers it. {@link FencedException} when another owner has taken the store.
     */
    void commit() throws IOException;

    /** Gives the checkpoint up and deletes what it has written, as far as that is possible. Does nothing after the end. */
    void abort();

    /** {@link #abort}, unless committed. */
    @Override
    default void close() {
        abort();
    }
}
