// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.policy;

import io.ringbus.codec.AddressCodec;
import io.ringbus.codec.SchemaId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * When a window over policies is told and what it keeps: the triggers and evictions of one {@code window(..).every(..)},
 * joined. Any of several triggers fires; of several evictions the one that lets most records go decides.
 *
 * @param exclusive triggers whose firing record is not in the window
 * @param inclusive triggers whose firing record is
 * @param eviction  what leaves when a record enters
 * @param periodsNs processing times after which the window is told without a record, again and again
 * @param keeping   what leaves when the window is told
 */
public record WindowRule<T>(
        Trigger<T> exclusive, Trigger<T> inclusive, Eviction<T> eviction, List<Long> periodsNs, Keeping keeping) {
    /** What the words of the policies mean. Thresholds and counts may change, what they are compared with may not. */
    public int schemaId() {
        return SchemaId.joined(
                keeping.name(),
                SchemaId.withoutNumbers(exclusive),
                SchemaId.withoutNumbers(inclusive),
                SchemaId.withoutNumbers(eviction));
    }

    /** What a window keeps. */
    public enum Keeping {
        /** Records leave all together, when they are told. */
        UNTIL_TOLD,
        /** Records leave by eviction alone. */
        UNTIL_EVICTED,
        /** No record leaves. */
        ALL
    }

    /**
     * {@code window(kept).every(told)}, {@code window(kept)} where {@code told} is empty, {@code every(told)} where
     * {@code kept} is.
     */
    public static <T> WindowRule<T> of(
            final List<EvictionPolicy<? super T>> kept,
            final List<TriggerPolicy<? super T>> told,
            final Supplier<? extends AddressCodec<T>> codec) {
        if (kept.isEmpty()) {
            return growing(told, codec);
        }
        return told.isEmpty() ? tumbling(firing(kept), codec) : sliding(kept, told, codec);
    }

    @SuppressWarnings("unchecked") // a policy judges the same records whether it fires or evicts
    private static <T> List<TriggerPolicy<? super T>> firing(final List<EvictionPolicy<? super T>> kept) {
        final List<TriggerPolicy<? super T>> firing = new ArrayList<>();
        for (final EvictionPolicy<? super T> policy : kept) {
            if (!(policy instanceof TriggerPolicy<?>)) {
                throw new IllegalArgumentException("window: policy " + policy
                        + " says what a window keeps, not when it is told: add every(trigger)");
            }
            firing.add((TriggerPolicy<? super T>) policy);
        }
        return firing;
    }

    /** {@code window(policies)}: they fire, and everything leaves. */
    public static <T> WindowRule<T> tumbling(
            final List<? extends TriggerPolicy<? super T>> policies, final Supplier<? extends AddressCodec<T>> codec) {
        return joined(policies, List.of(), Keeping.UNTIL_TOLD, codec);
    }

    /** {@code window(kept).every(told)}. */
    public static <T> WindowRule<T> sliding(
            final List<? extends EvictionPolicy<? super T>> kept,
            final List<? extends TriggerPolicy<? super T>> told,
            final Supplier<? extends AddressCodec<T>> codec) {
        return joined(told, kept, Keeping.UNTIL_EVICTED, codec);
    }

    /** {@code every(told)}: windows over all records so far. */
    public static <T> WindowRule<T> growing(
            final List<? extends TriggerPolicy<? super T>> told, final Supplier<? extends AddressCodec<T>> codec) {
        return joined(told, List.of(), Keeping.ALL, codec);
    }

    private static <T> WindowRule<T> joined(
            final List<? extends TriggerPolicy<? super T>> told,
            final List<? extends EvictionPolicy<? super T>> kept,
            final Keeping keeping,
            final Supplier<? extends AddressCodec<T>> codec) {
        if (told.isEmpty()) {
            throw new IllegalArgumentException("window: no trigger: name at least one policy that fires");
        }
        if (kept.isEmpty() == (keeping == Keeping.UNTIL_EVICTED)) {
            throw new IllegalArgumentException(
                    "window: no eviction: name at least one policy that says what the window keeps");
        }
        final List<Trigger<T>> triggers = new ArrayList<>();
        for (final TriggerPolicy<? super T> policy : told) {
            triggers.add(checked(policy.<T>trigger(codec)));
        }
        final List<Eviction<T>> evictions = new ArrayList<>();
        for (final EvictionPolicy<? super T> policy : kept) {
            evictions.add(checked(policy.<T>eviction(codec)));
        }
        return new WindowRule<>(
                any(triggers, false), any(triggers, true), longest(evictions), periods(triggers), keeping);
    }

    private static <T> Trigger<T> checked(final Trigger<T> trigger) {
        requireWords(trigger, trigger.stateBytes());
        return trigger;
    }

    private static <T> Eviction<T> checked(final Eviction<T> eviction) {
        requireWords(eviction, eviction.stateBytes());
        return eviction;
    }

    private static void requireWords(final Object policy, final int stateBytes) {
        if (stateBytes < 0 || stateBytes % Long.BYTES != 0) {
            throw new IllegalArgumentException("policy " + policy + ": stateBytes=" + stateBytes
                    + " is not a multiple of " + Long.BYTES + ": round it up");
        }
    }

    private static <T> List<Long> periods(final List<Trigger<T>> triggers) {
        final List<Long> periodsNs = new ArrayList<>();
        for (final Trigger<T> trigger : triggers) {
            if (trigger.periodNs() > 0) {
                periodsNs.add(trigger.periodNs());
            }
        }
        return List.copyOf(periodsNs);
    }

    private static <T> Trigger<T> any(final List<Trigger<T>> triggers, final boolean inclusive) {
        Trigger<T> joined = new Never<>();
        for (final Trigger<T> trigger : triggers) {
            if (trigger.includesRecord() == inclusive) {
                joined = joined instanceof Never<T> ? trigger : new Any<>(joined, trigger);
            }
        }
        return joined;
    }

    private static <T> Eviction<T> longest(final List<Eviction<T>> evictions) {
        Eviction<T> joined = new Nothing<>();
        for (final Eviction<T> eviction : evictions) {
            joined = joined instanceof Nothing<T> ? eviction : new Longest<>(joined, eviction);
        }
        return joined;
    }

    private record Never<T>() implements Trigger<T> {
        @Override
        public boolean fires(final T record, final long timestampNs, final long state) {
            return false;
        }
    }

    /** Asks both, always: each counts or remembers for itself. */
    private record Any<T>(Trigger<T> first, Trigger<T> second) implements Trigger<T> {
        @Override
        public int stateBytes() {
            return first.stateBytes() + second.stateBytes();
        }

        @Override
        public boolean includesRecord() {
            return first.includesRecord();
        }

        @Override
        public boolean fires(final T record, final long timestampNs, final long state) {
            final boolean fired = first.fires(record, timestampNs, state);
            return second.fires(record, timestampNs, state + first.stateBytes()) || fired;
        }
    }

    private record Nothing<T>() implements Eviction<T> {
        @Override
        public long evicts(final Kept<T> kept, final T record, final long timestampNs, final long state) {
            return 0;
        }
    }

    /** Each judges the records as they lie there, whatever the other lets go. */
    private record Longest<T>(Eviction<T> first, Eviction<T> second) implements Eviction<T> {
        @Override
        public int stateBytes() {
            return first.stateBytes() + second.stateBytes();
        }

        @Override
        public long evicts(final Kept<T> kept, final T record, final long timestampNs, final long state) {
            final long one = first.evicts(kept, record, timestampNs, state);
            return Math.max(one, second.evicts(kept, record, timestampNs, state + first.stateBytes()));
        }

        @Override
        public boolean byArrival() {
            return first.byArrival() || second.byArrival();
        }

        @Override
        public long evictsAt(final Kept<T> kept, final long nowNs, final long state) {
            return Math.max(
                    first.evictsAt(kept, nowNs, state), second.evictsAt(kept, nowNs, state + first.stateBytes()));
        }
    }
}
