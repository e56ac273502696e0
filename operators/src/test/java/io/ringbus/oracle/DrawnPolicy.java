// SPDX-License-Identifier: Apache-2.0
package io.ringbus.oracle;

import io.ringbus.windows.policy.Count;
import io.ringbus.windows.policy.Delta;
import io.ringbus.windows.policy.EvictionPolicy;
import io.ringbus.windows.policy.Punctuation;
import io.ringbus.windows.policy.Time;
import io.ringbus.windows.policy.TriggerPolicy;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A policy over events as it is drawn for a script, and as ringbus says it; {@link Flink09Policies} has its twin. */
sealed interface DrawnPolicy {
    /** The policy; each of these both triggers and evicts. */
    Object policy(Ticks ticks);

    @SuppressWarnings("unchecked") // over all records, or over events
    default TriggerPolicy<? super Script.Event> trigger(final Ticks ticks) {
        return (TriggerPolicy<? super Script.Event>) policy(ticks);
    }

    @SuppressWarnings("unchecked") // over all records, or over events
    default EvictionPolicy<? super Script.Event> eviction(final Ticks ticks) {
        return (EvictionPolicy<? super Script.Event>) policy(ticks);
    }

    /** A policy of any kind. Without {@code firstPoints}, deltas begin where they are told. */
    static DrawnPolicy drawTrigger(final Random random, final boolean firstPoints) {
        return switch (random.nextInt(5)) {
            case 0 -> new OfCount(1 + random.nextInt(6), 0);
            case 1 -> {
                final int records = 1 + random.nextInt(6);
                yield new OfCount(records, records - 1 - random.nextInt(10));
            }
            case 2 ->
                new OfDelta(random.nextInt(40) - 4, firstPoints && random.nextBoolean() ? null : random.nextInt(60));
            case 3 -> new OfPunctuation(2 + random.nextInt(8));
            default -> new OfTime(1 + random.nextInt(20));
        };
    }

    /** A policy of any kind, where only what it keeps counts. */
    static DrawnPolicy drawEviction(final Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> new OfCount(1 + random.nextInt(10), 0);
            case 1 -> new OfDelta(random.nextInt(40) - 4, 0);
            case 2 -> new OfPunctuation(2 + random.nextInt(8));
            default -> new OfTime(1 + random.nextInt(30));
        };
    }

    /** How far the value of an event is above that of an earlier one. */
    static double rise(final Script.Event from, final Script.Event to) {
        return to.value() - from.value();
    }

    /** An event of which only the value is looked at. */
    static Script.Event point(final int value) {
        return new Script.Event("?", -1, 0, value);
    }

    record OfCount(int records, int startingAt) implements DrawnPolicy {
        @Override
        public Object policy(final Ticks ticks) {
            return Count.of(records).startingAt(startingAt);
        }
    }

    record OfDelta(int threshold, @Nullable Integer initial) implements DrawnPolicy {
        @Override
        public Object policy(final Ticks ticks) {
            return initial == null
                    ? Delta.of(threshold, DrawnPolicy::rise)
                    : Delta.of(threshold, DrawnPolicy::rise, point(initial));
        }
    }

    record OfPunctuation(int divisor) implements DrawnPolicy {
        boolean ends(final Script.Event event) {
            return event.value() % divisor == 0;
        }

        @Override
        public Object policy(final Ticks ticks) {
            return Punctuation.of(this::ends);
        }
    }

    record OfTime(int span) implements DrawnPolicy {
        @Override
        public Object policy(final Ticks ticks) {
            return new Time(ticks.at(span));
        }
    }
}
