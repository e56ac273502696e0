// SPDX-License-Identifier: Apache-2.0
package io.ringbus.offheap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.ringbus.slot.Memory;
import io.ringbus.slot.Slab;
import io.ringbus.state.CellLayout;
import io.ringbus.state.KeyedState;
import io.ringbus.state.StateBackend;
import java.lang.management.ManagementFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every backend promises. A subclass names the backend. */
@ExtendWith(WarningsOff.class)
abstract class StateBackendContract {
    private StateBackend backend;
    private long liveBytesBefore;

    /** Makes the backend under test, whose states refuse keys beyond {@code keysMax} if it is not 0. */
    abstract StateBackend backend(long keysMax);

    @BeforeEach
    void open() {
        liveBytesBefore = Slab.liveBytes();
        backend = backend(0);
    }

    @AfterEach
    void close() {
        backend.close();
        assertEquals(liveBytesBefore, Slab.liveBytes(), "bytes of slabs left behind");
    }

    static java.util.List<KeyKind<?>> keyKinds() {
        return KeyKind.all();
    }

    @Test
    void aNewCellIsZeroedAlignedAndInRoomOfItsOwn() {
        try (KeyedState<Long> state = backend.open(KeyKind.LONG.spec("zeroed", 13, 4))) {
            for (long key = 0; key < 100; key++) {
                final long address = state.cell(key);
                assertEquals(0, address & 7, "alignment of key " + key);
                assertEquals(key, Memory.getInt(address + CellLayout.ORDINAL_OFFSET));
                assertEquals(0, Memory.getInt(address + CellLayout.EPOCH_OFFSET));
                for (int at = 0; at < 13; at++) {
                    assertEquals(0, Memory.getByte(address + at), "byte " + at + " of key " + key);
                    Memory.putByte(address + at, (byte) -1);
                }
            }
        }
    }

    @Test
    void aCellThatIsUsedAgainIsZeroed() {
        try (KeyedState<String> state = backend.open(KeyKind.SHORT_STRING.spec("again", 24, 4))) {
            for (int round = 0; round < 50; round++) {
                final long address = state.cell("S" + round);
                assertEquals(0, Memory.getLong(address) | Memory.getLong(address + 8) | Memory.getLong(address + 16));
                Memory.putLong(address, -1);
                Memory.putLong(address + 16, -1);
                Memory.putInt(address + CellLayout.EPOCH_OFFSET, 7);
                assertTrue(state.remove("S" + round));
            }
            assertEquals(1, state.ordinals());
        }
    }

    @ParameterizedTest
    @MethodSource("keyKinds")
    <K> void keysAreFoundByValueAndOrdinalsAreDense(final KeyKind<K> kind) {
        try (KeyedState<K> state = backend.open(kind.spec("found", 8, 16))) {
            assertEquals(0, state.find(kind.key().apply(0)));
            IntStream.range(0, 500)
                    .forEach(i -> Memory.putLong(state.cell(kind.key().apply(i)), i));
            assertEquals(500, state.size());
            assertEquals(500, state.ordinals());
            for (int i = 0; i < 500; i++) {
                final long address = state.find(kind.key().apply(i));
                assertEquals(i, Memory.getLong(address));
                assertEquals(address, state.cell(kind.key().apply(i)));
                assertEquals(address, state.cellAt(i));
                assertEquals(kind.key().apply(i), state.keyAt(i));
            }
            assertEquals(0, state.find(kind.key().apply(501)));
            assertFalse(state.remove(kind.key().apply(501)));
        }
    }

    @Test
    void anOrdinalThatWasRemovedAnswersZeroUntilItIsUsedAgain() {
        try (KeyedState<Integer> state = backend.open(KeyKind.INT.spec("ordinals", 8, 16))) {
            for (int key = 0; key < 4; key++) {
                state.cell(key);
            }
            assertTrue(state.remove(1));
            assertEquals(0, state.cellAt(1));
            assertEquals(3, state.size());
            assertEquals(4, state.ordinals());
            final long address = state.cell(9);
            assertEquals(1, Memory.getInt(address + CellLayout.ORDINAL_OFFSET));
            assertEquals(9, state.keyAt(1));
            assertEquals(4, state.ordinals());
        }
    }

    @Test
    void growingKeepsEveryByteOfEveryCell() {
        try (KeyedState<Long> state = backend.open(KeyKind.LONG.spec("growing", 16, 10))) {
            for (long key = 0; key < 3_000; key++) {
                final long address = state.cell(key);
                Memory.putLong(address, key);
                Memory.putLong(address + 8, ~key);
                Memory.putInt(address + CellLayout.EPOCH_OFFSET, (int) key + 1);
            }
            for (long key = 0; key < 3_000; key++) {
                final long address = state.find(key);
                assertEquals(key, Memory.getLong(address));
                assertEquals(~key, Memory.getLong(address + 8));
                assertEquals(key, Memory.getInt(address + CellLayout.ORDINAL_OFFSET));
                assertEquals(key + 1, Memory.getInt(address + CellLayout.EPOCH_OFFSET));
            }
        }
    }

