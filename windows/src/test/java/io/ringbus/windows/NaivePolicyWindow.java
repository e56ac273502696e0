// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.testing.Emitted;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The definition of windows over policies, on lists: what each policy does is written down here once more, from the words
 * that users read, and shares nothing with the policies themselves.
 */
final class NaivePolicyWindow<R> {
    record Held(Trade trade, long timestampNs) {}

    /** How a record stands to a trigger. */
    enum Fire {
        NO,
        WITHOUT,
        WITH
    }

    /** A trigger with its memory, for one key. */
    interface NaiveTrigger {
        Fire ask(Held record);
    }

    /** How many of the oldest leave; with its memory, for one key. */
    interface NaiveEviction extends BiFunction<List<Held>, Held, Integer> {}

    /** Makes the triggers and evictions of a new key; no evictions: everything leaves when it is told. */
    interface Policies {
        List<NaiveTrigger> triggers();

        List<NaiveEviction> evictions();

        boolean growing();
    }

    static final class NaiveCount implements NaiveTrigger {
        private final long records;
        private long seen;

        NaiveCount(final long records, final long startingAt) {
            this.records = records;
            this.seen = startingAt;
        }

        @Override
        public Fire ask(final Held record) {
            seen++;
            if (seen < records) {
                return Fire.NO;
            }
            seen = 0;
            return Fire.WITH;
        }
    }

    static final class NaiveDelta implements NaiveTrigger {
        private final double threshold;
        private final ToDoubleBiFunction<Trade, Trade> distance;
        private final boolean include;
        private @Nullable Trade point;

        NaiveDelta(
                final double threshold,
                final ToDoubleBiFunction<Trade, Trade> distance,
                final @Nullable Trade initial,
                final boolean include) {
            this.threshold = threshold;
            this.distance = distance;
            this.point = initial;
            this.include = include;
        }

        @Override
        public Fire ask(final Held record) {
            if (point == null) {
                point = record.trade();
            }
            if (distance.applyAsDouble(point, record.trade()) > threshold) {
                point = record.trade();
                return include ? Fire.WITH : Fire.WITHOUT;
            }
            return Fire.NO;
        }
    }

    static final class NaiveTime implements NaiveTrigger {
        private final long span;
        private @Nullable Long newest;

        NaiveTime(final long span) {
            this.span = span;
        }

        @Override
        public Fire ask(final Held record) {
            final long number = Math.floorDiv(record.timestampNs(), span);
            final boolean fires = newest != null && number > newest;
            newest = newest == null ? number : Long.valueOf(Math.max(newest, number));
            return fires ? Fire.WITHOUT : Fire.NO;
        }
    }

    private final class OfKey {
        private final List<NaiveTrigger> triggers = policies.triggers();
        private final List<NaiveEviction> evictions = policies.evictions();
        private final List<Held> held = new ArrayList<>();
        private boolean newSinceTold;
    }

    private final Policies policies;
    private final ToIntFunction<Trade> keyOf;
    private final BiFunction<String, List<Held>, List<R>> told;
    private final Map<String, OfKey> keys = new LinkedHashMap<>();
    private final List<Emitted<R>> emitted = new ArrayList<>();
    private long watermarkNs = Long.MIN_VALUE;

    /** {@code told} makes the results of one window. */
    NaivePolicyWindow(
            final Policies policies,
            final ToIntFunction<Trade> keyOf,
            final BiFunction<String, List<Held>, List<R>> told) {
        this.policies = policies;
        this.keyOf = keyOf;
        this.told = told;
    }

    void record(final Trade trade, final long timestampNs) {
        final String name = String.valueOf((char) keyOf.applyAsInt(trade));
        final OfKey key = keys.computeIfAbsent(name, any -> new OfKey());
        final Held record = new Held(trade, timestampNs);
        boolean without = false;
        boolean with = false;
        for (final NaiveTrigger trigger : key.triggers) {
            final Fire fire = trigger.ask(record);
            without |= fire == Fire.WITHOUT;
            with |= fire == Fire.WITH;
        }
        if (without) {
            tell(name, key, timestampNs);
        }
        int leaving = 0;
        for (final NaiveEviction eviction : key.evictions) {
            leaving = Math.max(leaving, eviction.apply(List.copyOf(key.held), record));
        }
        key.held.subList(0, leaving).clear();
        key.held.add(record);
        key.newSinceTold = true;
        if (with) {
            tell(name, key, timestampNs);
        }
    }

    void watermark(final long newWatermarkNs) {
        watermarkNs = newWatermarkNs;
    }

    void end() {
        keys.forEach((name, key) -> {
            if (!key.held.isEmpty()) {
                final long newestNs = key.held.get(key.held.size() - 1).timestampNs();
                tell(name, key, watermarkNs == Long.MIN_VALUE ? newestNs : Math.max(newestNs, watermarkNs + 1));
            }
        });
    }

    List<Emitted<R>> emitted() {
        return emitted;
    }

    private void tell(final String name, final OfKey key, final long timestampNs) {
        if (!key.newSinceTold) {
            return;
        }
        for (final R result : told.apply(name, List.copyOf(key.held))) {
            emitted.add(new Emitted<>(result, timestampNs));
        }
        key.newSinceTold = false;
        if (key.evictions.isEmpty() && !policies.growing()) {
            key.held.clear();
        }
    }
}
