// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimerHeapTest {
    private record Timer(long timeNs, int ordinal) {}

    @Test
    void agreesWithAPriorityQueue() {
        for (long seed = 0; seed < 2_000; seed++) {
            final Random random = new Random(seed);
            final TimerHeap heap = new TimerHeap();
            final PriorityQueue<Timer> queue =
                    new PriorityQueue<>(Comparator.comparingLong(Timer::timeNs).thenComparingInt(Timer::ordinal));
            final int bound = 1 + random.nextInt(50);
            final int addsOfTen = 3 + random.nextInt(5);
            for (int step = 0; step < 300; step++) {
                final int what = random.nextInt(10);
                if (what < addsOfTen || queue.isEmpty()) {
                    final Timer added = new Timer(random.nextInt(bound) - bound / 2L, random.nextInt(10));
                    queue.add(added);
                    heap.add(added.timeNs(), added.ordinal());
                } else if (what == 9) {
                    final Timer first = queue.remove();
                    final Timer later = new Timer(first.timeNs() + random.nextInt(bound), first.ordinal());
                    queue.add(later);
                    heap.postponeFirst(later.timeNs());
                } else {
                    queue.remove();
                    heap.removeFirst();
                }
                compare(queue, heap, "seed=" + seed + " step=" + step);
            }
        }
    }

    private static void compare(final PriorityQueue<Timer> queue, final TimerHeap heap, final String where) {
        assertEquals(queue.size(), heap.count(), where);
        final Timer first = queue.peek();
        assertEquals(first == null ? Long.MAX_VALUE : first.timeNs(), heap.firstNs(), where);
        if (first != null) {
            assertEquals(first.ordinal(), heap.firstOrdinal(), where);
        }
    }
}
