// SPDX-License-Identifier: Apache-2.0
package io.ringbus.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.slot.Memory;
import io.ringbus.slot.Slab;
import io.ringbus.snapshot.ChunkBuffers;
import io.ringbus.snapshot.Freeze;
import io.ringbus.snapshot.SavedState;
import io.ringbus.snapshot.StateWriter;
import io.ringbus.state.CellImage;
import io.ringbus.state.KeyedState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a freeze costs, by example. */
class FreezeTest {
    private static final int VALUE_BYTES = 40;
    private static final int CELL_BYTES = Long.BYTES + VALUE_BYTES; // beside others
    private static final int ENTRY_BYTES = 2 * Integer.BYTES + CELL_BYTES; // alone
    private static final int LOOK_BYTES = 16;
    private static final int LOOKS_PER_PORTION = 32;
    private static final int PORTION_BYTES = LOOKS_PER_PORTION * LOOK_BYTES;
    private static final CellImage WHOLE = CellImage.whole(VALUE_BYTES);
    private static final int KEYS = 10_000;

    private final List<StateWriter> chunks = new ArrayList<>();
    private final ChunkBuffers buffers = new ChunkBuffers(Freeze.CHUNK_BYTES);
    private long liveBytesBefore;
    private KeyedState<Long> state;
    private StateWriter saved = new StateWriter();

    @BeforeEach
    void fill() {
        saved.close();
        liveBytesBefore = Slab.liveBytes();
        saved = new StateWriter();
        state = new SlabStateBackend()
                .open(KeyKind.LONG.spec("cells", VALUE_BYTES, KEYS).tracked(true));
        for (long key = 0; key < KEYS; key++) {
            Memory.putLong(state.cell(key), key);
        }
    }

    @AfterEach
    void close() {
        land();
        saved.close();
        state.close();
        buffers.close();
        assertEquals(liveBytesBefore, Slab.liveBytes(), "bytes of slabs left behind");
    }

    private void land() {
        chunks.forEach(StateWriter::close);
        chunks.clear();
    }

    private Freeze freeze(final long checkpointId, final long parentId) {
        final Freeze freeze = new Freeze(checkpointId, parentId, buffers, chunks::add);
        saved.close();
        saved = freeze.atBarrier();
        state.save(saved, WHOLE);
        return freeze;
    }

    private long written() {
        return chunks.stream().mapToLong(StateWriter::length).sum();
    }

    @Test
    void nothingIsCopiedAtTheBarrierAndAtMostAPortionAfterwards() {
        final Freeze freeze = freeze(1, Freeze.NONE);
        assertTrue(saved.length() < 100, "bytes at the barrier: " + saved.length());
        assertEquals(0, written());
        int portions = 0;
        while (!freeze.isWritten()) {
            assertTrue(freeze.write(1_000));
            portions++;
        }
        assertTrue(portions > KEYS * CELL_BYTES / (1_000 + CELL_BYTES + 16), "portions: " + portions);
        assertTrue(written() >= (long) KEYS * CELL_BYTES, "bytes: " + written());
    }

    @Test
    void anIncrementHasWhatWasWrittenAndWhatWentSinceItsParentAndNoMore() {
        assertTrue(freeze(1, Freeze.NONE).write(Long.MAX_VALUE));
        land();
        for (long key = 0; key < 30; key++) {
            Memory.putLong(state.find(key * 7), -1);
        }
        state.remove(5L);
        state.cell(-1L);
        state.remove(-1L);
        assertTrue(freeze(2, 1).write(Long.MAX_VALUE));
        final long changed = 30 * ENTRY_BYTES;
        assertTrue(written() > changed && written() < changed + 100, "bytes: " + written());
        land();
        state.cell(0L);
        assertTrue(freeze(3, 1).write(Long.MAX_VALUE), "the second was given up");
        assertTrue(written() > changed && written() < changed + 100, "bytes: " + written());
        land();
        assertTrue(freeze(4, 3).write(Long.MAX_VALUE));
        assertTrue(written() < 100, "bytes: " + written());
        land();
        assertTrue(freeze(5, 2).write(Long.MAX_VALUE), "a parent that it knows nothing of");
        assertTrue(written() > (KEYS - 1L) * CELL_BYTES, "bytes: " + written());
    }

    @Test
    void whoOnlyReadsAddsNothingToTheNextIncrement() {
        assertTrue(freeze(1, Freeze.NONE).write(Long.MAX_VALUE));
        land();
        for (long key = 0; key < KEYS; key++) {
            assertEquals(key, Memory.getLong(state.peek(key)));
            assertEquals(state.peek(key), state.peekAt((int) key));
        }
        assertEquals(0, state.peek(-1L));
        assertTrue(freeze(2, 1).write(Long.MAX_VALUE));
        assertTrue(written() < 100, "bytes: " + written());
    }

