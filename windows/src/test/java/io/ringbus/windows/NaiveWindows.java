// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.testing.Emitted;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The definition of aligned windows: keep all records, and look through all of them whenever time moves. */
final class NaiveWindows {
    private record Kept(Trade trade, long timestampNs) {}

    private final long size;
    private final long slide;
    private final long offset;
    private final long lateness;
    private final Map<String, List<Kept>> byKey = new LinkedHashMap<>();
    private final List<Emitted<WindowResult<String, List<Long>>>> emitted = new ArrayList<>();
    private long watermarkNs = Long.MIN_VALUE;
    private long lateCount;
    private long gapCount;

    NaiveWindows(final long size, final long slide, final long offset, final long lateness) {
        this.size = size;
        this.slide = slide;
        this.offset = offset;
        this.lateness = lateness;
    }

    void record(final Trade trade, final long timestampNs) {
        final List<Long> starts = starts(timestampNs);
        if (starts.isEmpty()) {
            gapCount++;
        } else if (starts.stream().noneMatch(this::isOpen)) {
            lateCount++;
        } else {
            final List<Kept> records = byKey.computeIfAbsent(trade.symbol(), key -> new ArrayList<>());
            records.add(new Kept(trade, timestampNs));
            starts.stream()
                    .sorted()
                    .filter(start -> isOpen(start) && isTold(start))
                    .forEach(start -> emit(trade.symbol(), start, records));
        }
    }

    void watermark(final long newWatermarkNs) {
        final TreeSet<Long> closing = new TreeSet<>();
        for (final List<Kept> records : byKey.values()) {
            for (final Kept kept : records) {
                closing.addAll(starts(kept.timestampNs()));
            }
        }
        closing.removeIf(start -> isTold(start) || start + size - 1 > newWatermarkNs);
        for (final long start : closing) {
            byKey.forEach((key, records) -> emit(key, start, records));
        }
        watermarkNs = newWatermarkNs;
        for (final List<Kept> records : byKey.values()) {
            records.removeIf(kept -> starts(kept.timestampNs()).stream().noneMatch(this::isOpen));
        }
        byKey.values().removeIf(List::isEmpty);
    }

    List<Emitted<WindowResult<String, List<Long>>>> emitted() {
        return emitted;
    }

    long lateCount() {
        return lateCount;
    }

    long gapCount() {
        return gapCount;
    }

    private void emit(final String key, final long start, final List<Kept> records) {
        final List<Kept> inside = records.stream()
                .filter(kept -> kept.timestampNs() >= start && kept.timestampNs() < start + size)
                .toList();
        if (!inside.isEmpty()) {
            final long sizes =
                    inside.stream().mapToLong(kept -> kept.trade().size()).sum();
            Kept last = inside.get(0);
            for (final Kept kept : inside) {
                last = kept.timestampNs() >= last.timestampNs() ? kept : last;
            }
            final List<Long> value =
                    List.of((long) inside.size(), sizes, last.trade().id());
            emitted.add(new Emitted<>(new WindowResult<>(key, start, start + size, value), start + size - 1));
        }
    }

    private boolean isTold(final long start) {
        return start + size - 1 <= watermarkNs;
    }

    private boolean isOpen(final long start) {
        return watermarkNs != Long.MAX_VALUE && start + size - 1 + lateness > watermarkNs;
    }

    private List<Long> starts(final long timestampNs) {
        final List<Long> starts = new ArrayList<>();
        long start = timestampNs - Math.floorMod(timestampNs - offset, slide);
        while (start > timestampNs - size) {
            starts.add(start);
            start -= slide;
        }
        return starts;
    }
}