    @Test
    void runningOutOfRoomNamesTheStateAndLosesNothing() {
        try (StateBackend small = backend(100);
                KeyedState<Long> state = small.open(KeyKind.LONG.spec("quotes", 16, 10))) {
            final IllegalStateException full = assertThrows(IllegalStateException.class, () -> {
                for (long key = 0; key < 1_000; key++) {
                    Memory.putLong(state.cell(key), key);
                }
            });
            assertTrue(full.getMessage().startsWith("state 'quotes', partition 0: "), full.getMessage());
            assertTrue(full.getMessage().contains(" bytes"), full.getMessage());
            final int kept = state.size();
            assertEquals(100, kept);
            for (long key = 0; key < kept; key++) {
                assertEquals(key, Memory.getLong(state.find(key)));
            }
            assertTrue(state.remove(5L));
            Memory.putLong(state.cell(4_711L), 4_711);
            assertThrows(IllegalStateException.class, () -> state.cell(-1L));
            assertEquals(100, state.size());
        }
    }

    @Test
    void aStateThatWasClosedOpensEmptyAgain() {
        for (int round = 0; round < 3; round++) {
            try (KeyedState<Long> state = backend.open(KeyKind.LONG.spec("reopened", 8, 10))) {
                assertEquals(0, state.find(1L));
                assertEquals(0, state.size());
                Memory.putLong(state.cell(1L), 1);
            }
        }
    }

    @Test
    void aClosedStateFindsNothingAndRefusesNewKeys() {
        final KeyedState<Long> longs = backend.open(KeyKind.LONG.spec("closed-1", 8, 10));
        final KeyedState<String> strings = backend.open(KeyKind.SHORT_STRING.spec("closed-2", 8, 10));
        longs.cell(1L);
        strings.cell("S1");
        longs.close();
        longs.close();
        strings.close();
        assertEquals(0, longs.find(1L));
        assertEquals(0, strings.find("S1"));
        assertEquals(0, longs.size());
        assertFalse(longs.remove(1L));
        final String message =
                assertThrows(IllegalStateException.class, () -> longs.cell(1L)).getMessage();
        assertEquals("state 'closed-1', partition 0 is closed: a key came after the end", message);
        assertThrows(IllegalStateException.class, () -> strings.cell("S1"));
    }

    @Test
    void statesAndPartitionsAreKeptApart() {
        final var first = KeyKind.LONG.spec("apart", 8, 10);
        final var second = new io.ringbus.state.StateSpec<>("apart", 1, Long.class, first.keyCodec(), 8, 10);
        try (KeyedState<Long> one = backend.open(first);
                KeyedState<Long> two = backend.open(second)) {
            Memory.putLong(one.cell(1L), 1);
            assertEquals(0, two.find(1L));
            assertNotEquals(one.cell(1L), two.cell(1L));
        }
    }

    @Test
    void aStateMayBeUsedAndClosedByAnotherThreadThanOpenedIt() throws InterruptedException {
        final KeyedState<String> state = backend.open(KeyKind.SHORT_STRING.spec("handed-over", 8, 10));
        final Thread stage = new Thread(() -> IntStream.range(0, 100).forEach(i -> state.cell("S" + i)));
        stage.start();
        stage.join();
        assertEquals(100, state.size());
        state.close();
    }

    @Test
    void locatingAKeyThatIsPresentAllocatesNothing() {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (KeyedState<Long> longs = backend.open(KeyKind.LONG.spec("allocation-1", 8, 1000));
                KeyedState<String> strings = backend.open(KeyKind.SHORT_STRING.spec("allocation-2", 8, 1000))) {
            final String[] symbols =
                    IntStream.range(0, 1000).mapToObj(i -> "S" + i).toArray(String[]::new);
            long allocated = Long.MAX_VALUE;
            for (int attempt = 0; attempt < 100 && allocated >= 1_000; attempt++) {
                final long before = threads.getCurrentThreadAllocatedBytes();
                for (int round = 0; round < 100; round++) {
                    countUp(longs, strings, symbols);
                }
                allocated = threads.getCurrentThreadAllocatedBytes() - before;
            }
            assertTrue(allocated < 1_000, "200,000 accesses of a warm state allocated " + allocated + " bytes");
        }
    }

    private static void countUp(
            final KeyedState<Long> longs, final KeyedState<String> strings, final String[] symbols) {
        for (int i = 0; i < symbols.length; i++) {
            final long one = longs.cell((long) i * 1_000_003);
            Memory.putLong(one, Memory.getLong(one) + 1);
            final long other = strings.cell(symbols[i]);
            Memory.putLong(other, Memory.getLong(other) + 1);
        }
    }
}