    @Test
    void anIncrementTakesNoLongerThanWhatWasWritten() {
        assertTrue(freeze(1, Freeze.NONE).write(Long.MAX_VALUE));
        land();
        writeTen();
        assertLooksAtFew(freeze(2, 1));
    }

    @Test
    void whatWasWrittenAllOverIsNotedAgainWhenItIsSeldom() {
        assertTrue(freeze(1, Freeze.NONE).write(Long.MAX_VALUE));
        long id = 1;
        for (int round = 0; round < 4; round++) {
            for (long key = 0; key < KEYS; key++) {
                state.cell(key);
            }
            id++;
            assertWrites(KEYS, freeze(id, id - 1));
        }
        land();
        writeTen(); // which nobody notes, since all were written the time before
        assertTrue(portions(freeze(id + 1, id)) > KEYS / LOOKS_PER_PORTION);
        assertWritten(10, ENTRY_BYTES);
        writeTen();
        assertWrites(10, freeze(id + 2, id + 1));
        writeTen();
        assertLooksAtFew(freeze(id + 3, id + 2));
    }

    private void assertWrites(final int cells, final Freeze increment) {
        land();
        assertTrue(increment.write(Long.MAX_VALUE));
        assertWritten(cells, cells == KEYS ? CELL_BYTES : ENTRY_BYTES);
    }

    private void assertWritten(final int cells, final int bytesEach) {
        final long least = (long) cells * bytesEach;
        assertTrue(written() >= least && written() < least + least / 10, "bytes: " + written() + " of " + least);
    }

    private void writeTen() {
        for (long key = 0; key < KEYS; key += KEYS / 10) {
            state.cell(key);
        }
    }

    private static void assertLooksAtFew(final Freeze increment) {
        final int portions = portions(increment);
        final int stretches =
                KEYS / Long.SIZE + 2 * 10; // of 64 ordinals that are passed at once, and around what was written
        final int most = 2 + (stretches * LOOK_BYTES + 10 * ENTRY_BYTES) / PORTION_BYTES;
        assertTrue(portions <= most, "portions: " + portions);
    }

    private static int portions(final Freeze increment) {
        int portions = 0;
        while (!increment.isWritten()) {
            increment.write(PORTION_BYTES);
            portions++;
        }
        return portions;
    }

    @Test
    void aSlowDiskHoldsTheSweepButNoWrite() {
        final ChunkBuffers small = new ChunkBuffers(100);
        final Freeze freeze = new Freeze(1, Freeze.NONE, small, chunks::add);
        saved.close();
        saved = freeze.atBarrier();
        state.save(saved, WHOLE);
        while (freeze.write(1)) {
            assertTrue(chunks.size() <= 128);
        }
        assertEquals(128, chunks.size());
        Memory.putLong(state.cell(9_999L), -1);
        assertFalse(freeze.write(1));
        land();
        assertTrue(freeze.write(1));
        freeze.abandon();
        small.close(); // what is under way is freed when it lands
        assertTrue(freeze.isWritten());
        assertFalse(freeze.write(1));
    }

    @Test
    void buffersOfChunksAreUsedAgain() {
        for (int id = 1; id <= 2; id++) { // the first chunk of all begins small
            assertTrue(freeze(id, Freeze.NONE).write(Long.MAX_VALUE));
            assertEquals((KEYS * CELL_BYTES) / Freeze.CHUNK_BYTES + 1, chunks.size());
            land();
        }
        final long bytes = Slab.liveBytes();
        assertTrue(freeze(3, Freeze.NONE).write(Long.MAX_VALUE));
        assertEquals(bytes, Slab.liveBytes(), "bytes of slabs after as many chunks again");
    }

    @Test
    void aSnapshotWhoseWholePartIsMissingIsRefused() {
        assertTrue(freeze(1, Freeze.NONE).write(Long.MAX_VALUE));
        land();
        assertTrue(freeze(2, 1).write(Long.MAX_VALUE));
        try (SavedState snapshot = new SavedState("stage 'mean'");
                KeyedState<Long> fresh = new SlabStateBackend().open(KeyKind.LONG.spec("fresh", VALUE_BYTES, KEYS))) {
            snapshot.add(saved);
            chunks.forEach(snapshot::addChunk);
            chunks.clear();
            assertEquals(
                    "snapshot of stage 'mean': section '#1' is whole in none of 1: parts are missing",
                    assertThrows(IllegalStateException.class, () -> fresh.restore(snapshot.reader(), WHOLE))
                            .getMessage());
        }
        saved = new StateWriter();
    }
}
