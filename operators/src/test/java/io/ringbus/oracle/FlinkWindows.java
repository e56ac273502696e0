// SPDX-License-Identifier: Apache-2.0
package io.ringbus.oracle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.api.java.tuple.Tuple4;
import org.apache.flink.runtime.operators.testutils.MockEnvironment;
import org.apache.flink.runtime.operators.testutils.MockEnvironmentBuilder;
import org.apache.flink.streaming.api.functions.windowing.WindowFunction;
import org.apache.flink.streaming.api.windowing.assigners.WindowAssigner;
import org.apache.flink.streaming.api.windowing.evictors.Evictor;
import org.apache.flink.streaming.api.windowing.triggers.Trigger;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.streaming.api.windowing.windows.Window;
import org.apache.flink.streaming.runtime.operators.windowing.WindowOperatorBuilder;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Runs a script through the window operator of Apache Flink, in Flink's own test harness: what it says is what Flink does, for
 * any of its assigners, triggers and evictors. A tick is one of Flink's milliseconds.
 */
final class FlinkWindows<W extends Window> {
    /** What Flink made of a script. */
    record Outcome(List<List<Fired>> firedPerStep, List<Integer> lateIds) {
        /** How many windows there were, those told again included. */
        int told() {
            return firedPerStep.stream().mapToInt(List::size).sum();
        }
    }

    private static final TypeInformation<Tuple3<String, Integer, Integer>> EVENT =
            Types.TUPLE(Types.STRING, Types.INT, Types.INT);
    private static final TypeInformation<Tuple4<String, Long, Long, int[]>> FIRED =
            Types.TUPLE(Types.STRING, Types.LONG, Types.LONG, PrimitiveArrayTypeInfo.INT_PRIMITIVE_ARRAY_TYPE_INFO);
    private static final OutputTag<Tuple3<String, Integer, Integer>> LATE = new OutputTag<>("late", EVENT);
    private static final KeySelector<Tuple3<String, Integer, Integer>, String> KEY = event -> event.f0;

    /** One for all scripts, for each would start and stop threads for files that no script writes. */
    private static final MockEnvironment ENVIRONMENT = new MockEnvironmentBuilder().build();

    private final WindowOperatorBuilder<Tuple3<String, Integer, Integer>, String, W> builder;

    private FlinkWindows(
            final WindowAssigner<? super Tuple3<String, Integer, Integer>, W> assigner,
            final Trigger<? super Tuple3<String, Integer, Integer>, ? super W> trigger) {
        builder = new WindowOperatorBuilder<>(assigner, trigger, new ExecutionConfig(), EVENT, KEY, Types.STRING);
        builder.sideOutputLateData(LATE);
    }

    /** The assigner's windows with the assigner's own trigger. */
    static <W extends Window> FlinkWindows<W> of(final WindowAssigner<Object, W> assigner) {
        return new FlinkWindows<>(assigner, assigner.getDefaultTrigger());
    }

    /** The assigner's windows with another trigger. */
    static <W extends Window> FlinkWindows<W> of(
            final WindowAssigner<? super Tuple3<String, Integer, Integer>, W> assigner,
            final Trigger<? super Tuple3<String, Integer, Integer>, ? super W> trigger) {
        return new FlinkWindows<>(assigner, trigger);
    }

    FlinkWindows<W> allowedLateness(final long ticks) {
        builder.allowedLateness(Duration.ofMillis(ticks));
        return this;
    }

    FlinkWindows<W> evictor(final Evictor<? super Tuple3<String, Integer, Integer>, ? super W> evictor) {
        builder.evictor(evictor);
        return this;
    }

    /** The serializer of an event as Flink sees it: its key, its number and its value. */
    static TypeSerializer<Tuple3<String, Integer, Integer>> serializer() {
        return EVENT.createSerializer(new SerializerConfigImpl());
    }

    /** Runs the script, in a harness of its own. */
    @SuppressWarnings("try") // closing a harness may be interrupted; nobody interrupts a test
    Outcome run(final Script script) throws Exception {
        final List<List<Fired>> firedPerStep = new ArrayList<>();
        final List<Integer> lateIds = new ArrayList<>();
        try (KeyedOneInputStreamOperatorTestHarness<
                        String, Tuple3<String, Integer, Integer>, Tuple4<String, Long, Long, int[]>>
                harness = new KeyedOneInputStreamOperatorTestHarness<>(
                        builder.apply(new Contents<W>()), KEY, Types.STRING, ENVIRONMENT)) {
            harness.setup(FIRED.createSerializer(harness.getExecutionConfig().getSerializerConfig()));
            harness.open();
            for (final Script.Step step : script.steps()) {
                if (step instanceof Script.Event event) {
                    harness.processElement(Tuple3.of(event.key(), event.id(), event.value()), event.ticks());
                } else if (step instanceof Script.Mark mark) {
                    harness.processWatermark(mark.ticks());
                }
                firedPerStep.add(harness.extractOutputValues().stream()
                        .map(FlinkWindows::fired)
                        .toList());
                harness.getOutput().clear();
            }
            if (harness.getSideOutput(LATE) != null) {
                for (final StreamRecord<Tuple3<String, Integer, Integer>> late : harness.getSideOutput(LATE)) {
                    lateIds.add(late.getValue().f1);
                }
            }
        }
        return new Outcome(firedPerStep, lateIds);
    }

    private static Fired fired(final Tuple4<String, Long, Long, int[]> window) {
        return new Fired(
                window.f0,
                window.f1,
                window.f2,
                Arrays.stream(window.f3).boxed().toList());
    }

    /** Emits bounds and contents. The bounds of a global window are those of time. */
    private static final class Contents<W extends Window>
            implements WindowFunction<Tuple3<String, Integer, Integer>, Tuple4<String, Long, Long, int[]>, String, W> {
        private static final long serialVersionUID = 1;

        @Override
        public void apply(
                final String key,
                final W window,
                final Iterable<Tuple3<String, Integer, Integer>> events,
                final Collector<Tuple4<String, Long, Long, int[]>> output) {
            final IntStream.Builder ids = IntStream.builder();
            events.forEach(event -> ids.add(event.f1));
            final long start = window instanceof TimeWindow time ? time.getStart() : Long.MIN_VALUE;
            final long end = window instanceof TimeWindow time ? time.getEnd() : Long.MAX_VALUE;
            output.collect(Tuple4.of(key, start, end, ids.build().toArray()));
        }
    }
}
