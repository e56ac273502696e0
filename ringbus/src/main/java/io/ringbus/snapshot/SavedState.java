// SPDX-License-Identifier: Apache-2.0
package io.ringbus.snapshot;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state of one stage as snapshots hold it: what was saved at the newest barrier, and the sections of all snapshots from
 * the last whole one on.
 *
 * <p><b>Threading.</b> One thread at a time.
 * <p><b>Lifetime.</b> Owns the native buffers that it is given.
 */
public final class SavedState implements AutoCloseable {
    /** The chunks that one snapshot has of a section. */
    private record Chunks(boolean whole, List<Chunk> list) {}

    /** The entries of a chunk. */
    private record Chunk(long address, long bytes) {}

    private final String name;
    private final List<StateWriter> owned = new ArrayList<>();
    private final List<Map<String, Chunks>> snapshots = new ArrayList<>();
    private @Nullable StateWriter newest;

    /** Begins without anything; {@code name} is for messages. */
    public SavedState(final String name) {
        this.name = name;
    }

    /** Adds a newer snapshot, which has no sections so far. */
    public void add(final StateWriter state) {
        owned.add(state);
        newest = state;
        snapshots.add(new HashMap<>());
    }

    /** Adds a chunk of the snapshot that was added last. */
    public void addChunk(final StateWriter chunk) {
        owned.add(chunk);
        final StateReader head = new StateReader(name, chunk.address(), chunk.length());
        final String section = head.getString();
        final boolean whole = head.getBoolean();
        final long bytes = head.remaining();
        snapshots
                .get(snapshots.size() - 1)
                .computeIfAbsent(section, first -> new Chunks(whole, new ArrayList<>()))
                .list()
                .add(new Chunk(head.taken(bytes), bytes));
    }

    /** Reads what was saved at the newest barrier, from its beginning. */
    public StateReader reader() {
        return reader(false);
    }

    /** The same, for an instance that takes a share of it. */
    public StateReader share() {
        return reader(true);
    }

    private StateReader reader(final boolean share) {
        final StateWriter state = newest;
        if (state == null) {
            throw new IllegalStateException("snapshot of " + name + ": there is none");
        }
        return new StateReader(name, state.address(), state.length(), this, share);
    }

    /**
     * The chunks of a section, by snapshot: the newest first, down to one that is whole in itself.
     *
     * <p><b>Failure.</b> {@link IllegalStateException} when there is none that is whole.
     */
    List<List<StateReader>> section(final String section) {
        final List<List<StateReader>> found = new ArrayList<>();
        for (int at = snapshots.size() - 1; at >= 0; at--) {
            final Chunks chunks = snapshots.get(at).get(section);
            if (chunks != null) {
                found.add(chunks.list().stream()
                        .map(chunk -> new StateReader(name + ", " + section, chunk.address(), chunk.bytes()))
                        .toList());
                if (chunks.whole()) {
                    return found;
                }
            }
        }
        throw new IllegalStateException("snapshot of " + name + ": section '" + section + "' is whole in none of "
                + snapshots.size() + ": parts are missing");
    }

    @Override
    public void close() {
        owned.forEach(StateWriter::close);
        owned.clear();
    }
}
