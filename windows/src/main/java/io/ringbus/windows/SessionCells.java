// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.slot.Memory;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;
import io.ringbus.state.CellImage;

/**
 * Byte layout of a session window's state cell: a circular array of a key's sessions in order of time, which neither overlap
 * nor touch.
 *
 * <pre>
 *   byte   0         4        8
 *          +---------+--------+-----------+-----------+-----+
 *          | newest  | count  | session 0 | session 1 | ... |  capacity sessions
 *          +---------+--------+-----------+-----------+-----+
 *
 *   byte   0          8         16         24
 *          +----------+---------+----------+-------------+
 *          | start ns | last ns | timer ns | accumulator |    a session
 *          +----------+---------+----------+-------------+
 * </pre>
 *
 * A session holds the times from its start to its last, both included. Its timer is the time at which its key was last
 * asked to be looked at on its account. Sessions are told apart by age: the newest, which nearly every record belongs to,
 * has the age 0. Bytes of places that hold no session have no meaning, and a snapshot does not have them.
 *
 * @param capacity         sessions, a power of two
 * @param accumulatorBytes bytes of one accumulator, a multiple of 8
 */
record SessionCells(int capacity, int accumulatorBytes) implements CellImage {
    /** Offset of the place of the newest session, an int. */
    static final int NEWEST_OFFSET = 0;

    /** Offset of the number of sessions, an int. */
    static final int COUNT_OFFSET = NEWEST_OFFSET + Integer.BYTES;

    /** Offset of the first place. */
    static final int PLACES_OFFSET = COUNT_OFFSET + Integer.BYTES;

    /** Offset of a session's first time, a long in nanoseconds, within the session. */
    static final int START_OFFSET = 0;

    /** Offset of a session's last time, a long in nanoseconds, within the session. */
    static final int LAST_OFFSET = START_OFFSET + Long.BYTES;

    /** Offset of a session's timer, a long in nanoseconds, within the session. */
    static final int TIMER_OFFSET = LAST_OFFSET + Long.BYTES;

    /** Offset of the accumulator within the session. */
    static final int ACCUMULATOR_OFFSET = TIMER_OFFSET + Long.BYTES;

    private static final int CAPACITY_MIN = 2;
    private static final int CELL_BYTES_MAX = 1 << 30;

    /** The layout with the smallest capacity that holds {@code sessions} at a time. */
    static SessionCells forSessions(final int sessions, final int accumulatorBytes) {
        final long capacity = Math.max(CAPACITY_MIN, Long.highestOneBit(Math.max(1, sessions - 1)) << 1);
        final long bytes = PLACES_OFFSET + capacity * (ACCUMULATOR_OFFSET + accumulatorBytes);
        if (bytes > CELL_BYTES_MAX) {
            throw new IllegalArgumentException("session window: cell bytes = " + PLACES_OFFSET + " + sessions * ("
                    + ACCUMULATOR_OFFSET + " + accumulator) = " + PLACES_OFFSET + " + " + capacity + " * ("
                    + ACCUMULATOR_OFFSET + " + " + accumulatorBytes + ") = " + bytes + " > " + CELL_BYTES_MAX
                    + ": lower ringbus.window.sessions.max, or choose a smaller aggregate");
        }
        return new SessionCells((int) capacity, accumulatorBytes);
    }

    int valueBytes() {
        return PLACES_OFFSET + capacity * sessionBytes();
    }

    int sessionBytes() {
        return ACCUMULATOR_OFFSET + accumulatorBytes;
    }

    static int count(final long cell) {
        return Memory.getInt(cell + COUNT_OFFSET);
    }

    /** Address of the session of this age. */
    long session(final long cell, final int age) {
        return cell + PLACES_OFFSET + (long) place(cell, age) * sessionBytes();
    }

    private int place(final long cell, final int age) {
        return (Memory.getInt(cell + NEWEST_OFFSET) - age) & (capacity - 1);
    }

    static long startNs(final long session) {
        return Memory.getLong(session + START_OFFSET);
    }

    static long lastNs(final long session) {
        return Memory.getLong(session + LAST_OFFSET);
    }

    /** First time behind a session with this last time. */
    static long endNs(final long lastNs) {
        return lastNs == Long.MAX_VALUE ? lastNs : lastNs + 1;
    }

    static long timerNs(final long session) {
        return Memory.getLong(session + TIMER_OFFSET);
    }

    /** Forgets the sessions that have no time after {@code untilNs}: the oldest ones. */
    void forget(final long cell, final long untilNs) {
        int count = count(cell);
        while (count > 0 && lastNs(session(cell, count - 1)) <= untilNs) {
            count--;
        }
        Memory.putInt(cell + COUNT_OFFSET, count);
    }

    /** The lowest age whose session does not start later than right behind {@code lastNs}; the count if there is none. */
    int ageUpTo(final long cell, final long lastNs) {
        final int count = count(cell);
        int age = 0;
        while (age < count && startNs(session(cell, age)) - 1 > lastNs) { // no start is Long.MIN_VALUE
            age++;
        }
        return age;
    }

    /** From {@code age} on, the lowest age whose session has its last time before {@code timeNs}; the count if there is none. */
    int ageBefore(final long cell, final int age, final long timeNs) {
        final int count = count(cell);
        int before = age;
        while (before < count && lastNs(session(cell, before)) >= timeNs) {
            before++;
        }
        return before;
    }

    /** The session that holds {@code timeNs}, if that is its timer; otherwise 0. */
    long withTimer(final long cell, final long timeNs) {
        final int count = count(cell);
        for (int age = 0; age < count; age++) {
            final long session = session(cell, age);
            if (startNs(session) <= timeNs) {
                return timerNs(session) == timeNs ? session : 0;
            }
        }
        return 0;
    }

    /** Makes room for one more session at {@code age}, and answers its address. There must be a free place. */
    long insert(final long cell, final int age) {
        Memory.putInt(cell + NEWEST_OFFSET, place(cell, -1));
        Memory.putInt(cell + COUNT_OFFSET, count(cell) + 1);
        for (int newer = 0; newer < age; newer++) {
            Memory.copy(session(cell, newer + 1), session(cell, newer), sessionBytes());
        }
        return session(cell, age);
    }

    /** Makes one session of those in [{@code from}, {@code until}), with what the oldest of them held, and answers its address. */
    long join(final long cell, final int from, final int until) {
        final int fewer = until - from - 1;
        if (fewer > 0) {
            for (int newer = from - 1; newer >= 0; newer--) {
                Memory.copy(session(cell, newer), session(cell, newer + fewer), sessionBytes());
            }
            Memory.putInt(cell + NEWEST_OFFSET, place(cell, fewer));
            Memory.putInt(cell + COUNT_OFFSET, count(cell) - fewer);
        }
        return session(cell, from);
    }

    /** The number of sessions, then the sessions, the oldest first. */
    @Override
    public void write(final long cell, final StateWriter out) {
        final int count = count(cell);
        out.putInt(count);
        for (int age = count - 1; age >= 0; age--) {
            out.putBytes(session(cell, age), sessionBytes());
        }
    }

    @Override
    public void read(final StateReader in, final long cell) {
        for (int left = in.getInt(); left > 0; left--) {
            in.getBytes(insert(cell, 0), sessionBytes());
        }
    }

    /** Copies all sessions into an empty cell of a layout with at least as many places. */
    void copy(final long from, final long to, final SessionCells target) {
        for (int age = count(from) - 1; age >= 0; age--) {
            Memory.copy(session(from, age), target.insert(to, 0), sessionBytes());
        }
    }
}
