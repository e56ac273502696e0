// SPDX-License-Identifier: Apache-2.0
package io.ringbus.snapshot;

import io.ringbus.slot.Slab;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A checkpoint of one stage from its barrier on: the states that were frozen there, and how far they are written.
 *
 * <p>Whoever takes the chunks closes them. While it is {@value #CHUNKS_MAX} behind, nothing more is written, except what is
 * about to change.
 *
 * <p><b>Threading.</b> Made by any thread, then the stage's; chunks may be closed by another.
 */
public final class Freeze {
    /** The id of no checkpoint. */
    public static final long NONE = 0;

    /** How long chunks usually are. */
    public static final int CHUNK_BYTES = 1 << 17;

    /** Chunks of a stage that are not written to the disk yet. */
    static final int CHUNKS_MAX = 128;

    private final long checkpointId;
    private final long parentId;
    private final ChunkBuffers buffers;
    private final Consumer<StateWriter> taker;
    private final Consumer<Slab> landing = this::landed;
    private final Consumer<Slab> giving;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final List<Section> sections = new ArrayList<>();
    private String part = "";
    private int statesOfPart;
    private int written;

    /**
     * Begins one that says what changed since {@code parentId}, or everything when that is {@link #NONE}; its chunks, in
     * {@code buffers}, go to {@code taker} as they fill.
     */
    public Freeze(
            final long checkpointId,
            final long parentId,
            final ChunkBuffers buffers,
            final Consumer<StateWriter> taker) {
        this.checkpointId = checkpointId;
        this.parentId = parentId;
        this.buffers = buffers;
        this.taker = taker;
        this.giving = buffers::give;
    }

    /** The checkpoint. */
    public long checkpointId() {
        return checkpointId;
    }

    /** The complete checkpoint to say the changes since, or {@link #NONE}. */
    public long parentId() {
        return parentId;
    }

    int chunkBytes() {
        return buffers.chunkBytes();
    }

    /** An empty chunk; {@code small} when it may be the only one of its section. */
    StateWriter chunk(final boolean small) {
        return new StateWriter(buffers.take(small), null, landing);
    }

    /** An empty buffer for what is saved at the barrier itself; states may be frozen, and written afterwards. */
    public StateWriter atBarrier() {
        return new StateWriter(buffers.take(true), this, giving);
    }

    void enter(final String partName) {
        part = partName;
        statesOfPart = 0;
    }

    /** Freezes {@code state}, which writes all it has if {@code whole}, else what changed since the parent. */
    public Section section(final Frozen state, final boolean whole) {
        statesOfPart++;
        final Section section =
                new Section(this, part.concat("#").concat(Integer.toString(statesOfPart)), whole, state);
        sections.add(section);
        return section;
    }

    void hand(final StateWriter chunk) {
        inFlight.incrementAndGet();
        taker.accept(chunk);
    }

    private void landed(final Slab buffer) {
        buffers.give(buffer);
        inFlight.decrementAndGet();
    }

    /** Writes a portion of about {@code bytes}; answers whether it could, false too when all is written. */
    public boolean write(final long bytes) {
        if (isWritten() || inFlight.get() >= CHUNKS_MAX) {
            return false;
        }
        final Frozen state = sections.get(written).state();
        if (state.isWaiting()) {
            return false;
        }
        if (state.write(bytes)) {
            written++;
        }
        return true;
    }

    /** Whether everything has been handed over. */
    public boolean isWritten() {
        return written == sections.size();
    }

    /** Nobody wants the rest any more. */
    public void abandon() {
        sections.subList(written, sections.size()).forEach(Section::abandon);
        written = sections.size();
    }
}
