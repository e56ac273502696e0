// SPDX-License-Identifier: Apache-2.0
package io.ringbus.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.slot.Slab;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random records, marks, measures and intervals; the oracle is the list of what was emitted. */
class RingPropertyTest {
    private static final int SEEDS = 500;
    private static final int TURNS = 60;

    @Test
    void whatIsEmittedIsReadOnceAndInOrder() {
        final long liveBytes = Slab.liveBytes();
        for (long seed = 1; seed <= SEEDS; seed++) {
            everythingArrives(seed);
        }
        assertEquals(liveBytes, Slab.liveBytes());
    }

    private static void everythingArrives(final long seed) {
        final Random random = new Random(seed);
        final int slotBytes = 32 + 8 * random.nextInt(12);
        final int slots = 8 << random.nextInt(4);
        final int maxLength = random.nextInt(slotBytes * slots / 2 - 24);
        final FlushPolicy policy = new FlushPolicy(interval(random), 1 + random.nextInt(20), random.nextInt(60));
        final RingSpec spec = new RingSpec(slots, slotBytes, maxLength, Long.BYTES);
        final List<String> expected = new ArrayList<>();
        final List<String> seen = new ArrayList<>();
        try (Edge<String> edge = new Edge<>(spec, new TextCodec(maxLength), policy)) {
            long nowNs = 0;
            long watermarkNs = 0;
            for (int turn = 0; turn < TURNS; turn++) {
                edge.outlet.beginTurn();
                for (int i = random.nextInt(8); i > 0 && !edge.flow.isHeld(); i--) {
                    for (int j = random.nextInt(10) == 0 ? 20 : 1; j > 0; j--) { // one input may cause many records
                        watermarkNs += 1 + random.nextInt(3);
                        emit(edge, random, maxLength, watermarkNs, expected);
                    }
                }
                nowNs += random.nextInt(50);
                edge.outlet.endTurn(nowNs);
                policy.intervalNs(random.nextInt(5) == 0 ? interval(random) : policy.intervalNs());
                holdOrRelease(edge.reader.inlet(), random);
                seen.addAll(edge.reader.read(1 + random.nextInt(slots * 2)));
            }
            edge.reader.inlet().release();
            edge.outlet.emitEnd();
            expected.add("end");
            for (int turn = 0; turn < 10_000 && !seen.contains("end"); turn++) {
                seen.addAll(edge.reader.read());
                edge.outlet.beginTurn();
            }
            assertTrue(!edge.flow.isHeld() && edge.ring.occupancy() == 0, "seed=" + seed + ": not drained");
        }
        assertEquals(lastOfEachRun(expected), lastOfEachRun(seen), "seed=" + seed);
    }

    private static void emit(
            final Edge<String> edge,
            final Random random,
            final int maxLength,
            final long watermarkNs,
            final List<String> expected) {
        switch (random.nextInt(8)) {
            case 0 -> {
                edge.outlet.emitWatermark(watermarkNs);
                expected.add("W " + watermarkNs);
            }
            case 1 -> {
                edge.outlet.emitIdle();
                expected.add("idle");
            }
            default -> {
                final String text = "\177".repeat(random.nextInt(maxLength + 1));
                final long timestampNs = random.nextLong();
                edge.outlet.emit(text, timestampNs);
                expected.add(text + "@" + timestampNs);
            }
        }
    }

    private static void holdOrRelease(final Inlet inlet, final Random random) {
        if (random.nextInt(10) == 0) {
            inlet.hold();
        } else if (random.nextInt(3) == 0) {
            inlet.release();
        }
    }

    private static long interval(final Random random) {
        return random.nextInt(3) == 0 ? random.nextInt(200) : random.nextInt(2) - 1;
    }

    /** Of several watermarks in a row, only the last one has to arrive. */
    private static List<String> lastOfEachRun(final List<String> lines) {
        final List<String> last = new ArrayList<>();
        for (final String line : lines) {
            if (line.startsWith("W")
                    && !last.isEmpty()
                    && last.get(last.size() - 1).startsWith("W")) {
                last.remove(last.size() - 1);
            }
            last.add(line);
        }
        return last;
    }

    @Test
    void aRecordWaitsNoLongerThanTheIntervalAndTwoTurns() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            final Random random = new Random(seed);
            final long intervalNs = random.nextInt(300);
            final List<Long> emittedNs = new ArrayList<>();
            try (Edge<Tick> edge = Edge.ofTicks(1024, intervalNs, 1 + random.nextInt(100), 0)) {
                final int turnNsMax = 1 + random.nextInt(100);
                long nowNs = 0;
                for (int turn = 0; turn < 100; turn++) {
                    edge.outlet.beginTurn();
                    for (int i = random.nextInt(4); i > 0; i--) {
                        edge.emit(emittedNs.size());
                        emittedNs.add(nowNs);
                    }
                    nowNs += 1 + random.nextInt(turnNsMax);
                    edge.outlet.endTurn(nowNs);
                    final int readable = (int) edge.ring.writtenUpTo() + 1;
                    if (readable < emittedNs.size()) {
                        final long waitedNs = nowNs - emittedNs.get(readable);
                        assertTrue(
                                waitedNs < intervalNs + turnNsMax, "seed=" + seed + " turn=" + turn + ": " + waitedNs);
                    }
                    edge.reader.read();
                }
            }
        }
    }
}
