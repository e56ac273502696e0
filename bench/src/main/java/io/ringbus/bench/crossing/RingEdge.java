// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.crossing;

import io.ringbus.bench.harness.Benchmark;
import io.ringbus.bench.harness.Duel;
import io.ringbus.bench.harness.Entrant;
import java.util.List;

/**
 * P2.
 *
 * <p><b>Question.</b> What do typed records pay for a ringbus edge, compared with a raw Disruptor that carries the same fields?
 * <p><b>Load.</b> Rounds of 2<sup>16</sup> trades of 32 bytes from native memory, one writing and one reading thread, rings of
 * 4096 slots, batches of 64, and one by one; the reader adds all fields up. Waiting threads yield on both sides.
 * <p><b>Baseline.</b> {@link RawSlots}, a Disruptor sequencer over packed slots written by address, and {@link RawEvents}, the
 * Disruptor of its manual with events on the heap.
 * <p><b>In turns.</b> Between two threads the cost of an edge is mostly that of moving cache lines from core to core, which
 * differs from run to run by more than the contenders do wherever cores are shared. So the same is measured with both ends on
 * one thread, in turns of 256 trades ({@link RingTurns}, {@link RawTurns}): the instructions alone, and a number that stays.
 * That one only informs.
 * <p><b>Would be refuted by.</b> A median ratio under 0.85 in batches, or under 0.70 one by one.
 */
public final class RingEdge {
    private static final double GOAL_BATCHED = 0.85;
    private static final double GOAL_AT_ONCE = 0.70;
    private static final String CLAIM_1 = "-Dringbus.bench.claim=1";

    private RingEdge() {}

    /** The benchmark. */
    public static Benchmark benchmark() {
        final Entrant batched = new Entrant("ring, batches of 64", Crossing.class, "-Dringbus.flush.batch=64");
        final Entrant atOnce = new Entrant("ring, interval 0", Crossing.class, "-Dringbus.flush.interval=0");
        final Duel first = new Duel(
                "ring / raw slots, batches of 64",
                batched,
                new Entrant("raw slots, claims of 64", RawSlots.class),
                GOAL_BATCHED);
        final Duel turns = new Duel(
                "ring / raw slots, batches of 64, in turns",
                new Entrant("ring in turns, batches of 64", RingTurns.class, "-Dringbus.flush.batch=64"),
                new Entrant("raw slots in turns, claims of 64", RawTurns.class),
                0);
        return new Benchmark(
                "p2",
                "typed records over one edge, two threads, against a raw Disruptor",
                List.of(
                        first,
                        new Duel(
                                "ring / raw slots, one by one",
                                atOnce,
                                new Entrant("raw slots, claims of 1", RawSlots.class, CLAIM_1),
                                GOAL_AT_ONCE),
                        new Duel(
                                "ring / raw events, batches of 64",
                                batched,
                                new Entrant("raw events, claims of 64", RawEvents.class),
                                GOAL_BATCHED),
                        new Duel(
                                "ring / raw events, one by one",
                                atOnce,
                                new Entrant("raw events, claims of 1", RawEvents.class, CLAIM_1),
                                GOAL_AT_ONCE),
                        first.control(),
                        turns,
                        new Duel(
                                "ring / raw slots, one by one, in turns",
                                new Entrant("ring in turns, interval 0", RingTurns.class, "-Dringbus.flush.interval=0"),
                                new Entrant("raw slots in turns, claims of 1", RawTurns.class, CLAIM_1),
                                0),
                        turns.control()));
    }
}
