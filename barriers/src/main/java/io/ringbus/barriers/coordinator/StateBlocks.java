// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers.coordinator;

import io.ringbus.barriers.Manifest;
import io.ringbus.barriers.PartReader;
import io.ringbus.barriers.PartWriter;
import io.ringbus.barriers.SnapshotReader;
import io.ringbus.slot.Memory;
import io.ringbus.snapshot.SavedState;
import io.ringbus.snapshot.StateWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Saved state as the blocks of a part, and back: one buffer after the other, each in blocks of which the first says what it is.
 *
 * <p><b>Threading.</b> One thread. <b>Allocation.</b> One buffer.
 */
final class StateBlocks implements AutoCloseable {
    private static final int BLOCK_BYTES = 1 << 16;
    private static final int STATE = 0;
    private static final int CHUNK = 1;
    private static final int MORE = 2;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BLOCK_BYTES);

    /** Writes what a stage saved at the barrier. */
    void writeState(final PartWriter part, final StateWriter state) throws IOException {
        write(part, STATE, state);
    }

    /** Writes a chunk of what a stage had frozen. */
    void writeChunk(final PartWriter part, final StateWriter chunk) throws IOException {
        write(part, CHUNK, chunk);
    }

    private void write(final PartWriter part, final int kind, final StateWriter bytes) throws IOException {
        final long to = BufferUtil.address(buffer);
        long at = 0;
        do {
            final int count = (int) Math.min(BLOCK_BYTES, bytes.length() - at);
            Memory.copy(bytes.address() + at, to, count);
            part.block(at == 0 ? kind : MORE, buffer.clear().limit(count));
            at += count;
        } while (at < bytes.length());
    }

    /** Reads a stage's part back, with all those it builds on; {@code name} is for messages. */
    static SavedState read(final SnapshotReader snapshot, final String part, final String name) throws IOException {
        final SavedState saved = new SavedState(name);
        boolean whole = false;
        try {
            final Manifest.Part chain = snapshot.manifest().part(part);
            for (int link = 0; link < chain.chain().size(); link++) {
                try (Link reading = new Link(snapshot.part(part, link))) {
                    reading.addTo(saved);
                }
            }
            whole = true;
        } finally {
            if (!whole) {
                saved.close();
            }
        }
        return saved;
    }

    /** What one snapshot holds of a part. The state at the barrier was written last, and is wanted first. */
    private static final class Link implements AutoCloseable {
        private final PartReader blocks;
        private final List<StateWriter> chunks = new ArrayList<>();
        private @Nullable StateWriter state;

        Link(final PartReader blocks) {
            this.blocks = blocks;
        }

        void addTo(final SavedState saved) throws IOException {
            StateWriter current = null;
            while (blocks.next()) {
                if (blocks.kind() != MORE || current == null) {
                    current = begun(blocks.kind());
                }
                append(blocks.payload(), current);
            }
            if (state == null) {
                throw new IllegalStateException("snapshot: a part holds chunks=" + chunks.size()
                        + " and no state: it was written by another version");
            }
            saved.add(state);
            state = null;
            while (!chunks.isEmpty()) {
                saved.addChunk(chunks.remove(0));
            }
        }

        private StateWriter begun(final int kind) {
            final StateWriter begun = new StateWriter();
            if (kind == STATE && state == null) {
                state = begun;
            } else {
                chunks.add(begun);
            }
            return begun;
        }

        private static void append(final ByteBuffer payload, final StateWriter to) {
            final int count = payload.remaining();
            new UnsafeBuffer(to.room(count), count).putBytes(0, payload, count);
        }

        @Override
        public void close() throws IOException {
            if (state != null) {
                state.close();
            }
            chunks.forEach(StateWriter::close);
            blocks.close();
        }
    }

    @Override
    public void close() {
        BufferUtil.free(buffer);
    }
}
