// SPDX-License-Identifier: Apache-2.0
package io.ringbus.oracle;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs events through the discretizer and the window buffer of Flink 0.9.1, which are joined by their outputs as a job would
 * join them; there is no cluster.
 */
final class Flink09Windows {
    /** The numbers of a window's events, and whether a count was complete with the last of them. */
    record Told(List<Integer> ids, boolean countComplete) {}

    /**
     * Windows by step: those that an event fired, and in one step more, those that the end told.
     *
     * @param failure what Flink threw, if it did; the steps are then those before
     */
    record Outcome(List<List<Told>> toldPerStep, @Nullable RuntimeException failure) {}

    private static final String OPERATORS = "operators.";

    private final Flink09Policies policies;
    private final boolean grouped;
    private final Object discretizer;
    private final List<Told> told = new ArrayList<>();
    private boolean ended;
    private boolean countDue;

    /** Windows per key if {@code grouped}, else over all events. */
    Flink09Windows(final Flink09Policies policies, final Object trigger, final Object eviction, final boolean grouped) {
        this.policies = policies;
        this.grouped = grouped;
        final Object content = Flink09.make("windowing.windowbuffer.BasicWindowBuffer");
        final Object key = Flink09.implementing(
                "org.apache.flink.api.java.functions.KeySelector",
                (self, method, events) -> ((Script.Event) events[0]).key());
        final Object buffer = grouped
                ? Flink09.make(OPERATORS + "windowing.GroupedWindowBuffer", content, key)
                : Flink09.make(OPERATORS + "windowing.StreamWindowBuffer", content);
        Flink09.assign(buffer, "output", output(this::tell));
        discretizer = grouped
                ? Flink09.make(OPERATORS + "windowing.GroupedStreamDiscretizer", key, trigger, eviction)
                : Flink09.make(OPERATORS + "windowing.StreamDiscretizer", trigger, eviction);
        final Object context = Flink09.implementing(
                "org.apache.flink.api.common.functions.RuntimeContext", (self, method, arguments) -> null);
        Flink09.call(discretizer, "setup", output(event -> Flink09.call(buffer, "processElement", event)), context);
    }

    Outcome run(final List<Script.Event> events) {
        final List<List<Told>> toldPerStep = new ArrayList<>();
        try {
            for (final Script.Event event : events) {
                countDue = policies.isCountDue(event.key(), grouped);
                Flink09.call(discretizer, "processElement", event);
                toldPerStep.add(take());
            }
            ended = true;
            Flink09.call(discretizer, "close");
            toldPerStep.add(take());
            return new Outcome(toldPerStep, null);
        } catch (final IndexOutOfBoundsException | ClassCastException | IllegalArgumentException e) {
            return new Outcome(toldPerStep, e);
        }
    }

    private static Object output(final java.util.function.Consumer<Object> consumer) {
        return Flink09.implementing(OPERATORS + "Output", (self, method, arguments) -> {
            consumer.accept(arguments[0]);
            return null;
        });
    }

    private void tell(final Object window) {
        final List<Integer> ids = new ArrayList<>();
        String key = "";
        for (final Object event : (List<?>) window) {
            ids.add(((Script.Event) event).id());
            key = ((Script.Event) event).key();
        }
        told.add(new Told(ids, ended ? policies.isCountDue(key, grouped) : countDue));
    }

    private List<Told> take() {
        final List<Told> taken = List.copyOf(told);
        told.clear();
        return taken;
    }
}
