// SPDX-License-Identifier: Apache-2.0
package io.ringbus.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.codec.AddressCodec;
import io.ringbus.slot.Memory;
import io.ringbus.slot.Slab;
import io.ringbus.testing.MovingCells;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LocatedStateTest {
    private static final int STEPS = 40_000;

    @Test
    void longsOfEveryShapeAreLocatedAsAMapLocatesThem() {
        compare("long", Long.class, i -> (long) i, 3_000);
        compare("long, high bits", Long.class, i -> (long) i << 44, 3_000);
        compare("long, strides", Long.class, i -> i * 0x9E3779B97F4A7C15L, 3_000);
        compare("int", Integer.class, i -> -i, 3_000);
        compare("short", Short.class, i -> (short) (i - 1_000), 3_000);
        compare("byte", Byte.class, i -> (byte) i, 250);
        compare("character", Character.class, i -> (char) i, 3_000);
    }

    @Test
    void objectsAreLocatedByEqualsAsAMapLocatesThem() {
        compare("string", String.class, i -> "S" + i, 3_000);
        compare("record", Pair.class, i -> new Pair(i / 7, "x" + i % 7), 3_000);
        compare("all of one hash", Clash.class, Clash::new, 100);
    }

    private static <K> void compare(
            final String name, final Class<K> type, final IntFunction<K> keys, final int range) {
        for (final boolean copied : new boolean[] {false, true}) {
            final long seed = Long.getLong("ringbus.seed", System.nanoTime());
            final String replay = "seed=" + seed + " keys=" + name + " copied=" + copied;
            final Random random = new Random(seed);
            final long before = Slab.liveBytes();
            final MovingCells<K> cells = new MovingCells<>(Long.BYTES, Integer.MAX_VALUE);
            final KeyedState<K> state = copied
                    ? LocatedState.over(spec(type), cells, new HiddenCopies())
                    : LocatedState.over(spec(type), cells);
            assertEquals(copied, state.getClass().isHidden(), replay);
            final Map<K, Long> oracle = new HashMap<>();
            for (int step = 0; step < STEPS; step++) {
                final String at = replay + " step=" + step;
                final K key = keys.apply(random.nextInt(1 + (int) (range * Math.abs(Math.sin(step * 6.0 / STEPS)))));
                if (random.nextInt(3) == 0) {
                    assertEquals(oracle.remove(key) != null, state.remove(key), at);
                } else {
                    final long address = state.cell(key);
                    assertEquals(oracle.getOrDefault(key, 0L), Memory.getLong(address), at);
                    Memory.putLong(address, step);
                    oracle.put(key, (long) step);
                }
                assertEquals(oracle.size(), state.size(), at);
            }
            for (int i = 0; i < range; i++) {
                final long address = state.find(keys.apply(i));
                final Long expected = oracle.get(keys.apply(i));
                assertEquals(expected, address == 0 ? null : Memory.getLong(address), replay + " i=" + i);
            }
            assertEquals(oracle.keySet(), keysOf(state), replay);
            state.close();
            assertTrue(cells.isClosed());
            assertEquals(before, Slab.liveBytes(), replay);
        }
    }

    private static <K> java.util.Set<K> keysOf(final KeyedState<K> state) {
        final java.util.Set<K> keys = new java.util.HashSet<>();
        for (int ordinal = 0; ordinal < state.ordinals(); ordinal++) {
            if (state.cellAt(ordinal) != 0) {
                assertTrue(keys.add(state.keyAt(ordinal)));
            }
        }
        return keys;
    }

    @Test
    void aStoreThatCannotGrowLosesNothingThatIsThere() {
        final MovingCells<Long> cells = new MovingCells<>(Long.BYTES, 64);
        try (KeyedState<Long> state = LocatedState.over(spec(Long.class), cells)) {
            for (long key = 0; key < 64; key++) {
                Memory.putLong(state.cell(key), key);
            }
            for (int attempt = 0; attempt < 3; attempt++) {
                assertThrows(IllegalStateException.class, () -> state.cell(64L));
                assertEquals(0, state.find(64L));
                assertEquals(64, state.size());
                assertEquals(64, state.ordinals());
            }
            for (long key = 0; key < 64; key++) {
                assertEquals(key, Memory.getLong(state.find(key)));
            }
        }
    }

    @Test
    void expectedKeysBeyondReasonAreNotPaidForUpFront() {
        final long before = Slab.liveBytes();
        final MovingCells<Long> cells = new MovingCells<>(Long.BYTES, Integer.MAX_VALUE);
        final StateSpec<Long> spec = new StateSpec<>("large", 0, Long.class, new NoCodec<>(), 8, 1L << 40);
        try (KeyedState<Long> state = LocatedState.over(spec, cells)) {
            assertTrue(Slab.liveBytes() - before <= 64 << 20);
            assertEquals(0, state.find(1L));
        }
    }

    @Test
    void aBackendThatNobodyRegisteredIsAnErrorThatNamesTheArtifact() {
        assertEquals(
                "ringbus.state.backend=chronicle is not among the backends on the class path (none):"
                        + " add the artifact io.ringbus:ringbus-offheap-state",
                assertThrows(IllegalStateException.class, () -> StateBackends.named("chronicle", Optional.empty()))
                        .getMessage());
        assertFalse(LongKeys.accepts(String.class));
    }

    private static <K> StateSpec<K> spec(final Class<K> type) {
        return new StateSpec<>("located", 0, type, new NoCodec<>(), Long.BYTES, 3);
    }

    private record Pair(int left, String right) {}

    private record Clash(int id) {
        @Override
        public int hashCode() {
            return 1;
        }
    }

    /** Copies as the specialiser does. */
    private static final class HiddenCopies implements StateMaker {
        @Override
        public <C> C create(final Class<C> contract, final Class<?> template, final @Nullable Object... arguments) {
            try (InputStream file = template.getResourceAsStream(template.getSimpleName() + ".class")) {
                final Class<?> copy = MethodHandles.lookup()
                        .defineHiddenClass(file.readAllBytes(), true)
                        .lookupClass();
                final Constructor<?> constructor = copy.getDeclaredConstructors()[0];
                return contract.cast(constructor.newInstance(arguments));
            } catch (final IOException | ReflectiveOperationException failed) {
                throw new UncheckedIOException(new IOException(failed));
            }
        }
    }

    private record NoCodec<K>() implements AddressCodec<K> {
        @Override
        public int schemaId() {
            return 0;
        }

        @Override
        public int maxLength() {
            return 0;
        }

        @Override
        public int encodeAt(final K value, final long address) {
            throw new UnsupportedOperationException();
        }

        @Override
        public K decodeAt(final long address, final int length) {
            throw new UnsupportedOperationException();
        }
    }
}
