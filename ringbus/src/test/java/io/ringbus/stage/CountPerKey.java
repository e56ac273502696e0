// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stage;

import io.ringbus.chain.Operator;
import io.ringbus.chain.Output;
import io.ringbus.ring.Tick;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts records per value and tumbling span of time; a span's counts go out when the watermark passes its end, a few in a
 * turn. Emits ticks whose id is {@code span * 1000 + value} and whose value is the count.
 */
final class CountPerKey implements Operator<Tick, Tick> {
    static final int KEYS_MAX = 1_000;
    private static final int PORTION = 2;
    private final long spanNs;
    private final TreeMap<Long, TreeMap<Long, Long>> counts = new TreeMap<>();
    private final Deque<Tick> due = new ArrayDeque<>();
    private long watermarkNs = Long.MIN_VALUE;
    private boolean busy;

    CountPerKey(final long spanNs) {
        this.spanNs = spanNs;
    }

    @Override
    public void process(final Tick record, final long timestampNs, final Output<Tick> output) {
        if (busy) {
            throw new IllegalStateException("fed while busy");
        }
        if (timestampNs <= watermarkNs) {
            throw new IllegalStateException("late: " + timestampNs + " <= " + watermarkNs);
        }
        counts.computeIfAbsent(timestampNs / spanNs, span -> new TreeMap<>()).merge(record.value(), 1L, Long::sum);
    }

    @Override
    public boolean onWatermark(final long toNs, final Output<Tick> output) {
        if (!busy) {
            watermarkNs = toNs;
            while (!counts.isEmpty() && (counts.firstKey() + 1) * spanNs - 1 <= toNs) {
                final Map.Entry<Long, TreeMap<Long, Long>> span = counts.pollFirstEntry();
                span.getValue().forEach((key, count) -> due.add(new Tick(span.getKey() * KEYS_MAX + key, count)));
            }
        }
        for (int i = 0; i < PORTION && !due.isEmpty() && !output.isFull(); i++) {
            final Tick tick = due.remove();
            output.emit(tick, (tick.id() / KEYS_MAX + 1) * spanNs - 1);
        }
        busy = !due.isEmpty();
        return !busy;
    }
}
