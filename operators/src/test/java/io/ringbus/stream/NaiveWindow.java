// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * One window that is told, and the definitions of which there are: over a finished list of records in order of time, with
 * nothing kept from record to record but lists.
 */
record NaiveWindow(Object key, long startNs, long endNs, List<Tick> records) {
    /** Says at which records of a list something fires, by their indices. */
    interface Firings {
        List<Integer> in(List<Tick> records);
    }

    /** Says how many of the oldest records have left when the record at {@code index} is in. */
    interface Gone {
        int at(List<Tick> records, int index);
    }

    /** Every window of {@code size} that starts at a multiple of {@code slide} from {@code offset} on, unless it is empty. */
    static List<NaiveWindow> aligned(
            final List<Tick> ticks,
            final Function<Tick, Object> key,
            final long size,
            final long slide,
            final long offset) {
        final Map<List<Object>, NaiveWindow> windows = new LinkedHashMap<>();
        for (final Tick tick : ticks) {
            for (long start = Math.floorDiv(tick.timeNs() - offset, slide) * slide + offset;
                    start > tick.timeNs() - size;
                    start -= slide) {
                add(windows, new NaiveWindow(key.apply(tick), start, start + size, new ArrayList<>()), tick);
            }
        }
        return List.copyOf(windows.values());
    }

    private static void add(final Map<List<Object>, NaiveWindow> windows, final NaiveWindow empty, final Tick tick) {
        windows.computeIfAbsent(List.of(empty.key, empty.startNs), any -> empty)
                .records
                .add(tick);
    }

    /** A record that comes no later than the end of its key's last session is in that one. */
    static List<NaiveWindow> sessions(
            final List<Tick> ticks, final Function<Tick, Object> key, final ToLongFunction<Tick> gap) {
        final Map<Object, NaiveWindow> last = new HashMap<>();
        final List<NaiveWindow> sessions = new ArrayList<>();
        for (final Tick tick : ticks) {
            final NaiveWindow before = last.get(key.apply(tick));
            final boolean touches = before != null && tick.timeNs() <= before.endNs;
            final List<Tick> records = touches ? before.records : new ArrayList<>();
            records.add(tick);
            final long end = tick.timeNs() + gap.applyAsLong(tick);
            final NaiveWindow session = new NaiveWindow(
                    key.apply(tick), records.get(0).timeNs(), touches ? Math.max(before.endNs, end) : end, records);
            if (touches) {
                sessions.remove(before);
            }
            sessions.add(session);
            last.put(session.key, session);
        }
        return sessions;
    }

    /**
     * Windows over policies: {@code before} fires without the record, {@code after} with it. Where {@code gone} is null
     * everything leaves when it is told.
     */
    static List<NaiveWindow> policies(
            final List<Tick> ticks,
            final Function<Tick, Object> key,
            final Firings before,
            final Firings after,
            final Gone gone) {
        final Map<Object, List<Tick>> byKey = new LinkedHashMap<>();
        ticks.forEach(tick ->
                byKey.computeIfAbsent(key.apply(tick), any -> new ArrayList<>()).add(tick));
        final List<NaiveWindow> told = new ArrayList<>();
        byKey.forEach((value, records) -> {
            final Collection<Integer> exclusive = before.in(records);
            final Collection<Integer> inclusive = after.in(records);
            int from = 0;
            int toldUpTo = 0;
            for (int index = 0; index <= records.size(); index++) {
                if ((exclusive.contains(index) || index == records.size()) && toldUpTo < index) {
                    told.add(of(value, records.subList(from, index)));
                    toldUpTo = index;
                    from = gone == null ? index : from;
                }
                if (index < records.size() && gone != null) {
                    from = Math.max(from, gone.at(records, index));
                }
                if (inclusive.contains(index)) {
                    told.add(of(value, records.subList(from, index + 1)));
                    toldUpTo = index + 1;
                    from = gone == null ? toldUpTo : from;
                }
            }
        });
        return told;
    }

    private static NaiveWindow of(final Object key, final List<Tick> records) {
        return new NaiveWindow(
                key, records.get(0).timeNs(), records.get(records.size() - 1).timeNs() + 1, records);
    }

    /** Each window split by a key. */
    static List<NaiveWindow> grouped(final List<NaiveWindow> windows, final Function<Tick, Object> key) {
        final List<NaiveWindow> parts = new ArrayList<>();
        for (final NaiveWindow window : windows) {
            final Map<Object, List<Tick>> groups = new LinkedHashMap<>();
            window.records.forEach(tick -> groups.computeIfAbsent(key.apply(tick), any -> new ArrayList<>())
                    .add(tick));
            groups.forEach((value, records) ->
                    parts.add(new NaiveWindow(value, window.startNs, window.endNs, List.copyOf(records))));
        }
        return parts;
    }
}
