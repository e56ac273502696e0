// SPDX-License-Identifier: Apache-2.0
package io.ringbus.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ringbus.chain.Operator;
import io.ringbus.testing.Emitted;
import io.ringbus.testing.OperatorHarness;
import io.ringbus.testing.RecordingOutput;
import io.ringbus.windows.CountedUnplaced;
import io.ringbus.windows.Unplaced;
import io.ringbus.windows.WindowResult;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Holds an operator to what Flink made of the same script: at each step the same windows with the same bounds, events and
 * timestamps; in the end the same late events. Events in gaps, which only one of the two engines knows, are looked at apart.
 *
 * @param laterNs by how much our watermarks are ahead of Flink's, where the law has ours act that much later
 */
record FlinkComparison(String name, Script script, Ticks ticks, FlinkWindows.Outcome flink, long laterNs) {
    FlinkComparison(final String name, final Script script, final Ticks ticks, final FlinkWindows.Outcome flink) {
        this(name, script, ticks, flink, 0);
    }

    /** Runs what {@code operator} makes, in every scenario. */
    void verify(
            final Function<Unplaced<Script.Event>, Operator<Script.Event, WindowResult<String, List<Integer>>>>
                    operator,
            final Predicate<Script.Event> inGap)
            throws Exception {
        final RecordingOutput<Script.Event> lateOutput = new RecordingOutput<>();
        final List<CountedUnplaced<Script.Event>> made = new ArrayList<>();
        final OperatorHarness<Script.Event, WindowResult<String, List<Integer>>> harness = OperatorHarness.of(() -> {
            made.add(new CountedUnplaced<>(lateOutput));
            return operator.apply(made.get(made.size() - 1));
        });
        harness.named(name).side(lateOutput);
        final List<Integer> inGaps = new ArrayList<>();
        for (int index = 0; index < script.steps().size(); index++) {
            if (script.steps().get(index) instanceof Script.Event event) {
                harness.record(ticks.at(event.ticks()), event);
                if (inGap.test(event)) {
                    inGaps.add(event.id());
                }
            } else if (script.steps().get(index) instanceof Script.Mark mark) {
                final long watermarkNs = ticks.watermarkAt(mark.ticks());
                harness.watermark(Math.max(watermarkNs, watermarkNs + laterNs));
            }
            harness.expectInAnyOrder(
                    flink.firedPerStep().get(index).stream().map(this::emitted).toList());
        }
        final List<Integer> late = new ArrayList<>(flink.lateIds());
        late.removeAll(inGaps);
        harness.afterEach(() -> {
            final CountedUnplaced<Script.Event> counted = made.get(made.size() - 1);
            assertEquals(late, ids(lateOutput), name + ": late events");
            assertEquals(late.size(), counted.lateCount(), name + ": late events counted");
            assertEquals(inGaps.size(), counted.gapCount(), name + ": events in gaps counted");
        });
        harness.verify();
    }

    private static List<Integer> ids(final RecordingOutput<Script.Event> output) {
        return output.emitted().stream().map(emitted -> emitted.record().id()).toList();
    }

    private Emitted<WindowResult<String, List<Integer>>> emitted(final Fired fired) {
        final long endNs = ticks.at(fired.end());
        final List<Integer> ids = fired.ids().stream().sorted().toList(); // merged sessions keep no order in Flink
        return new Emitted<>(new WindowResult<>(fired.key(), ticks.at(fired.start()), endNs, ids), endNs - 1);
    }
}
