// SPDX-License-Identifier: Apache-2.0
package io.ringbus.oracle;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.chain.Specialiser;
import io.ringbus.testing.HeapKeyedState;
import io.ringbus.testing.OperatorHarness;
import io.ringbus.testing.RecordingOutput;
import io.ringbus.windows.CountedUnplaced;
import io.ringbus.windows.SlicedWindow;
import io.ringbus.windows.SlicedWindowOperator;
import io.ringbus.windows.Slices;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * {@code window(Time).every(Time)} over events in order: the windows of slices are those that Flink 0.9.1 made by policies, with
 * slides longer than the windows too.
 *
 * <p>Where the two differ on purpose: at the end of input every window that holds something is told, while Flink tells once what
 * it still keeps. So each script ends with an event far behind the others, and both are compared up to there.
 */
class TimeOfPoliciesOracleTest {
    private static final long SEEDS = Long.getLong("ringbus.seeds", 1_000);
    private static final int EVENTS = 48;
    private static final int SLICES_MAX = 4096;
    private static final long FAR = 1_000;

    @Test
    void agreesWithFlinkOfThePolicies() throws Exception {
        int told = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            final Random random = EventTimeScripts.seeded(seed);
            final long size = 1L + random.nextInt(24);
            final long slide = random.nextInt(3) == 0 ? size : 1L + random.nextInt(32);
            final Script script = EventTimeScripts.inOrder(random, EVENTS);
            final long end = script.eventsInOrder().get(EVENTS - 1).ticks() + FAR;
            final List<Script.Event> events = script.event("A", end).eventsInOrder();
            final long start = events.get(0).ticks() - random.nextInt(50);
            final Flink09Policies policies =
                    new Flink09Policies(Flink09Policies.Asked.FOR_EACH_SPAN, start, events.get(0));
            final Flink09Windows.Outcome flink = new Flink09Windows(
                            policies, policies.timeTrigger(slide), policies.timeEviction(size), false)
                    .run(events);
            final SlicedWindow<String, Script.Event, List<Integer>, List<Integer>> window = new SlicedWindow<>(
                    "ids",
                    any -> "ALL",
                    Slices.of(size, slide, start - size, SLICES_MAX),
                    new EventIds(events.size()),
                    (key, startNs, endNs, ids) -> ids,
                    0,
                    SLICES_MAX,
                    4);
            final OperatorHarness<Script.Event, List<Integer>> harness =
                    OperatorHarness.of(() -> new SlicedWindowOperator<>(
                            window,
                            HeapKeyedState::new,
                            new CountedUnplaced<>(new RecordingOutput<>()),
                            new Specialiser(false)));
            harness.named("seed=" + seed + " size=" + size + " slide=" + slide + " start=" + start);
            long border = start + slide;
            for (final Script.Event event : events) {
                harness.watermark(event.ticks() - 1);
                final Iterator<Flink09Windows.Told> fired =
                        flink.toldPerStep().get(event.id()).iterator();
                for (; border <= event.ticks(); border += slide) {
                    if (isAnyIn(events, border - size, border)) {
                        harness.expect(border - 1, fired.next().ids());
                        told++;
                    }
                }
                assertFalse(fired.hasNext(), "a window of no events");
                harness.record(event.ticks(), event);
            }
            harness.verify();
        }
        assertTrue(told > 5 * SEEDS, "windows in the scripts: " + told);
    }

    private static boolean isAnyIn(final List<Script.Event> events, final long start, final long end) {
        return events.stream().anyMatch(event -> event.ticks() >= start && event.ticks() < end);
    }
}
