// SPDX-License-Identifier: Apache-2.0
package io.ringbus.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.slot.Memory;
import io.ringbus.slot.Slab;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import io.ringbus.state.CellImage;
import io.ringbus.state.CellLayout;
import io.ringbus.state.KeyedState;
import io.ringbus.state.StateBackend;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every backend promises of cells in snapshots. A subclass names the backend. */
@ExtendWith(WarningsOff.class)
abstract class SnapshotContract {
    private static final int VALUE_BYTES = 24;
    private static final CellImage WHOLE = CellImage.whole(VALUE_BYTES);
    private static final int KEYS = 300;

    private StateBackend backend;
    private long liveBytesBefore;

    abstract StateBackend backend();

    @BeforeEach
    void open() {
        liveBytesBefore = Slab.liveBytes();
        backend = backend();
    }

    @AfterEach
    void close() {
        backend.close();
        assertEquals(liveBytesBefore, Slab.liveBytes(), "bytes of slabs left behind");
    }

    static List<KeyKind<?>> keyKinds() {
        return KeyKind.all();
    }

    /** What a state holds, by ordinal. */
    private static <K> List<String> contents(final KeyedState<K> state) {
        final List<String> contents = new ArrayList<>();
        for (int ordinal = 0; ordinal < state.ordinals(); ordinal++) {
            final long cell = state.cellAt(ordinal);
            if (cell != 0) {
                assertEquals(ordinal, Memory.getInt(cell + CellLayout.ORDINAL_OFFSET));
                assertEquals(cell, state.find(state.keyAt(ordinal)));
                contents.add(ordinal + " " + state.keyAt(ordinal) + " " + Memory.getLong(cell) + " "
                        + Memory.getLong(cell + 8) + " " + Memory.getLong(cell + 16));
            }
        }
        assertEquals(contents.size(), state.size());
        return contents;
    }

    private static StateReader reader(final StateWriter saved, final long length) {
        return new StateReader("stage 'mean', operator 'mean'", saved.address(), length);
    }

    private <K> KeyedState<K> open(final KeyKind<K> kind, final String name) {
        return backend.open(kind.spec(name, VALUE_BYTES, 10));
    }

