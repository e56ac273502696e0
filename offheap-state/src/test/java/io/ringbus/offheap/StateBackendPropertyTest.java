// SPDX-License-Identifier: Apache-2.0
package io.ringbus.offheap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.slot.Memory;
import io.ringbus.state.CellLayout;
import io.ringbus.state.KeyedState;
import io.ringbus.state.StateBackend;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(WarningsOff.class)
class StateBackendPropertyTest {
    private static final int STEPS = 6_000;
    private static final int KEYS = 700;
    private static final int VALUE_BYTES = 21;

    @TempDir
    Path directory;

    static List<KeyKind<?>> keyKinds() {
        return KeyKind.all();
    }

    @ParameterizedTest
    @MethodSource("keyKinds")
    <K> void everyBackendAnswersAsAMapOfByteArraysDoes(final KeyKind<K> kind) {
        final List<StateBackend> backends = List.of(
                new SlabStateBackend(),
                new ChronicleStateBackend(Optional.empty()),
                new ChronicleStateBackend(Optional.of(directory)));
        for (final StateBackend backend : backends) {
            final long seed = Long.getLong("ringbus.seed", System.nanoTime());
            try (backend;
                    KeyedState<K> state = backend.open(kind.spec("random", VALUE_BYTES, 5))) {
                run(kind, state, new Random(seed), "seed=" + seed + " backend=" + backend.name() + " keys=" + kind);
            }
        }
    }

    private static <K> void run(
            final KeyKind<K> kind, final KeyedState<K> state, final Random random, final String replay) {
        final Map<K, byte[]> oracle = new HashMap<>();
        for (int step = 0; step < STEPS; step++) {
            final String at = replay + " step=" + step;
            // The keys in play widen and narrow, so that the state grows, empties and fills again.
            final int range = 1 + (int) (KEYS * Math.abs(Math.sin(step * 4.0 / STEPS)));
            final K key = kind.key().apply(random.nextInt(range));
            final int choice = random.nextInt(10);
            if (choice < 5) {
                final long address = state.cell(key);
                final byte[] expected = oracle.computeIfAbsent(key, absent -> new byte[VALUE_BYTES]);
                assertArrayEquals(expected, read(address), at);
                random.nextBytes(expected);
                write(address, expected);
            } else if (choice < 7) {
                final long address = state.find(key);
                assertEquals(oracle.containsKey(key), address != 0, at);
                if (address != 0) {
                    assertArrayEquals(oracle.get(key), read(address), at);
                }
            } else {
                assertEquals(oracle.remove(key) != null, state.remove(key), at);
            }
            assertEquals(oracle.size(), state.size(), at);
            if (step % 500 == 0) {
                compareAll(oracle, state, at);
            }
        }
        compareAll(oracle, state, replay);
        new ArrayList<>(oracle.keySet()).forEach(key -> assertTrue(state.remove(key), replay));
        assertEquals(0, state.size(), replay);
    }

    private static <K> void compareAll(final Map<K, byte[]> oracle, final KeyedState<K> state, final String at) {
        final Map<K, byte[]> seen = new HashMap<>();
        for (int ordinal = 0; ordinal < state.ordinals(); ordinal++) {
            final long address = state.cellAt(ordinal);
            if (address != 0) {
                assertEquals(ordinal, Memory.getInt(address + CellLayout.ORDINAL_OFFSET), at);
                final K key = state.keyAt(ordinal);
                assertEquals(address, state.find(key), at);
                seen.put(key, read(address));
            }
        }
        assertEquals(oracle.keySet(), seen.keySet(), at);
        oracle.forEach((key, bytes) -> assertArrayEquals(bytes, seen.get(key), at));
    }

    private static byte[] read(final long address) {
        final byte[] bytes = new byte[VALUE_BYTES];
        for (int at = 0; at < VALUE_BYTES; at++) {
            bytes[at] = Memory.getByte(address + at);
        }
        return bytes;
    }

    private static void write(final long address, final byte[] bytes) {
        for (int at = 0; at < VALUE_BYTES; at++) {
            Memory.putByte(address + at, bytes[at]);
        }
    }
}
