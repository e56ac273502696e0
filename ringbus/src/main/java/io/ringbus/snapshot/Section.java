// SPDX-License-Identifier: Apache-2.0
package io.ringbus.snapshot;

import org.jspecify.annotations.Nullable;

/**
 * What one frozen state writes into a snapshot: entries, in chunks that leave the stage as they fill.
 *
 * <p><b>Layout.</b> Each chunk begins with the section's name (string) and whether it is whole in itself (boolean), or says
 * what changed since the snapshot before; whole entries follow.
 * <p><b>Threading.</b> Stage thread.
 * <p><b>Allocation.</b> Two small objects for each chunk, beside what {@link ChunkBuffers} needs.
 */
public final class Section {
    private final Freeze freeze;
    private final int chunkBytes;
    private final String name;
    private final boolean whole;
    private final Frozen state;
    private @Nullable StateWriter chunk;
    private long bytes;

    Section(final Freeze freeze, final String name, final boolean whole, final Frozen state) {
        this.freeze = freeze;
        this.chunkBytes = freeze.chunkBytes();
        this.name = name;
        this.whole = whole;
        this.state = state;
    }

    /** Unique among the sections of a stage, and the same in every snapshot. */
    public String name() {
        return name;
    }

    Frozen state() {
        return state;
    }

    /** Where to append the next entry; {@link #next()} ends it. */
    public StateWriter entry() {
        StateWriter open = chunk;
        if (open == null) {
            open = freeze.chunk(bytes == 0);
            open.putString(name);
            open.putBoolean(whole);
            chunk = open;
        }
        return open;
    }

    /** Bytes until the chunk of the next entry is full; at least 1. */
    public int left() {
        return chunkBytes - (chunk == null ? 0 : (int) chunk.length());
    }

    /** The entry is complete. */
    public void next() {
        if (chunk != null && chunk.length() >= chunkBytes) {
            hand(chunk);
        }
    }

    /** No entry follows. */
    public void end() {
        hand(entry());
    }

    private void hand(final StateWriter full) {
        bytes += full.length();
        chunk = null;
        freeze.hand(full);
    }

    void abandon() {
        state.abandon();
        if (chunk != null) {
            chunk.close();
            chunk = null;
        }
    }
}
