// SPDX-License-Identifier: Apache-2.0
package io.ringbus.offheap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.codec.AddressCodec;
import io.ringbus.slot.Memory;
import io.ringbus.state.CellLayout;
import io.ringbus.state.KeyedState;
import io.ringbus.state.LocatedState;
import io.ringbus.state.StateSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(WarningsOff.class)
class ChronicleCellsTest {
    @Test
    void aReaderOfTheMapSeesWhatIsWrittenThroughAnAddress() {
        ChronicleRequirements.silence();
        final StateSpec<String> spec = KeyKind.SHORT_STRING.spec("seen", 16, 10);
        final ChronicleCells<String> cells = cells(spec, CapacityRule.DEFAULT);
        try (ChronicleKeys<String> keys = new ChronicleKeys<>(spec.keyCodec());
                KeyedState<String> state = LocatedState.over(spec, cells)) {
            for (int i = 0; i < 10; i++) {
                state.cell("S" + i);
            }
            for (int value = 1; value <= 3; value++) {
                Memory.putLong(state.cell("S7"), value);
                Memory.putLong(state.cell("S7") + 8, -value);
                final byte[] cell = cells.map().get(keys.bytesOf("S7"));
                final ByteBuffer read = ByteBuffer.wrap(cell).order(ByteOrder.LITTLE_ENDIAN);
                assertEquals(7, read.getInt(CellLayout.HEADER_BYTES + CellLayout.ORDINAL_OFFSET), "ordinal");
                assertEquals(value, read.getLong(CellLayout.HEADER_BYTES));
                assertEquals(-value, read.getLong(CellLayout.HEADER_BYTES + 8));
            }
            assertTrue(state.remove("S7"));
            assertFalse(cells.map().containsKey(keys.bytesOf("S7")));
            assertNotNull(cells.map().get(keys.bytesOf("S6")));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 9, 24, 100, 1000, 4096, 65_536})
    void cellsAreAlignedWhateverTheSizesOfKeyAndValue(final int valueBytes) {
        for (final KeyKind<?> kind : KeyKind.all()) {
            assertAligned(kind, valueBytes);
        }
    }

    private static <K> void assertAligned(final KeyKind<K> kind, final int valueBytes) {
        final StateSpec<K> spec = kind.spec("aligned", valueBytes, 20);
        try (KeyedState<K> state = LocatedState.over(spec, cells(spec, CapacityRule.DEFAULT))) {
            for (int i = 0; i < 40; i++) {
                final long address = state.cell(kind.key().apply(i));
                assertEquals(0, address & 7);
                Memory.clear(address, valueBytes);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 100, 5_000, 30_000, 200_000})
    void theSizingFormulaIsAnUpperBoundAndNotAWildOne(final long keys) {
        for (final KeyKind<?> kind : KeyKind.all()) {
            final StateSpec<?> spec = kind.spec("sized", 40, keys);
            final ChronicleCells<?> cells = cells(spec, CapacityRule.DEFAULT);
            final long actual = cells.map().offHeapMemoryUsed();
            cells.close();
            final long bound = StateSizing.chronicleBytes(spec, keys);
            assertTrue(actual <= bound, kind + ": " + actual + " bytes > formula's " + bound);
            assertTrue(bound <= 2 * actual + 8192, kind + ": " + actual + " bytes << formula's " + bound);
        }
    }

    @Test
    void aStateOutgrowsItsMapAndWarnsOnceAtTheStartAndOnceAtTheEnd() {
        final List<String> warnings = new ArrayList<>();
        final Handler handler = recorder(warnings);
        final Logger logger = Logger.getLogger("io.ringbus.offheap");
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
        logger.setLevel(Level.WARNING);
        final StateSpec<Long> spec = KeyKind.LONG.spec("quotes", 8, 10);
        try (KeyedState<Long> state = LocatedState.over(spec, cells(spec, new CapacityRule(100, 80)))) {
            for (long key = 0; key < 100; key++) {
                state.cell(key);
            }
            assertEquals(
                    List.of(
                            "state 'quotes', partition 0: keys=8 >= 80 % of capacity=10: beyond it all cells move to a"
                                    + " larger map: raise StateSpec.expectedKeys",
                            "state 'quotes', partition 0: keys=81 >= 80 % of capacity=100: more than that is an error:"
                                    + " raise the parallelism or the backend's keysMax"),
                    warnings);
            final String message = assertThrows(IllegalStateException.class, () -> state.cell(100L))
                    .getMessage();
            assertEquals(
                    "state 'quotes', partition 0: keys=100 reached keysMax=100 (keys=100 x (key and map 24 + cell 16 bytes)"
                            + " + lookup = " + StateSizing.chronicleBytes(spec, 100)
                            + " bytes): raise the parallelism or the backend's bound",
                    message);
        } finally {
            logger.removeHandler(handler);
            logger.setUseParentHandlers(true);
            logger.setLevel(Level.OFF);
        }
    }

    @Test
    void keysThatTheirCodecDoesNotTellApartAreRefused() {
        final AddressCodec<String> first = KeyKind.STRING_OF_8.codec();
        final StateSpec<String> spec = new StateSpec<>("lossy", 0, String.class, new FirstLetter(first), 8, 10);
        try (KeyedState<String> state = LocatedState.over(spec, cells(spec, CapacityRule.DEFAULT))) {
            Memory.putLong(state.cell("AAPL"), 1);
            final String message = assertThrows(IllegalStateException.class, () -> state.cell("AMZN"))
                    .getMessage();
            assertEquals(
                    "state 'lossy', partition 0: key=AMZN has the same encoding as a key that is present:"
                            + " the codec of the keys must tell apart what equals tells apart",
                    message);
            assertEquals(1, state.size());
            assertEquals(1, Memory.getLong(state.find("AAPL")));
            state.cell("GOOG");
            assertTrue(state.remove("AAPL"));
            assertEquals(0, Memory.getLong(state.cell("AMZN")));
        }
    }

    @Test
    void keyBytesAreLengthThenEncodingThenZeros() {
        try (ChronicleKeys<String> keys = new ChronicleKeys<>(KeyKind.STRING_OF_8.codec())) {
            keys.bytesOf("ABCDEFGH");
            assertArrayEquals(new byte[] {2, 0, 0, 0, 'A', 'B', 0, 0, 0, 0, 0, 0}, keys.bytesOf("AB"));
        }
    }

    private static <K> ChronicleCells<K> cells(final StateSpec<K> spec, final CapacityRule rule) {
        return new ChronicleCells<>(spec, new ChronicleMaps(spec, Optional.empty()), rule, () -> {});
    }

    private static Handler recorder(final List<String> messages) {
        return new Handler() {
            @Override
            public void publish(final LogRecord logged) {
                messages.add(logged.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    private record FirstLetter(AddressCodec<String> codec) implements AddressCodec<String> {
        @Override
        public int schemaId() {
            return 9;
        }

        @Override
        public int maxLength() {
            return codec.maxLength();
        }

        @Override
        public int encodeAt(final String value, final long address) {
            return codec.encodeAt(value.substring(0, 1), address);
        }

        @Override
        public String decodeAt(final long address, final int length) {
            return codec.decodeAt(address, length);
        }
    }
}
