// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.slot.SlotLayout;
import io.ringbus.testing.Emitted;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The definition of windows over policies, on lists; what single policies do is in {@link NaivePolicies}. */
final class NaivePolicyWindow {
    /** A record in a window. */
    record Held(Trade trade, long timestampNs, long arrivalNs) {}

    /** How a record stands to a trigger. */
    enum Fire {
        NO,
        WITHOUT,
        WITH
    }

    /** A trigger with its memory, for one key. */
    interface NaiveTrigger extends Function<Held, Fire> {}

    /** How many of the oldest leave, with its memory, for one key. */
    interface NaiveEviction extends BiFunction<List<Held>, Held, Integer> {}

    /** How many of the oldest have come too long before a processing time. */
    interface OutOfDate extends BiFunction<List<Held>, Long, Integer> {}

    /** Policies of one window: each key has its own of them; those of processing time are for all keys. */
    record Rule(
            List<Supplier<NaiveTrigger>> triggers,
            List<Long> periodsNs,
            List<Supplier<NaiveEviction>> evictions,
            List<OutOfDate> outOfDate,
            boolean leavesWhenTold) {}

    /** What is made of a window. */
    interface Told extends BiFunction<String, List<Held>, List<String>> {}

    private final class OfKey {
        private final List<NaiveTrigger> triggers =
                rule.triggers().stream().map(Supplier::get).toList();
        private final List<NaiveEviction> evictions =
                rule.evictions().stream().map(Supplier::get).toList();
        private final List<Held> held = new ArrayList<>();
        private boolean newSinceTold;
    }

    private final Rule rule;
    private final Function<Trade, String> keyOf;
    private final Told told;
    private final Map<String, OfKey> keys = new LinkedHashMap<>();
    private final List<Emitted<String>> emitted = new ArrayList<>();
    private long watermarkNs = SlotLayout.NO_TIME;
    private long newestNs = SlotLayout.NO_TIME;
    private long nowNs;
    private @Nullable Long firstNs;
    private @Nullable Long waitingSinceNs;
    private final Set<String> waiting = new LinkedHashSet<>();

    NaivePolicyWindow(final Rule rule, final Function<Trade, String> keyOf, final Told told) {
        this.rule = rule;
        this.keyOf = keyOf;
        this.told = told;
    }

    void record(final Trade trade, final long timestampNs) {
        final String name = keyOf.apply(trade);
        final OfKey key = keys.computeIfAbsent(name, any -> new OfKey());
        final Held record = new Held(trade, timestampNs, nowNs);
        newestNs = Math.max(newestNs, timestampNs);
        final List<Fire> fires =
                key.triggers.stream().map(trigger -> trigger.apply(record)).toList();
        if (fires.contains(Fire.WITHOUT)) {
            tell(name, key, timestampNs);
        }
        int leaving = 0;
        for (final NaiveEviction eviction : key.evictions) {
            leaving = Math.max(leaving, eviction.apply(List.copyOf(key.held), record));
        }
        key.held.subList(0, Math.max(leaving, outOfDate(key))).clear();
        key.held.add(record);
        firstNs = firstNs == null ? Long.valueOf(nowNs) : firstNs;
        waitingSinceNs = waitingSinceNs == null ? Long.valueOf(nowNs) : waitingSinceNs;
        waiting.add(name);
        key.newSinceTold = true;
        if (fires.contains(Fire.WITH)) {
            tell(name, key, timestampNs);
        }
    }

    void watermark(final long newWatermarkNs) {
        watermarkNs = newWatermarkNs;
    }

    /** Moves processing time: a multiple of a period that is passed while there is something to tell tells it. */
    void advance(final long byNs) {
        nowNs += byNs;
        final Long sinceNs = waitingSinceNs;
        final Long startNs = firstNs;
        if (sinceNs == null || startNs == null) {
            return;
        }
        for (final long periodNs : rule.periodsNs()) {
            if ((nowNs - startNs) / periodNs > (sinceNs - startNs) / periodNs) {
                for (final String name : waiting) {
                    final OfKey key = Objects.requireNonNull(keys.get(name));
                    key.held.subList(0, outOfDate(key)).clear();
                    tell(name, key, nowhereLateNs());
                }
                waiting.clear();
                waitingSinceNs = null;
                return;
            }
        }
    }

    private int outOfDate(final OfKey key) {
        int leaving = 0;
        for (final OutOfDate eviction : rule.outOfDate()) {
            leaving = Math.max(leaving, eviction.apply(List.copyOf(key.held), nowNs));
        }
        return leaving;
    }

    /** What is held of a key, whether it has been told or not, without what is out of date by now. */
    List<String> answer(final String name) {
        final OfKey key = keys.get(name);
        if (key == null) {
            return List.of();
        }
        final List<Held> left = List.copyOf(key.held.subList(outOfDate(key), key.held.size()));
        return left.isEmpty() ? List.of() : told.apply(name, left);
    }

    void end() {
        keys.forEach((name, key) -> tell(name, key, nowhereLateNs()));
    }

    private long nowhereLateNs() {
        return watermarkNs == SlotLayout.NO_TIME ? newestNs : Math.max(newestNs, watermarkNs + 1);
    }

    /** Everything emitted since the last call. */
    List<Emitted<String>> take() {
        final List<Emitted<String>> taken = List.copyOf(emitted);
        emitted.clear();
        return taken;
    }

    private void tell(final String name, final OfKey key, final long timestampNs) {
        if (!key.newSinceTold || key.held.isEmpty()) {
            return;
        }
        for (final String result : told.apply(name, List.copyOf(key.held))) {
            emitted.add(new Emitted<>(result, timestampNs));
        }
        key.newSinceTold = false;
        if (rule.leavesWhenTold()) {
            key.held.clear();
        }
    }
}
