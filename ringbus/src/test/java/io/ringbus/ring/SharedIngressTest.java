// SPDX-License-Identifier: Apache-2.0
package io.ringbus.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.environment.Clock;
import io.ringbus.slot.Slab;
import io.ringbus.testing.SimulatedClock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SharedIngressTest {
    private static final int SLOT_BYTES = 32;
    private static final int MAX_LENGTH = 90;
    private final SimulatedClock clock = new SimulatedClock(0);
    private final List<SharedIngress<?>> open = new ArrayList<>();
    private long liveBytes;

    @BeforeEach
    void countSlabs() {
        liveBytes = Slab.liveBytes();
    }

    @AfterEach
    void everySlabIsFreed() {
        open.forEach(ingress -> ingress.ring().close());
        assertEquals(liveBytes, Slab.liveBytes());
    }

    /** Time passes only while a publisher waits: a millisecond each try. */
    private SharedIngress<String> ingress(final int slots, final int maxLength) {
        final RingSpec spec = new RingSpec(slots, SLOT_BYTES, maxLength, Long.BYTES);
        final SharedIngress<String> ingress = new SharedIngress<>(
                "in", spec, new TextCodec(maxLength), 5_000_000, clock, null, () -> clock.advance(1_000_000));
        open.add(ingress);
        return ingress;
    }

    private static SlotReader<String> readerOf(final SharedIngress<String> ingress) {
        return new SlotReader<>(ingress.ring(), new TextCodec(MAX_LENGTH));
    }

    @Test
    void publishedRecordsComeOutInOrderWithTheirTimes() {
        final SharedIngress<String> ingress = ingress(8, 8);
        final SlotReader<String> reader = readerOf(ingress);
        ingress.publish("a", 1);
        ingress.publish("b");
        assertTrue(ingress.tryPublish("c", 3));
        assertTrue(ingress.tryPublish("d"));
        assertEquals(List.of("a@1", "b@" + Long.MIN_VALUE, "c@3", "d@" + Long.MIN_VALUE), reader.read());
    }

    @Test
    void longRecordsComeOutWholeThroughManyLaps() {
        final SharedIngress<String> ingress = ingress(16, MAX_LENGTH);
        final SlotReader<String> reader = readerOf(ingress);
        final List<String> expected = new ArrayList<>();
        final List<String> seen = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            final String text = "\177".repeat(i % (MAX_LENGTH + 1));
            ingress.publish(text, i);
            expected.add(text + "@" + i);
            seen.addAll(reader.read());
        }
        assertEquals(expected, seen);
    }

    @Test
    void aFullRingRefusesToTryAndTimesOutToWait() {
        final SharedIngress<String> ingress = ingress(4, 8);
        for (int i = 0; i < 4; i++) {
            assertTrue(ingress.tryPublish("x"));
        }
        assertFalse(ingress.tryPublish("y"));
        assertNull(ingress.tryClaim());
        assertEquals(
                "ingress 'in': all 4 slots taken for ringbus.ingress.timeout=5 ms: the record was not accepted; the"
                        + " pipeline is slower than its input",
                assertThrows(IllegalStateException.class, () -> ingress.publish("y"))
                        .getMessage());
        readerOf(ingress).read();
        ingress.publish("z", 1);
    }

    @Test
    void waitingForRoomEndsWhenTheReaderMakesSome() {
        final RingSpec spec = new RingSpec(4, SLOT_BYTES, 8, Long.BYTES);
        final List<String> seen = new ArrayList<>();
        final List<SlotReader<String>> reader = new ArrayList<>();
        final SharedIngress<String> ingress = new SharedIngress<>(
                "in",
                spec,
                new TextCodec(8),
                Long.MAX_VALUE,
                Clock.SYSTEM,
                null,
                () -> seen.addAll(reader.get(0).read(1)));
        open.add(ingress);
        reader.add(readerOf(ingress));
        for (int i = 0; i < 100; i++) {
            ingress.publish("x", i);
        }
        seen.addAll(reader.get(0).read());
        assertEquals(100, seen.size());
        assertEquals("x@99", seen.get(99));
    }

    @Test
    void aClosedIngressRefusesAndWhatWasAcceptedComesOut() {
        final SharedIngress<String> ingress = ingress(8, 8);
        final SlotReader<String> reader = readerOf(ingress);
        ingress.publish("a", 1);
        ingress.close();
        ingress.close();
        final String closed = "ingress 'in' is closed: the record was not accepted";
        assertEquals(
                closed,
                assertThrows(IllegalStateException.class, () -> ingress.publish("b"))
                        .getMessage());
        assertThrows(IllegalStateException.class, () -> ingress.tryPublish("b"));
        assertThrows(IllegalStateException.class, ingress::claim);
        assertThrows(IllegalStateException.class, ingress::tryClaim);
        assertFalse(reader.inlet().isExhausted());
        assertEquals(List.of("a@1"), reader.read());
        assertTrue(reader.inlet().isExhausted());
    }

    @Test
    void anIngressThatIsClosedUnusedIsExhausted() {
        final SharedIngress<String> ingress = ingress(8, 8);
        final SlotReader<String> reader = readerOf(ingress);
        assertFalse(reader.inlet().isExhausted());
        ingress.close();
        assertTrue(reader.inlet().isExhausted());
    }

    @Test
    void aRecordThatTheCodecRefusesLeavesAHoleThatReadersSkip() {
        final SharedIngress<String> ingress = ingress(16, MAX_LENGTH);
        final SlotReader<String> reader = readerOf(ingress);
        ingress.publish("a", 1);
        assertThrows(IllegalArgumentException.class, () -> ingress.publish("b".repeat(MAX_LENGTH + 1), 2));
        ingress.publish("c", 3);
        assertEquals(List.of("a@1", "c@3"), reader.read());
    }

    @Test
    void aCommittedClaimComesOutAndAnUncommittedOneDoesNot() {
        final SharedIngress<String> ingress = ingress(16, MAX_LENGTH);
        final SlotReader<String> reader = readerOf(ingress);
        final List<String> seen = new ArrayList<>();
        for (int lap = 0; lap < 20; lap++) {
            try (Claim claim = ingress.claim()) {
                claim.buffer().setMemory(0, MAX_LENGTH, (byte) 127);
                claim.buffer().putStringWithoutLengthAscii(0, "abc");
                claim.commit(lap % 2 == 0 ? 3 : MAX_LENGTH, lap);
            }
            try (Claim claim = ingress.claim()) {
                claim.buffer().setMemory(0, MAX_LENGTH, (byte) 127);
            }
            final Claim claim = ingress.tryClaim();
            assertNotNull(claim);
            claim.commit(0);
            claim.close();
            claim.close();
            seen.addAll(reader.read());
            final String committed = "abc" + "\177".repeat(lap % 2 == 0 ? 0 : MAX_LENGTH - 3) + "@" + lap;
            assertEquals(List.of(committed, "@" + Long.MIN_VALUE), seen);
            seen.clear();
        }
    }

    @Test
    void misuseOfAClaimIsNamed() {
        final SharedIngress<String> ingress = ingress(16, MAX_LENGTH);
        final Claim claim = ingress.claim();
        assertEquals(
                "ingress 'in': this thread's last claim is still open: close it before the next",
                assertThrows(IllegalStateException.class, ingress::claim).getMessage());
        assertEquals(
                "ingress 'in': record length=91 is outside [0, maxLength=90]",
                assertThrows(IllegalArgumentException.class, () -> claim.commit(91))
                        .getMessage());
        assertThrows(IndexOutOfBoundsException.class, () -> claim.buffer().putByte(MAX_LENGTH, (byte) 1));
        claim.close();
        assertEquals(
                "ingress 'in': this claim is closed: the record was not accepted; commit before close()",
                assertThrows(IllegalStateException.class, () -> claim.commit(1)).getMessage());
        assertThrows(IndexOutOfBoundsException.class, () -> claim.buffer().putByte(0, (byte) 1));
    }

    @Test
    void aClaimStaysInsideItsSlotsWhenTheRingTakesLongerRecordsThanTheCodecMakes() {
        final RingSpec spec = new RingSpec(16, SLOT_BYTES, MAX_LENGTH, Long.BYTES);
        final SharedIngress<String> ingress =
                new SharedIngress<>("in", spec, new TextCodec(4), 0, clock, null, () -> {});
        open.add(ingress);
        final SlotReader<String> reader = readerOf(ingress);
        final Claim claim = ingress.claim();
        claim.buffer().setMemory(0, claim.buffer().capacity(), (byte) 'x');
        claim.commit(claim.buffer().capacity(), 1);
        claim.close();
        ingress.publish("y", 2);
        assertEquals(List.of("x".repeat(MAX_LENGTH) + "@1", "y@2"), reader.read());
    }

    @Test
    void aCodecThatWritesMoreThanTheRingTakesIsRefused() {
        final RingSpec spec = new RingSpec(16, SLOT_BYTES, 8, Long.BYTES);
        assertEquals(
                "ingress 'in': codec maxLength=90 > payloadBytesMax=8: size the ring for this codec",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new SharedIngress<>(
                                        "in", spec, new TextCodec(MAX_LENGTH), 0, clock, null, () -> {}))
                        .getMessage());
    }

    @Test
    void readingLittleOfAFullRingLooksAtNoMoreThanThat() {
        final SharedIngress<String> ingress = ingress(16, 8);
        for (int i = 0; i < 10; i++) {
            ingress.publish("x", i);
        }
        assertEquals(2, ingress.ring().available(0, 2));
        assertEquals(9, ingress.ring().available(0, 100));
    }
}
