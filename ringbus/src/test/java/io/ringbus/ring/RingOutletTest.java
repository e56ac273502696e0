// SPDX-License-Identifier: Apache-2.0
package io.ringbus.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.chain.Flow;
import io.ringbus.chain.Specialiser;
import io.ringbus.slot.Slab;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RingOutletTest {
    private static final long MS = 1_000_000;
    private final List<AutoCloseable> open = new ArrayList<>();
    private long liveBytes;

    @BeforeEach
    void countSlabs() {
        liveBytes = Slab.liveBytes();
    }

    @AfterEach
    void everySlabIsFreed() throws Exception {
        for (final AutoCloseable closeable : open) {
            closeable.close();
        }
        assertEquals(liveBytes, Slab.liveBytes());
    }

    private <E extends AutoCloseable> E opened(final E closeable) {
        open.add(closeable);
        return closeable;
    }

    @Test
    void everyRecordArrivesOnceAndInOrderThroughManyLaps() {
        final Edge<Tick> edge = opened(Edge.ofTicks(8, FlushPolicy.NEVER, 3, 0));
        final List<String> seen = new ArrayList<>();
        final List<String> expected = new ArrayList<>();
        for (long id = 0; id < 1_000; id++) {
            edge.outlet.beginTurn();
            edge.emit(id);
            edge.outlet.endTurn(0);
            expected.add(new Tick(id, -id) + "@" + id);
            seen.addAll(edge.reader.read());
        }
        edge.outlet.emitEnd();
        expected.add("end");
        seen.addAll(edge.reader.read());
        assertEquals(expected, seen);
    }

    @Test
    void intervalZeroPublishesEachRecordAtOnce() {
        final Edge<Tick> edge = opened(Edge.ofTicks(8, 0, 100, 0));
        edge.emit(1);
        assertEquals(1, edge.reader.read().size());
        edge.emit(2);
        assertEquals(1, edge.reader.read().size());
        assertEquals(2, edge.counters.batches().get());
    }

    @Test
    void aPositiveIntervalHoldsRecordsBackUntilItHasPassed() {
        final Edge<Tick> edge = opened(Edge.ofTicks(64, 100, 100, 0));
        edge.emit(1);
        edge.outlet.endTurn(1_000);
        assertEquals(1_100, edge.outlet.dueNs());
        edge.emit(2);
        edge.outlet.endTurn(1_099);
        assertEquals(List.of(), edge.reader.read());
        edge.outlet.endTurn(1_100);
        assertEquals(2, edge.reader.read().size());
        assertEquals(1, edge.counters.flushes().get());
        assertEquals(Long.MAX_VALUE, edge.outlet.dueNs());
    }

    @Test
    void aFullBatchDoesNotWaitForTheInterval() {
        final Edge<Tick> edge = opened(Edge.ofTicks(64, MS, 4, 0));
        for (int id = 0; id < 6; id++) {
            edge.emit(id);
        }
        assertEquals(4, edge.reader.read().size());
    }

    @Test
    void withoutAnIntervalOnlyFullBatchesAndMarksArePublished() {
        final Edge<Tick> edge = opened(Edge.ofTicks(64, FlushPolicy.NEVER, 4, 0));
        edge.emit(1);
        edge.outlet.endTurn(Long.MAX_VALUE / 2);
        assertEquals(List.of(), edge.reader.read());
        assertEquals(Long.MAX_VALUE, edge.outlet.dueNs());
        edge.outlet.emitIdle();
        assertEquals(List.of("Tick[id=1, value=-1]@1", "idle"), edge.reader.read());
        edge.emit(2);
        edge.outlet.emitEnd();
        assertEquals(List.of("Tick[id=2, value=-2]@2", "end"), edge.reader.read());
    }

    @Test
    void littleFreeSpacePublishesWhatWaits() {
        final Edge<Tick> edge = opened(Edge.ofTicks(16, FlushPolicy.NEVER, 100, 25));
        for (int id = 0; id < 12; id++) {
            edge.emit(id);
        }
        assertEquals(0, edge.ring.occupancy());
        edge.emit(12);
        assertEquals(12, edge.ring.occupancy());
        assertFalse(edge.flow.isHeld());
    }

    @Test
    void aChangedIntervalTakesEffectInTheNextTurn() {
        final Edge<Tick> edge = opened(Edge.ofTicks(16, FlushPolicy.NEVER, 100, 0));
        edge.emit(1);
        edge.outlet.endTurn(0);
        edge.policy.intervalNs(0);
        edge.outlet.beginTurn();
        edge.emit(2);
        assertEquals(2, edge.ring.occupancy());
    }

    @Test
    void aRecordOfAQuietStreamIsPublishedWhenTheIntervalIsLoweredBehindIt() {
        final Edge<Tick> edge = opened(Edge.ofTicks(16, FlushPolicy.NEVER, 100, 0));
        edge.emit(1);
        edge.outlet.endTurn(0);
        edge.policy.intervalNs(10);
        edge.outlet.beginTurn();
        edge.outlet.endTurn(11);
        assertEquals(1, edge.ring.occupancy());
    }

    @Test
    void recordsBehindAFullRingAreSetAsideAndFollowInOrder() {
        final Edge<Tick> edge = opened(Edge.ofTicks(8, 0, 1, 0));
        for (int id = 0; id < 30; id++) {
            edge.emit(id);
        }
        assertTrue(edge.flow.isHeld());
        assertTrue(edge.outlet.isFull());
        assertEquals(1, edge.counters.full().get());
        assertEquals(0, edge.outlet.beginTurn());
        final List<String> seen = new ArrayList<>();
        while (edge.flow.isHeld()) {
            seen.addAll(edge.reader.read(3));
            edge.outlet.beginTurn();
        }
        seen.addAll(edge.reader.read());
        for (int id = 0; id < 30; id++) {
            assertEquals(new Tick(id, -id) + "@" + id, seen.get(id));
        }
        assertEquals(30, seen.size());
        assertFalse(edge.outlet.isFull());
    }

    @Test
    void aFullRingGivesTheStageNothingToHurryFor() {
        final Edge<Tick> edge = opened(Edge.ofTicks(2, 5, 100, 0));
        edge.outlet.emitWatermark(1);
        edge.outlet.endTurn(0);
        edge.emit(1);
        edge.emit(2);
        edge.emit(3);
        edge.outlet.emitWatermark(4);
        edge.outlet.endTurn(100);
        assertEquals(Long.MAX_VALUE, edge.outlet.dueNs());
    }

    @Test
    void marksBehindAFullRingKeepTheirPlace() {
        final Edge<Tick> edge = opened(Edge.ofTicks(2, 0, 1, 0));
        edge.emit(1);
        edge.emit(2);
        edge.emit(3);
        edge.outlet.emitWatermark(7);
        edge.outlet.emitIdle();
        edge.emit(4);
        edge.outlet.emitEnd();
        final List<String> seen = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            seen.addAll(edge.reader.read());
            edge.outlet.beginTurn();
            edge.outlet.endTurn(i);
        }
        final List<String> expected = List.of(
                "Tick[id=1, value=-1]@1",
                "Tick[id=2, value=-2]@2",
                "Tick[id=3, value=-3]@3",
                "W 7",
                "idle",
                "Tick[id=4, value=-4]@4",
                "end");
        assertEquals(expected, seen);
    }

    @Test
    void aWatermarkTravelsInTheSlotOfTheRecordBehindIt() {
        final Edge<Tick> edge = opened(Edge.ofTicks(16, 0, 1, 0));
        edge.outlet.emitWatermark(4);
        edge.emit(5);
        edge.outlet.emitWatermark(5);
        edge.emit(6);
        edge.outlet.endTurn(0);
        assertEquals(List.of("W 4", "Tick[id=5, value=-5]@5", "W 5", "Tick[id=6, value=-6]@6"), edge.reader.read());
        assertEquals(2, edge.counters.slots().get());
    }

    @Test
    void aWatermarkThatNoRecordFollowsGetsASlotWhenTheIntervalHasPassed() {
        final Edge<Tick> edge = opened(Edge.ofTicks(16, 100, 10, 0));
        edge.outlet.emitWatermark(4);
        edge.outlet.endTurn(1_000);
        assertEquals(List.of(), edge.reader.read());
        assertEquals(1_100, edge.outlet.dueNs());
        edge.outlet.endTurn(1_100);
        edge.outlet.endTurn(2_000);
        assertEquals(List.of("W 4"), edge.reader.read());
        assertEquals(1, edge.counters.slots().get());
    }

    @Test
    void aWatermarkDoesNotWaitForeverWithoutAnInterval() {
        final Edge<Tick> edge = opened(Edge.ofTicks(16, FlushPolicy.NEVER, 10, 0));
        edge.outlet.emitWatermark(4);
        edge.outlet.endTurn(0);
        assertEquals(100 * MS, edge.outlet.dueNs());
        edge.outlet.endTurn(100 * MS);
        assertEquals(List.of("W 4"), edge.reader.read());
    }

    @Test
    void aLongRecordSpansSlotsAndIsPaddedAtTheWrap() {
        final Edge<String> edge = opened(Edge.ofTexts(8, 32, 100));
        final List<String> seen = new ArrayList<>();
        final List<String> expected = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            final String text = "x".repeat(i);
            edge.outlet.beginTurn();
            edge.outlet.emit(text, i);
            expected.add(text + "@" + i);
            seen.addAll(edge.reader.read());
        }
        assertEquals(expected, seen);
    }

    @Test
    void paddingCarriesNoWatermarkFromTheBytesThatItCovers() {
        final Edge<String> edge = opened(Edge.ofTexts(8, 32, 100));
        final List<String> seen = new ArrayList<>();
        edge.outlet.emit("a", 0);
        edge.outlet.emit("y".repeat(90), 0); // four slots, 1 to 4
        seen.addAll(edge.reader.read());
        edge.outlet.emit("y".repeat(70), 0); // padding in 5 to 7 is no good: three slots fit
        edge.outlet.emit("a", 0);
        edge.outlet.emit("y".repeat(100), 0); // slots 1 to 4 of the next lap: full, set aside
        edge.outlet.emit("y".repeat(100), 0); // set aside: does not fit before the end, padding in 5 to 7
        for (int i = 0; i < 4; i++) {
            seen.addAll(edge.reader.read());
            edge.outlet.beginTurn();
        }
        assertEquals(6, seen.size(), seen::toString);
        assertTrue(seen.stream().noneMatch(line -> line.startsWith("W")), seen::toString);
    }

    @Test
    void slotsAreCountedAlsoWhenARecordTakesSeveral() {
        final Edge<String> edge = opened(Edge.ofTexts(16, 32, 100));
        edge.outlet.emit("x".repeat(90), 0);
        edge.outlet.emit("x", 0);
        assertEquals(5, edge.counters.slots().get());
    }

    @Test
    void aHeldInletReadsNothingAndGoesOnWhereItStopped() {
        final Edge<Tick> edge = opened(Edge.ofTicks(8, 0, 1, 0));
        edge.emit(1);
        edge.emit(2);
        edge.emit(3);
        assertEquals(List.of("Tick[id=1, value=-1]@1"), edge.reader.read(1));
        edge.reader.inlet().hold();
        assertEquals(List.of(), edge.reader.read());
        assertEquals(2, edge.ring.occupancy());
        edge.reader.inlet().release();
        assertEquals(2, edge.reader.read().size());
    }

    @Test
    void aRecordThatTheCodecRefusesLeavesNoTrace() {
        final Edge<Tick> edge = opened(Edge.ofTicks(8, 0, 1, 0));
        edge.emit(1);
        assertThrows(IllegalArgumentException.class, () -> edge.emit(-1));
        edge.emit(2);
        assertEquals(List.of("Tick[id=1, value=-1]@1", "Tick[id=2, value=-2]@2"), edge.reader.read());
    }

    @Test
    void measuresThatCannotWorkAreRefused() {
        assertEquals(
                "ringbus.ring.slots=12 is not a power of two of at least 2",
                assertThrows(IllegalArgumentException.class, () -> new RingSpec(12, 64, 8, 64))
                        .getMessage());
        assertEquals(
                "ring: slotBytes=65 is not a multiple of alignment=64 of at least 24: take RingSpec.of(..)",
                assertThrows(IllegalArgumentException.class, () -> new RingSpec(4, 65, 8, 64))
                        .getMessage());
        assertEquals(
                "ring 'r': a record of 200 bytes spans 4 of ringbus.ring.slots=4, more than half of them: raise"
                        + " ringbus.ring.slots",
                assertThrows(IllegalArgumentException.class, () -> new Ring("r", new RingSpec(4, 64, 200, 64), null))
                        .getMessage());
        final Ring ring = opened(new Ring("r", new RingSpec(4, 64, 8, 64), null));
        assertEquals(
                "ring 'r': codec maxLength=16 > payloadBytesMax=8: size the ring for this codec",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Outlets.of(
                                        ring,
                                        new TickCodec(),
                                        new FlushPolicy(0, 1, 0),
                                        new Flow(),
                                        new OutletCounters(
                                                Edge.counter(), Edge.counter(), Edge.counter(), Edge.counter()),
                                        new Specialiser(false)))
                        .getMessage());
        assertEquals(
                "ringbus.flush.interval=-2 ns < -1: give 0 for every record, -1 for full batches, or a duration",
                assertThrows(IllegalArgumentException.class, () -> new FlushPolicy(0, 1, 0).intervalNs(-2))
                        .getMessage());
    }
}
