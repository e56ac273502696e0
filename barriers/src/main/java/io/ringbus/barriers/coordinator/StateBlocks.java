// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers.coordinator;

import io.ringbus.barriers.PartReader;
import io.ringbus.barriers.PartWriter;
import io.ringbus.barriers.SnapshotReader;
import io.ringbus.barriers.SnapshotWriter;
import io.ringbus.slot.Memory;
import io.ringbus.snapshot.StateWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.agrona.BufferUtil;

/**
 * Saved state as the blocks of a part, and back.
 *
 * <p><b>Threading.</b> One thread. <b>Allocation.</b> One buffer.
 */
final class StateBlocks implements AutoCloseable {
    private static final int BLOCK_BYTES = 1 << 16;
    private static final int STATE = 0;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BLOCK_BYTES);

    /** Writes {@code state} as a base part; answers its bytes. */
    long write(final SnapshotWriter snapshot, final String part, final StateWriter state) throws IOException {
        final long to = BufferUtil.address(buffer);
        try (PartWriter blocks = snapshot.base(part)) {
            for (long at = 0; at < state.length(); at += BLOCK_BYTES) {
                final int count = (int) Math.min(BLOCK_BYTES, state.length() - at);
                Memory.copy(state.address() + at, to, count);
                blocks.block(STATE, buffer.clear().limit(count));
            }
            blocks.complete();
        }
        return state.length();
    }

    /** Reads a part back. */
    static StateWriter read(final SnapshotReader snapshot, final String part) throws IOException {
        final StateWriter state = new StateWriter();
        boolean whole = false;
        try (PartReader blocks = snapshot.part(part, 0)) {
            while (blocks.next()) {
                final ByteBuffer payload = blocks.payload();
                final int count = payload.remaining();
                final long to = state.room(count);
                for (int i = 0; i < count; i++) {
                    Memory.putByte(to + i, payload.get());
                }
            }
            whole = true;
        } finally {
            if (!whole) {
                state.close();
            }
        }
        return state;
    }

    @Override
    public void close() {
        BufferUtil.free(buffer);
    }
}
