// SPDX-License-Identifier: Apache-2.0
package io.ringbus.oracle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * Copies a script without the events at which Flink forgets what a session held: those whose own window, from their time to
 * the end of their gap, is exactly a session that has grown to these bounds. Flink then files the session under the new window
 * and never finds the older records again; in ringbus nothing is dropped uncounted. {@link FlinkWindowsTest} shows it.
 */
final class SessionTwins {
    private record Session(long start, long end, boolean grown) {
        boolean touches(final Session other) {
            return start <= other.end && other.start <= end;
        }

        Session with(final Session other) {
            final Session joined = new Session(Math.min(start, other.start), Math.max(end, other.end), true);
            return joined.start == start && joined.end == end ? this : joined;
        }
    }

    private final ToIntFunction<Script.Event> gapOf;
    private final long lateness;
    private final Map<String, List<Session>> sessions = new HashMap<>();
    private long mark = Long.MIN_VALUE;
    private int leftOut;

    SessionTwins(final ToIntFunction<Script.Event> gapOf, final long lateness) {
        this.gapOf = gapOf;
        this.lateness = lateness;
    }

    /** The script without such events. */
    Script without(final Script script) {
        final Script kept = new Script();
        for (final Script.Step step : script.steps()) {
            if (step instanceof Script.Mark at) {
                mark = at.ticks();
                sessions.values().forEach(open -> open.removeIf(this::isClosed));
                kept.mark(mark);
            } else if (step instanceof Script.Event event && !isTwin(event)) {
                kept.event(event.key(), event.ticks(), event.value());
            }
        }
        return kept;
    }

    /** How many events were left out. */
    int leftOut() {
        return leftOut;
    }

    private boolean isClosed(final Session session) {
        return mark == Long.MAX_VALUE || session.end - 1 + lateness <= mark;
    }

    private boolean isTwin(final Script.Event event) {
        final List<Session> open = sessions.computeIfAbsent(event.key(), any -> new ArrayList<>());
        final Session own = new Session(event.ticks(), event.ticks() + gapOf.applyAsInt(event), false);
        final List<Session> touched = open.stream().filter(own::touches).toList();
        if (touched.contains(new Session(own.start, own.end, true))) {
            leftOut++;
            return true;
        }
        if (!touched.isEmpty() || !isClosed(own)) {
            open.removeAll(touched);
            open.add(touched.stream()
                    .reduce(Session::with)
                    .map(all -> all.with(own))
                    .orElse(own));
        }
        return false;
    }
}
