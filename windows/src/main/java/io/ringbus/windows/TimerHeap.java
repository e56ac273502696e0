// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import java.util.Arrays;

/**
 * Times at which keys are to be looked at, the earliest first, and those of one time in the order of the keys' ordinals: a
 * heap of four children per node, which is half as deep as one of two and reads the four from one or two cache lines.
 *
 * <p><b>Units.</b> Nanoseconds since the epoch.
 * <p><b>Threading.</b> Stage thread.
 * <p><b>Allocation.</b> When there are more timers than ever before: 12 bytes each.
 * <p><b>Progress.</b> Each call takes at most {@code 4 * log4(timers)} compares.
 * <p><b>Source.</b> Williams, <i>Algorithm 232: Heapsort</i>, CACM 1964; more than two children: Johnson, <i>Priority queues
 * with update and finding minimum spanning trees</i>, IPL 1975.
 */
final class TimerHeap {
    private static final int CHILDREN = 4;

    private long[] timesNs = new long[16];
    private int[] ordinals = new int[16];
    private int count;

    /** The earliest time, or {@code Long.MAX_VALUE} when there is none. */
    long firstNs() {
        return count == 0 ? Long.MAX_VALUE : timesNs[0];
    }

    /** Ordinal of the key of the earliest time. */
    int firstOrdinal() {
        return ordinals[0];
    }

    boolean isEmpty() {
        return count == 0;
    }

    int count() {
        return count;
    }

    void add(final long timeNs, final int ordinal) {
        if (count == timesNs.length) {
            timesNs = Arrays.copyOf(timesNs, count * 2);
            ordinals = Arrays.copyOf(ordinals, count * 2);
        }
        int hole = count++;
        while (hole > 0) {
            final int parent = (hole - 1) / CHILDREN;
            if (!comesBefore(timeNs, ordinal, parent)) {
                break;
            }
            move(parent, hole);
            hole = parent;
        }
        put(hole, timeNs, ordinal);
    }

    /** Takes the first timer out. */
    void removeFirst() {
        count--;
        sinkFromTop(timesNs[count], ordinals[count]);
    }

    /** Sets the first timer to a later time. */
    void postponeFirst(final long timeNs) {
        sinkFromTop(timeNs, ordinals[0]);
    }

    private void sinkFromTop(final long timeNs, final int ordinal) {
        int hole = 0;
        int child = 1;
        while (child < count) {
            final int earliest = earliestOf(child, Math.min(child + CHILDREN, count));
            if (comesBefore(timeNs, ordinal, earliest)) {
                break;
            }
            move(earliest, hole);
            hole = earliest;
            child = hole * CHILDREN + 1;
        }
        put(hole, timeNs, ordinal);
    }

    private int earliestOf(final int from, final int until) {
        int earliest = from;
        for (int index = from + 1; index < until; index++) {
            if (comesBefore(timesNs[index], ordinals[index], earliest)) {
                earliest = index;
            }
        }
        return earliest;
    }

    private boolean comesBefore(final long timeNs, final int ordinal, final int index) {
        return timeNs < timesNs[index] || (timeNs == timesNs[index] && ordinal < ordinals[index]);
    }

    private void move(final int from, final int to) {
        put(to, timesNs[from], ordinals[from]);
    }

    private void put(final int index, final long timeNs, final int ordinal) {
        timesNs[index] = timeNs;
        ordinals[index] = ordinal;
    }
}
