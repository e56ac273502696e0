// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import static io.ringbus.stream.NaiveWindow.aligned;
import static io.ringbus.stream.NaiveWindow.grouped;
import static io.ringbus.stream.NaiveWindow.policies;
import static io.ringbus.stream.NaiveWindow.sessions;

import io.ringbus.operators.GlobalKey;
import io.ringbus.stream.NaiveWindow.Firings;
import io.ringbus.windows.policy.Count;
import io.ringbus.windows.policy.Delta;
import io.ringbus.windows.policy.Eviction;
import io.ringbus.windows.policy.Punctuation;
import io.ringbus.windows.policy.Session;
import io.ringbus.windows.policy.Time;
import io.ringbus.windows.policy.Trigger;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.ToDoubleBiFunction;

/** Every kind of window, in words and by its definition. */
record WindowKind(
        String name,
        Function<Stream<Tick>, Windows<?, Tick>> words,
        Function<List<Tick>, List<NaiveWindow>> definition) {
    private static final Function<Tick, Object> ALL = tick -> GlobalKey.ALL;
    private static final Firings NEVER = records -> List.of();
    private static final ToDoubleBiFunction<Tick, Tick> RISE = (from, to) -> to.price() - from.price();
    private static final Tick START = Tick.of(0, 5, 0);

    /** A policy of a user: fires at records of the key 3. */
    private static final Trigger<Tick> THREES = (tick, timestampNs, state) -> tick.id() == 3;

    /** A policy of a user: a record at or above 15 lets all before it go. */
    private static final Eviction<Tick> HIGH = (kept, tick, timestampNs, state) -> tick.price() >= 15 ? kept.size() : 0;

    @Override
    public String toString() {
        return name;
    }

    static List<WindowKind> all() {
        final List<WindowKind> kinds = new ArrayList<>(ofTime());
        kinds.addAll(ofSessions());
        kinds.addAll(ofPolicies());
        kinds.addAll(ofMixes());
        return kinds;
    }

    private static List<WindowKind> ofTime() {
        return List.of(
                new WindowKind(
                        "tumbling, per key",
                        ticks -> ticks.keyBy(Tick::symbol).window(ns(90)),
                        ticks -> aligned(ticks, Tick::symbol, 90, 90, 0)),
                new WindowKind(
                        "tumbling, of all", ticks -> ticks.window(ns(30)), ticks -> aligned(ticks, ALL, 30, 30, 0)),
                new WindowKind(
                        "sliding by what does not divide it, from an offset",
                        ticks -> ticks.keyBy(Tick::id)
                                .window(ns(90))
                                .every(ns(40))
                                .offset(-7),
                        ticks -> aligned(ticks, Tick::id, 90, 40, -7)),
                new WindowKind(
                        "with gaps between",
                        ticks -> ticks.keyBy(Tick::id).window(ns(30)).every(ns(70)),
                        ticks -> aligned(ticks, Tick::id, 30, 70, 0)),
                new WindowKind(
                        "sliding, of all, grouped inside",
                        ticks -> ticks.window(ns(64)).every(ns(32)).groupBy(Tick::symbol),
                        ticks -> grouped(aligned(ticks, ALL, 64, 32, 0), Tick::symbol)));
    }

    private static List<WindowKind> ofSessions() {
        return List.of(
                new WindowKind(
                        "sessions per key",
                        ticks -> ticks.keyBy(Tick::symbol).window(Session.of(ns(20))),
                        ticks -> sessions(ticks, Tick::symbol, tick -> 20)),
                new WindowKind(
                        "sessions with a gap per record",
                        ticks -> ticks.keyBy(Tick::symbol).window(Session.gap(tick -> 1 + 9L * tick.id())),
                        ticks -> sessions(ticks, Tick::symbol, tick -> 1 + 9L * tick.id())),
                new WindowKind(
                        "sessions of all",
                        ticks -> ticks.window(Session.of(ns(9))),
                        ticks -> sessions(ticks, ALL, tick -> 9)),
                new WindowKind(
                        "sessions of all, grouped inside",
                        ticks -> ticks.window(Session.of(ns(9))).groupBy(Tick::symbol),
                        ticks -> grouped(sessions(ticks, ALL, tick -> 9), Tick::symbol)));
    }

    private static List<WindowKind> ofPolicies() {
        return List.of(
                new WindowKind(
                        "count, per key",
                        ticks -> ticks.keyBy(Tick::symbol).window(Count.of(8)),
                        ticks -> policies(ticks, Tick::symbol, NEVER, nth(8, 0), null)),
                new WindowKind(
                        "count, of all",
                        ticks -> ticks.window(Count.of(7)),
                        ticks -> policies(ticks, ALL, NEVER, nth(7, 0), null)),
                new WindowKind(
                        "count, of all, grouped inside",
                        ticks -> ticks.window(Count.of(12)).groupBy(Tick::id),
                        ticks -> grouped(policies(ticks, ALL, NEVER, nth(12, 0), null), Tick::id)),
                new WindowKind(
                        "count, sliding, full from the first",
                        ticks -> ticks.keyBy(Tick::id)
                                .window(Count.of(8))
                                .every(Count.of(3).startingAt(-5)),
                        ticks -> policies(ticks, Tick::id, NEVER, nth(3, -5), (records, index) -> index - 7)),
                new WindowKind(
                        "delta",
                        ticks -> ticks.keyBy(Tick::id).window(Delta.of(12, RISE)),
                        ticks -> policies(ticks, Tick::id, moved(12, null), NEVER, null)),
                new WindowKind(
                        "delta from a start",
                        ticks -> ticks.keyBy(Tick::id).window(Delta.of(12, RISE, START)),
                        ticks -> policies(ticks, Tick::id, moved(12, START), NEVER, null)),
                new WindowKind(
                        "delta with what fires",
                        ticks -> ticks.keyBy(Tick::id).window(Delta.of(12, RISE).includeTrigger()),
                        ticks -> policies(ticks, Tick::id, NEVER, moved(12, null), null)),
                new WindowKind(
                        "punctuation",
                        ticks -> ticks.window(Punctuation.of(tick -> tick.id() == 3)),
                        ticks -> policies(ticks, ALL, threes(), NEVER, null)),
                new WindowKind(
                        "punctuation with what fires",
                        ticks -> ticks.window(
                                Punctuation.<Tick>of(tick -> tick.id() == 3).includeTrigger()),
                        ticks -> policies(ticks, ALL, NEVER, threes(), null)),
                new WindowKind(
                        "all so far",
                        ticks -> ticks.keyBy(Tick::id).every(Count.of(40)),
                        ticks -> policies(ticks, Tick::id, NEVER, nth(40, 0), (records, index) -> 0)),
                new WindowKind(
                        "all so far, of all",
                        ticks -> ticks.every(Count.of(100)),
                        ticks -> policies(ticks, ALL, NEVER, nth(100, 0), (records, index) -> 0)),
                new WindowKind(
                        "any of several",
                        ticks -> ticks.keyBy(Tick::id).window(Count.of(5), Delta.of(12, RISE)),
                        ticks -> policies(ticks, Tick::id, moved(12, null), nth(5, 0), null)));
    }

    private static List<WindowKind> ofMixes() {
        return List.of(
                new WindowKind(
                        "time every count",
                        ticks -> ticks.keyBy(Tick::id).window(ns(60)).every(Count.of(3)),
                        ticks -> policies(ticks, Tick::id, NEVER, nth(3, 0), WindowKind::older)),
                new WindowKind(
                        "count every time",
                        ticks -> ticks.window(Count.of(6)).every(ns(50)),
                        ticks -> policies(ticks, ALL, spans(50), NEVER, (records, index) -> index - 5)),
                new WindowKind(
                        "delta every count",
                        ticks -> ticks.window(Delta.of(12, RISE)).every(Count.of(4)),
                        ticks -> policies(ticks, ALL, NEVER, nth(4, 0), WindowKind::far)),
                new WindowKind(
                        "several every several",
                        ticks -> ticks.keyBy(Tick::symbol)
                                .window(Count.of(6), ns(60))
                                .every(Count.of(4), Punctuation.of(tick -> tick.price() == 8)),
                        ticks -> policies(
                                ticks,
                                Tick::symbol,
                                records -> where(records, i -> records.get(i).price() == 8),
                                nth(4, 0),
                                (records, index) -> Math.max(index - 5, older(records, index)))),
                new WindowKind(
                        "policies of a user, grouped inside",
                        ticks -> ticks.window(HIGH).every(THREES).groupBy(Tick::symbol),
                        ticks -> grouped(
                                policies(
                                        ticks,
                                        ALL,
                                        threes(),
                                        NEVER,
                                        (records, index) -> records.get(index).price() >= 15 ? index : 0),
                                Tick::symbol)));
    }

    static Time ns(final long count) {
        return Time.of(count, TimeUnit.NANOSECONDS);
    }

    /** The n-th record, counted from {@code counted}, and every n-th behind it. */
    private static Firings nth(final int n, final int counted) {
        return records -> where(records, i -> i + 1 + counted > 0 && (i + 1 + counted) % n == 0);
    }

    private static Firings threes() {
        return records -> where(records, i -> records.get(i).id() == 3);
    }

    private static Firings spans(final long span) {
        return records -> where(
                records,
                i -> i > 0
                        && Math.floorDiv(records.get(i).timeNs(), span)
                                > Math.floorDiv(records.get(i - 1).timeNs(), span));
    }

    private static Firings moved(final double threshold, final Tick start) {
        return records -> {
            final List<Integer> fired = new ArrayList<>();
            Tick point = start == null ? records.get(0) : start;
            for (int i = 0; i < records.size(); i++) {
                if (RISE.applyAsDouble(point, records.get(i)) > threshold) {
                    fired.add(i);
                    point = records.get(i);
                }
            }
            return fired;
        };
    }

    /** Records that are 60 ns older than the newest. */
    private static int older(final List<Tick> records, final int index) {
        final long now = records.get(index).timeNs();
        return where(records, i -> records.get(i).timeNs() <= now - 60).size();
    }

    /** The oldest records as long as they are 12 or more below the newest, of those that are still there: it never grows. */
    private static int far(final List<Tick> records, final int index) {
        int gone = 0;
        for (int newest = 0; newest <= index; newest++) {
            while (gone < newest && RISE.applyAsDouble(records.get(gone), records.get(newest)) >= 12) {
                gone++;
            }
        }
        return gone;
    }

    private static List<Integer> where(final List<Tick> records, final IntPredicate wanted) {
        final List<Integer> found = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            if (wanted.test(i)) {
                found.add(i);
            }
        }
        return found;
    }
}
