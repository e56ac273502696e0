// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Gives the blocks of one part back, each checked before it is seen, and at the end that none is missing.
 *
 * <pre>{@code
 * try (PartReader part = snapshot.part("window-mean.3", 0)) {
 *     while (part.next()) {
 *         restore(part.kind(), part.payload());
 *     }
 * }
 * }</pre>
 *
 * <p><b>Threading.</b> One thread. <b>Allocation.</b> One buffer, as long as the longest block, and a view of it per block.
 */
public interface PartReader extends Closeable {
    /**
     * Goes to the next block; false at the end. Only a part that was read to its end is known to be whole.
     *
     * <p><b>Failure.</b> {@link SnapshotDamagedException}.
     */
    boolean next() throws IOException;

    /** Kind of this block. */
    int kind();

    /** Bytes of this block, little-endian, until the call of {@link #next}. */
    ByteBuffer payload();
}
