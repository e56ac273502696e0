// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.testing.Emitted;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** The definition of sessions: keep all records, and sort and merge all of them anew whenever something happens. */
final class NaiveSessions implements SessionScript.Reader, NaiveEarly<List<Long>> {
    private record Kept(Trade trade, long timestampNs, long endNs) {}

    private record Session(String key, long startNs, long endNs, List<Kept> records) {}

    private final ToLongFunction<Trade> gap;
    private final long lateness;
    private final Map<String, List<Kept>> byKey = new LinkedHashMap<>();
    private final List<Emitted<WindowResult<String, List<Long>>>> emitted = new ArrayList<>();
    private final Set<String> changed = new LinkedHashSet<>();
    private long everyRecords;
    private long watermarkNs = Long.MIN_VALUE;
    private long lateCount;
    private long bridges;
    private long retold;
    private long told;

    NaiveSessions(final ToLongFunction<Trade> gap, final long lateness) {
        this.gap = gap;
        this.lateness = lateness;
    }

    /** The same, told early where a session reaches a further multiple of so many records than each that it is made of. */
    NaiveSessions early(final long newEveryRecords) {
        everyRecords = newEveryRecords;
        return this;
    }

    @Override
    public boolean hasChanged() {
        return !changed.isEmpty();
    }

    @Override
    public void tellEarly() {
        changed.forEach(key -> untold(key).forEach(session -> emit(session, true)));
        changed.clear();
    }

    /** The sessions of a key that are not told yet. */
    List<WindowResult<String, List<Long>>> answer(final String key) {
        return untold(key).map(session -> result(session, true).record()).toList();
    }

    private Stream<Session> untold(final String key) {
        return sessions(key, byKey.getOrDefault(key, List.of())).stream().filter(session -> !isTold(session));
    }

    @Override
    public void record(final Trade trade, final long timestampNs) {
        final List<Kept> before = byKey.computeIfAbsent(trade.symbol(), key -> new ArrayList<>());
        final List<Kept> after = new ArrayList<>(before);
        final Kept added = new Kept(trade, timestampNs, timestampNs + gap.applyAsLong(trade));
        after.add(added);
        for (final Session session : sessions(trade.symbol(), after)) {
            if (session.records().contains(added)) {
                if (isClosed(session)) {
                    lateCount++;
                    return;
                }
                if (isTold(session)) {
                    retold++;
                    emit(session, false);
                } else if (everyRecords > 0
                        && session.records().size() / everyRecords > most(session, before) / everyRecords) {
                    emit(session, true);
                }
                changed.add(trade.symbol());
            }
        }
        final int growth = sessions(trade.symbol(), after).size()
                - sessions(trade.symbol(), before).size();
        bridges += growth < 0 ? 1 : 0;
        byKey.put(trade.symbol(), after);
    }

    @Override
    public void watermark(final long newWatermarkNs) {
        final List<Session> untold = new ArrayList<>();
        byKey.forEach((key, records) -> untold.addAll(sessions(key, records)));
        untold.removeIf(this::isTold);
        untold.sort(
                Comparator.comparingLong(Session::endNs)); // stable: keys in the order in which they were first seen
        watermarkNs = newWatermarkNs;
        untold.stream().filter(this::isTold).forEach(session -> emit(session, false));
        byKey.replaceAll((key, records) -> sessions(key, records).stream()
                .filter(session -> !isClosed(session))
                .flatMap(session -> session.records().stream())
                .toList());
    }

    @Override
    public List<Emitted<WindowResult<String, List<Long>>>> emitted() {
        return emitted;
    }

    long lateCount() {
        return lateCount;
    }

    /** Records that made one session of several. */
    long bridges() {
        return bridges;
    }

    /** Records that told a session at once. */
    long retold() {
        return retold;
    }

    /** Results so far. */
    long told() {
        return told;
    }

    /** The records of the largest of the sessions that this one is made of. */
    private static long most(final Session session, final List<Kept> before) {
        return sessions(session.key(), before).stream()
                .filter(part -> part.startNs() >= session.startNs() && part.endNs() <= session.endNs())
                .mapToLong(part -> part.records().size())
                .max()
                .orElse(0);
    }

    private void emit(final Session session, final boolean early) {
        told++;
        emitted.add(result(session, early));
    }

    private static Emitted<WindowResult<String, List<Long>>> result(final Session session, final boolean early) {
        final List<Kept> inside = session.records();
        final long sizes =
                inside.stream().mapToLong(kept -> kept.trade().size()).sum();
        final List<Long> value = List.of(
                (long) inside.size(),
                sizes,
                inside.get(0).trade().id(),
                inside.get(inside.size() - 1).trade().id());
        return new Emitted<>(
                new WindowResult<>(session.key(), session.startNs(), session.endNs(), value, early),
                session.endNs() - 1);
    }

    private boolean isTold(final Session session) {
        return session.endNs() <= watermarkNs;
    }

    private boolean isClosed(final Session session) {
        return watermarkNs == Long.MAX_VALUE || session.endNs() + lateness <= watermarkNs;
    }

    /** Records in order of time, and of arrival among equals; one that starts at or before the end so far is in it. */
    private static List<Session> sessions(final String key, final List<Kept> records) {
        final List<Kept> sorted = new ArrayList<>(records);
        sorted.sort(Comparator.comparingLong(Kept::timestampNs));
        final List<Session> sessions = new ArrayList<>();
        List<Kept> inside = new ArrayList<>();
        long endNs = 0;
        for (final Kept kept : sorted) {
            if (!inside.isEmpty() && kept.timestampNs() > endNs) {
                sessions.add(new Session(key, inside.get(0).timestampNs(), endNs, inside));
                inside = new ArrayList<>();
            }
            endNs = inside.isEmpty() ? kept.endNs() : Math.max(endNs, kept.endNs());
            inside.add(kept);
        }
        if (!inside.isEmpty()) {
            sessions.add(new Session(key, inside.get(0).timestampNs(), endNs, inside));
        }
        return sessions;
    }
}
