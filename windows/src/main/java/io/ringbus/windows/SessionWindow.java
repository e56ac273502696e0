// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.function.KeySelector;
import io.ringbus.windows.aggregate.Aggregate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link SessionWindowOperator} is to do.
 *
 * @param name        of the stage or stream, for error messages
 * @param key         takes the key out of a record
 * @param gapNs       how far a record reaches behind its time, at least 1
 * @param aggregate   what is kept of the records of a session
 * @param shape       what is emitted of it
 * @param latenessNs  how long after its end a session still takes records
 * @param sessionsMax bound on the sessions of a key that are open at a time: {@code ringbus.window.sessions.max}
 * @param portion     sessions looked at per turn while they fire: {@code ringbus.window.portion}
 * @param forgotten   told of each session before it is forgotten
 * @param early       when it tells sessions before their end, or null for never
 */
public record SessionWindow<K, T, R, O>(
        String name,
        KeySelector<T, K> key,
        ToLongFunction<? super T> gapNs,
        Aggregate<T, R> aggregate,
        WindowShape<K, R, O> shape,
        long latenessNs,
        int sessionsMax,
        int portion,
        ForgottenSessions<K> forgotten,
        @Nullable Early early) {
    public SessionWindow {
        if (latenessNs < 0) {
            throw new IllegalArgumentException("window '" + name + "': latenessNs=" + latenessNs + " < 0");
        }
        if (sessionsMax < 1) {
            throw new IllegalArgumentException(
                    "window '" + name + "': ringbus.window.sessions.max=" + sessionsMax + " < 1");
        }
        if (portion < 1) {
            throw new IllegalArgumentException("window '" + name + "': ringbus.window.portion=" + portion + " < 1");
        }
        SessionCells.forSessions(
                sessionsMax, aggregate.accumulatorBytes()); // refuses at the start what would not fit later
    }

    /** Sessions that nothing beside is kept of. */
    public SessionWindow(
            final String name,
            final KeySelector<T, K> key,
            final ToLongFunction<? super T> gapNs,
            final Aggregate<T, R> aggregate,
            final WindowShape<K, R, O> shape,
            final long latenessNs,
            final int sessionsMax,
            final int portion) {
        this(name, key, gapNs, aggregate, shape, latenessNs, sessionsMax, portion, new ForgottenSessions<>());
    }

    /** Sessions that are told at their end. */
    public SessionWindow(
            final String name,
            final KeySelector<T, K> key,
            final ToLongFunction<? super T> gapNs,
            final Aggregate<T, R> aggregate,
            final WindowShape<K, R, O> shape,
            final long latenessNs,
            final int sessionsMax,
            final int portion,
            final ForgottenSessions<K> forgotten) {
        this(name, key, gapNs, aggregate, shape, latenessNs, sessionsMax, portion, forgotten, null);
    }

    /** The same, told before their end as well. */
    public SessionWindow<K, T, R, O> early(final Early newEarly) {
        final Aggregate<T, R> counted = newEarly.everyRecords() > 0 ? new CountedAggregate<>(aggregate) : aggregate;
        return new SessionWindow<>(
                name, key, gapNs, counted, shape, latenessNs, sessionsMax, portion, forgotten, newEarly);
    }
}