    private static <K> void change(
            final KeyKind<K> kind, final KeyedState<K> state, final Random random, final int steps) {
        for (int step = 0; step < steps; step++) {
            final K key = kind.key().apply(random.nextInt(KEYS));
            if (random.nextInt(3) == 0) {
                state.remove(key);
            } else {
                Memory.putLong(state.cell(key) + 8L * random.nextInt(3), random.nextLong());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("keyKinds")
    <K> void aRestoredStateHoldsWhatWasSavedAndGoesOn(final KeyKind<K> kind) {
        final long seed = Long.getLong("ringbus.seed", System.nanoTime());
        final Random random = new Random(seed);
        for (int round = 0; round < 5; round++) {
            final String replay = "seed=" + seed + " round=" + round;
            try (KeyedState<K> state = open(kind, "from");
                    KeyedState<K> restored = open(kind, "to");
                    StateWriter saved = new StateWriter()) {
                change(kind, state, random, random.nextInt(1_500));
                final List<String> expected = contents(state);
                state.save(saved, WHOLE);
                saved.putLong(4_711);
                change(kind, state, random, 100);
                final StateReader in = reader(saved, saved.length());
                restored.restore(in, WHOLE);
                assertEquals(4_711, in.getLong(), replay);
                assertEquals(0, in.remaining(), replay);
                assertEquals(expected, contents(restored), replay);
                goesOn(kind, restored, replay);
            }
        }
    }

    /** New keys take the ordinals that are left over, each once, and find their cells zeroed. */
    private static <K> void goesOn(final KeyKind<K> kind, final KeyedState<K> state, final String replay) {
        final int ordinals = state.ordinals();
        final int room = ordinals - state.size();
        final Set<Integer> taken = new HashSet<>();
        for (int i = 0; i < room + 10; i++) {
            final long cell = state.cell(kind.key().apply(KEYS + i));
            assertEquals(0, Memory.getLong(cell) | Memory.getLong(cell + 8) | Memory.getLong(cell + 16), replay);
            final int ordinal = Memory.getInt(cell + CellLayout.ORDINAL_OFFSET);
            assertTrue(taken.add(ordinal), replay);
            assertEquals(i < room, ordinal < ordinals, replay);
        }
        IntStream.range(0, KEYS + room + 10)
                .forEach(i -> state.remove(kind.key().apply(i)));
        assertEquals(0, state.size(), replay);
    }

    @Test
    void anEmptyStateIsRestoredEmpty() {
        try (KeyedState<String> state = open(KeyKind.SHORT_STRING, "from");
                KeyedState<String> restored = open(KeyKind.SHORT_STRING, "to");
                StateWriter saved = new StateWriter()) {
            state.save(saved, WHOLE);
            restored.restore(reader(saved, saved.length()), WHOLE);
            assertEquals(0, restored.size());
        }
    }

    @Test
    void anImageMayBeOfAnyLengthAndFollowPointers() {
        final Slab elsewhere = new Slab(1 << 16, 8);
        try (elsewhere;
                KeyedState<Long> state = open(KeyKind.LONG, "from");
                KeyedState<Long> restored = open(KeyKind.LONG, "to");
                StateWriter saved = new StateWriter()) {
            for (long key = 0; key < 100; key++) {
                Memory.putLong(state.cell(key), elsewhere.address() + 100 * key);
                Memory.putLong(state.cell(key) + 8, key % 7);
                Memory.putLong(elsewhere.address() + 100 * key, ~key);
            }
            state.save(saved, new Pointed(elsewhere.address() + (1 << 15)));
            restored.restore(reader(saved, saved.length()), new Pointed(elsewhere.address() + (1 << 15)));
            for (long key = 0; key < 100; key++) {
                final long cell = restored.find(key);
                assertNotEquals(Memory.getLong(state.find(key)), Memory.getLong(cell));
                assertEquals(key % 7, Memory.getLong(cell + 8));
                assertEquals(~key, Memory.getLong(Memory.getLong(cell)));
            }
        }
    }

    /** A cell of the address of a long and of how many more bytes its image has. */
    private record Pointed(long target) implements CellImage {
        @Override
        public void write(final long cell, final StateWriter out) {
            out.putLong(Memory.getLong(Memory.getLong(cell)));
            out.putInt((int) Memory.getLong(cell + 8));
            for (long i = Memory.getLong(cell + 8); i > 0; i--) {
                Memory.putByte(out.room(1), (byte) i);
            }
        }

        @Override
        public void read(final StateReader in, final long cell) {
            final long at = target + 100L * Memory.getInt(cell + CellLayout.ORDINAL_OFFSET);
            Memory.putLong(cell, at);
            Memory.putLong(at, in.getLong());
            Memory.putLong(cell + 8, in.getInt());
            in.taken(Memory.getLong(cell + 8));
        }
    }

    private String refusal(final KeyedState<?> state, final StateWriter saved, final long length) {
        return assertThrows(IllegalStateException.class, () -> state.restore(reader(saved, length), WHOLE))
                .getMessage();
    }

    @Test
    void aSnapshotOfAnotherWidthOrOfOtherKeysIsRefused() {
        try (KeyedState<Long> state = open(KeyKind.LONG, "mean");
                KeyedState<Long> wide = backend.open(KeyKind.LONG.spec("wide", 32, 10));
                KeyedState<String> other = open(KeyKind.SHORT_STRING, "other");
                StateWriter saved = new StateWriter()) {
            state.cell(1L);
            state.save(saved, WHOLE);
            assertEquals(
                    "state 'wide', partition 0: valueBytes=24 in the snapshot of stage 'mean', operator 'mean', not 32: the"
                            + " cells have another width: start the pipeline that wrote it, or begin without a snapshot, or drop this state from a savepoint",
                    refusal(wide, saved, saved.length()));
            final String keys = refusal(other, saved, saved.length());
            assertTrue(keys.startsWith("state 'other', partition 0: keySchema="), keys);
            assertTrue(keys.contains("the keys have another form: start the pipeline that wrote it"), keys);
            final String twice = refusal(state, saved, saved.length());
            assertEquals(
                    "state 'mean', partition 0: ordinals=1 > 0: restore a state before its first key comes", twice);
        }
    }

    @Test
    void aSnapshotThatIsCutOffIsRefusedWhereverItIs() {
        try (KeyedState<String> state = open(KeyKind.SHORT_STRING, "whole");
                StateWriter saved = new StateWriter()) {
            for (int key = 0; key < 5; key++) {
                Memory.putLong(state.cell("S" + key), key);
            }
            state.save(saved, WHOLE);
            for (long length = 0; length < saved.length(); length++) {
                try (KeyedState<String> cut = open(KeyKind.SHORT_STRING, "cut")) {
                    final String message = refusal(cut, saved, length);
                    assertTrue(message.startsWith("snapshot of stage 'mean', operator 'mean': "), message);
                }
            }
        }
    }
}
