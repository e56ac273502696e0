// SPDX-License-Identifier: Apache-2.0
package io.ringbus.oracle;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;

/** The policies of Flink 0.9.1 for one run of a script. A tick is one of its units of time. */
final class Flink09Policies {
    /** How a trigger over time is asked. */
    enum Asked {
        /** As Flink asks it: before each record, for every multiple of its span up to there, with a made-up element. */
        FOR_EACH_SPAN,
        /** Like every other trigger: once for each record. */
        FOR_EACH_RECORD
    }

    private static final String POLICY = "windowing.policy.";
    private static final String CLONEABLE_TRIGGER = POLICY + "CloneableTriggerPolicy";
    private static final String CLONEABLE_EVICTION = POLICY + "CloneableEvictionPolicy";

    /** A trigger that counts, and the last event that it was asked for. */
    private static final class Counting {
        private final Object policy;
        private Script.Event last = DrawnPolicy.point(0);

        Counting(final Object policy) {
            this.policy = policy;
        }

        boolean isDue() {
            return (boolean) Flink09.call(Flink09.call(policy, "clone"), "notifyTrigger", last);
        }
    }

    private final Asked asked;
    private final long startTicks;
    private final Script.Event first;
    private final List<Counting> counting = new ArrayList<>();

    /**
     * Policies over a script whose first event is {@code first}.
     *
     * @param startTicks where spans of time begin, at or before the first event
     */
    Flink09Policies(final Asked asked, final long startTicks, final Script.Event first) {
        this.asked = asked;
        this.startTicks = startTicks;
        this.first = first;
    }

    /** Any of these. */
    Object trigger(final List<DrawnPolicy> drawn) {
        return joined(
                "CloneableMultiTriggerPolicy",
                CLONEABLE_TRIGGER,
                drawn.stream().map(this::trigger).toList());
    }

    /** Whichever of these takes most away. */
    Object eviction(final List<DrawnPolicy> drawn) {
        return joined(
                "CloneableMultiEvictionPolicy",
                CLONEABLE_EVICTION,
                drawn.stream().map(this::eviction).toList());
    }

    /** Everything leaves when the window is told. */
    static Object tumbling() {
        return Flink09.make(POLICY + "TumblingEvictionPolicy");
    }

    /** Nothing ever leaves. */
    static Object keepAll() {
        return Flink09.make(POLICY + "KeepAllEvictionPolicy");
    }

    /** A trigger at each span of time. */
    Object timeTrigger(final long span) {
        return Flink09.make(POLICY + "TimeTriggerPolicy", span, timestamps());
    }

    /** Keeps a span of time. */
    Object timeEviction(final long span) {
        return Flink09.make(POLICY + "TimeEvictionPolicy", span, timestamps());
    }

    /** Whether a trigger that counts has its number for {@code key} and will say so at the next record. */
    boolean isCountDue(final String key, final boolean grouped) {
        return counting.stream()
                .anyMatch(each ->
                        each.last.id() >= 0 && (!grouped || each.last.key().equals(key)) && each.isDue());
    }

    private static Object joined(final String several, final String type, final List<Object> policies) {
        if (policies.size() == 1) {
            return policies.get(0);
        }
        final Object array = Array.newInstance(Flink09.type(type), policies.size());
        for (int index = 0; index < policies.size(); index++) {
            Array.set(array, index, policies.get(index));
        }
        return Flink09.make(POLICY + several, array);
    }

    private Object trigger(final DrawnPolicy drawn) {
        if (drawn instanceof DrawnPolicy.OfCount count) {
            return watched(
                    new Counting(Flink09.make(POLICY + "CountTriggerPolicy", count.records(), count.startingAt())));
        }
        if (drawn instanceof DrawnPolicy.OfTime time) {
            final Object policy = timeTrigger(time.span());
            return asked == Asked.FOR_EACH_SPAN ? policy : onlyForRecords(policy);
        }
        return triggerAndEviction(drawn);
    }

    private Object eviction(final DrawnPolicy drawn) {
        if (drawn instanceof DrawnPolicy.OfCount count) {
            return Flink09.make(POLICY + "CountEvictionPolicy", count.records());
        }
        return drawn instanceof DrawnPolicy.OfTime time ? timeEviction(time.span()) : triggerAndEviction(drawn);
    }

    private Object triggerAndEviction(final DrawnPolicy drawn) {
        if (drawn instanceof DrawnPolicy.OfDelta delta) {
            final Integer initial = delta.initial();
            return delta(
                    Flink09.implementing(
                            "windowing.deltafunction.DeltaFunction",
                            (self, method, events) ->
                                    DrawnPolicy.rise((Script.Event) events[0], (Script.Event) events[1])),
                    initial == null ? first : DrawnPolicy.point(initial),
                    delta.threshold());
        }
        final DrawnPolicy.OfPunctuation punctuation = (DrawnPolicy.OfPunctuation) drawn;
        return Flink09.make(
                POLICY + "PunctuationPolicy",
                true,
                Flink09.implementing(
                        "windowing.extractor.Extractor",
                        (self, method, events) -> punctuation.ends((Script.Event) events[0])));
    }

    /** A delta over any events; Flink's serializer is asked only when a job is sent to a cluster. */
    static Object delta(final Object function, final Object initial, final double threshold) {
        return Flink09.make(POLICY + "DeltaPolicy", function, initial, threshold, null);
    }

    private Object timestamps() {
        final Object timestamp = Flink09.implementing(
                "windowing.helper.Timestamp", (self, method, events) -> ((Script.Event) events[0]).ticks());
        return Flink09.make("windowing.helper.TimestampWrapper", timestamp, startTicks);
    }

    /** The same trigger, but seen while it counts. */
    private Object watched(final Counting watch) {
        counting.add(watch);
        return Flink09.implementing(CLONEABLE_TRIGGER, (self, method, arguments) -> {
            if (method.getName().equals("clone")) {
                return watched(new Counting(Flink09.call(watch.policy, "clone")));
            }
            if (arguments[0] instanceof Script.Event event) {
                watch.last = event;
            }
            return Flink09.call(watch.policy, method.getName(), arguments);
        });
    }

    /** The same trigger, but without the interface by which it is asked for more than records. */
    private static Object onlyForRecords(final Object policy) {
        return Flink09.implementing(CLONEABLE_TRIGGER, (self, method, arguments) -> {
            if (method.getName().equals("clone")) {
                return onlyForRecords(Flink09.call(policy, "clone"));
            }
            return Flink09.call(policy, method.getName(), arguments);
        });
    }
}
