// SPDX-License-Identifier: Apache-2.0
package io.ringbus.oracle;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.chain.Operator;
import io.ringbus.codec.AddressCodec;
import io.ringbus.codec.Codecs;
import io.ringbus.testing.Emitted;
import io.ringbus.testing.HeapKeyedState;
import io.ringbus.testing.OperatorHarness;
import io.ringbus.testing.SimulatedClock;
import io.ringbus.windows.PolicyWindow;
import io.ringbus.windows.PolicyWindowOperator;
import io.ringbus.windows.WindowStep;
import io.ringbus.windows.policy.Count;
import io.ringbus.windows.policy.Delta;
import io.ringbus.windows.policy.EvictionPolicy;
import io.ringbus.windows.policy.Time;
import io.ringbus.windows.policy.TriggerPolicy;
import io.ringbus.windows.policy.WindowRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.streaming.api.windowing.assigners.GlobalWindows;
import org.apache.flink.streaming.api.windowing.evictors.CountEvictor;
import org.apache.flink.streaming.api.windowing.evictors.TimeEvictor;
import org.apache.flink.streaming.api.windowing.triggers.CountTrigger;
import org.apache.flink.streaming.api.windowing.triggers.DeltaTrigger;
import org.apache.flink.streaming.api.windowing.triggers.PurgingTrigger;
import org.apache.flink.streaming.api.windowing.triggers.Trigger;
import org.apache.flink.streaming.api.windowing.windows.GlobalWindow;
import org.junit.jupiter.api.Test;

/**
 * What of the policies is left in today's Flink: global windows with triggers by count and by delta, purged, or with evictors by
 * count and by time, or growing. A delta there takes in the record that fires.
 *
 * <p>Where the two differ on purpose: the end of input tells what has not been told; Flink drops it. The scripts end before.
 */
class GlobalWindowsOracleTest {
    private static final long SEEDS = Long.getLong("ringbus.seeds", 1_500);
    private static final int EVENTS = 48;
    private static final AddressCodec<Script.Event> CODEC = Codecs.of(Script.Event.class);

    private enum Keeping {
        UNTIL_TOLD,
        BY_COUNT,
        BY_TIME,
        ALL
    }

    private record Case(boolean byCount, int records, int threshold, Keeping keeping, int kept, Ticks ticks) {
        static Case of(final Random random) {
            return new Case(
                    random.nextBoolean(),
                    1 + random.nextInt(7),
                    random.nextInt(40) - 4,
                    Keeping.values()[random.nextInt(Keeping.values().length)],
                    1 + random.nextInt(12),
                    Ticks.random(random));
        }

        FlinkWindows<GlobalWindow> flink() {
            final Trigger<? super Tuple3<String, Integer, Integer>, ? super GlobalWindow> trigger = byCount
                    ? CountTrigger.<GlobalWindow>of(records)
                    : DeltaTrigger.<Tuple3<String, Integer, Integer>, GlobalWindow>of(
                            threshold, (from, to) -> to.f2 - from.f2, FlinkWindows.serializer());
            final GlobalWindows assigner = GlobalWindows.create();
            return switch (keeping) {
                case UNTIL_TOLD -> FlinkWindows.of(assigner, PurgingTrigger.of(trigger));
                case BY_COUNT -> FlinkWindows.of(assigner, trigger).evictor(CountEvictor.of(kept));
                case BY_TIME -> FlinkWindows.of(assigner, trigger).evictor(TimeEvictor.of(Duration.ofMillis(kept)));
                case ALL -> FlinkWindows.of(assigner, trigger);
            };
        }

        Operator<Script.Event, List<Integer>> operator() {
            final TriggerPolicy<? super Script.Event> trigger = byCount
                    ? Count.of(records)
                    : Delta.of(threshold, DrawnPolicy::rise).includeTrigger();
            final EvictionPolicy<? super Script.Event> eviction =
                    keeping == Keeping.BY_COUNT ? Count.of(kept) : new Time(ticks.at(kept));
            final WindowRule<Script.Event> rule = switch (keeping) {
                case UNTIL_TOLD -> WindowRule.tumbling(List.of(trigger), () -> CODEC);
                case BY_COUNT, BY_TIME -> WindowRule.sliding(List.of(eviction), List.of(trigger), () -> CODEC);
                case ALL -> WindowRule.growing(List.of(trigger), () -> CODEC);
            };
            final PolicyWindow<String, Script.Event> window =
                    new PolicyWindow<>("ids", Script.Event::key, rule, EVENTS, 2, false);
            final WindowStep<String, Script.Event, List<Integer>> step = new WindowStep.Each<>((key, records, out) -> {
                final List<Integer> ids = new ArrayList<>();
                for (final Script.Event event : records) {
                    ids.add(event.id());
                }
                return out.emit(ids);
            });
            return new PolicyWindowOperator<>(
                    window, window.contents(step, () -> CODEC), HeapKeyedState::new, new SimulatedClock(0));
        }
    }

    @Test
    void agreesWithFlink() throws Exception {
        int told = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            final Random random = EventTimeScripts.seeded(seed);
            final Case drawn = Case.of(random);
            final Script script = EventTimeScripts.inOrder(random, EVENTS);
            final FlinkWindows.Outcome flink = drawn.flink().run(script);
            final OperatorHarness<Script.Event, List<Integer>> harness =
                    OperatorHarness.of(drawn::operator).named("seed=" + seed + " " + drawn);
            for (final Script.Event event : script.eventsInOrder()) {
                final long timestampNs = drawn.ticks().at(event.ticks());
                harness.record(timestampNs, event);
                harness.expectAll(flink.firedPerStep().get(event.id()).stream()
                        .map(fired -> new Emitted<>(fired.ids(), timestampNs))
                        .toList());
            }
            harness.verify();
            told += flink.told();
        }
        assertTrue(told > 5 * SEEDS, "windows in the scripts: " + told);
    }
}
