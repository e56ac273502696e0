// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.slot.Slab;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecordBufferTest {
    private static final int KEYS = 5;
    private static final int STEPS = 20_000;

    private static Trade trade(final long id) {
        return new Trade("A", id, 0.25, 7);
    }

    @Test
    void keepsTheRecordsOfSeveralKeysApartWhileTheyComeAndGo() {
        final long liveBytes = Slab.liveBytes();
        final Random random = new Random(1);
        final List<Deque<Trade>> expected = new ArrayList<>();
        try (RecordBuffer<Trade> buffer = RecordBuffer.of("b", Trade.CODEC, false, 8, 1_000);
                Slab cells = new Slab((long) KEYS * RecordBuffer.BYTES, 8)) {
            for (int key = 0; key < KEYS; key++) {
                expected.add(new ArrayDeque<>());
            }
            for (int step = 0; step < STEPS; step++) {
                final int key = random.nextInt(KEYS);
                final long at = cells.address() + (long) key * RecordBuffer.BYTES;
                final Deque<Trade> records = expected.get(key);
                final int gone = Math.min(records.size(), random.nextInt(20) == 0 ? random.nextInt(40) : 0);
                buffer.append(trade(step), step, 0, at, gone);
                records.add(trade(step));
                buffer.drop(at, gone);
                for (int i = 0; i < gone; i++) {
                    records.remove();
                }
                if (random.nextInt(200) == 0) {
                    buffer.clear(at);
                    records.clear();
                }
                assertEquals(records.size(), buffer.of(at).size());
                if (random.nextInt(10) == 0) {
                    final List<Trade> read = new ArrayList<>();
                    buffer.of(at).forEach(read::add);
                    assertEquals(List.copyOf(records), read);
                    if (!read.isEmpty()) {
                        assertEquals(read.get(0).id(), buffer.startNs());
                        assertEquals(read.get(read.size() - 1).id() + 1, buffer.endNs());
                    }
                }
            }
        }
        assertEquals(liveBytes, Slab.liveBytes());
    }

    @Test
    void usesABlockAgainThatAnotherKeyHasLeft() {
        final long liveBytes = Slab.liveBytes();
        try (RecordBuffer<Trade> buffer = RecordBuffer.of("b", Trade.CODEC, false, 0, 1 << 20);
                Slab cells = new Slab(2L * RecordBuffer.BYTES, 8)) {
            final long one = cells.address();
            final long other = one + RecordBuffer.BYTES;
            for (int i = 0; i < 50_000; i++) {
                buffer.append(trade(i), i, 0, one, 0);
            }
            buffer.clear(one);
            final long grown = Slab.liveBytes();
            for (int i = 0; i < 50_000; i++) {
                buffer.append(trade(i), i, 0, other, 0);
            }
            assertEquals(grown, Slab.liveBytes());
            assertTrue(grown - liveBytes > 50_000L * Trade.CODEC.maxLength());
        }
        assertEquals(liveBytes, Slab.liveBytes());
    }

    @Test
    void refusesAnIndexThatIsNotThere() {
        try (RecordBuffer<Trade> buffer = RecordBuffer.of("b", Trade.CODEC, false, 0, 9);
                Slab cells = new Slab(RecordBuffer.BYTES, 8)) {
            buffer.append(trade(1), 1, 0, cells.address(), 0);
            final Window<Trade> window = buffer.of(cells.address());
            assertEquals(
                    "window 'b': index=1 is outside [0, size=1)",
                    assertThrows(IndexOutOfBoundsException.class, () -> window.record(1))
                            .getMessage());
            assertThrows(IndexOutOfBoundsException.class, () -> window.timestampNs(-1));
            final Iterator<Trade> records = window.iterator();
            records.next();
            assertEquals(
                    "window: no record at index=1, size=1",
                    assertThrows(NoSuchElementException.class, records::next).getMessage());
        }
    }
}
