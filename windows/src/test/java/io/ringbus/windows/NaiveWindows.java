// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.testing.Emitted;
import io.ringbus.windows.aggregate.AggregateCase.Stamped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The definition of aligned windows: keep all records, and look through all of them whenever time moves. {@code value} makes
 * a window's value of its records in order of arrival.
 */
final class NaiveWindows<R> implements NaiveEarly<R> {
    private final long size;
    private final long slide;
    private final long offset;
    private final long lateness;
    private final Function<List<Stamped>, R> value;
    private final Map<String, List<Stamped>> byKey = new LinkedHashMap<>();
    private final List<Emitted<WindowResult<String, R>>> emitted = new ArrayList<>();
    private final Set<String> changed = new LinkedHashSet<>();
    private long everyRecords;
    private long watermarkNs = Long.MIN_VALUE;
    private long lateCount;
    private long gapCount;

    NaiveWindows(
            final long size,
            final long slide,
            final long offset,
            final long lateness,
            final Function<List<Stamped>, R> value) {
        this.size = size;
        this.slide = slide;
        this.offset = offset;
        this.lateness = lateness;
        this.value = value;
    }

    /** The same, told early with every so manieth record of a window. */
    NaiveWindows<R> early(final long newEveryRecords) {
        everyRecords = newEveryRecords;
        return this;
    }

    @Override
    public boolean hasChanged() {
        return !changed.isEmpty();
    }

    /** The windows of a key that are not told yet. */
    List<WindowResult<String, R>> answer(final String key) {
        return untold(key).map(Emitted::record).toList();
    }

    private Stream<Emitted<WindowResult<String, R>>> untold(final String key) {
        final List<Stamped> records = byKey.getOrDefault(key, List.of());
        final TreeSet<Long> open = new TreeSet<>();
        records.forEach(kept -> open.addAll(starts(kept.timestampNs())));
        return open.stream().filter(start -> !isTold(start)).flatMap(start -> result(key, start, records, true));
    }

    @Override
    public void tellEarly() {
        changed.forEach(key -> untold(key).forEach(emitted::add));
        changed.clear();
    }

    @Override
    public void record(final Trade trade, final long timestampNs) {
        final List<Long> starts = starts(timestampNs);
        if (starts.isEmpty()) {
            gapCount++;
        } else if (starts.stream().noneMatch(this::isOpen)) {
            lateCount++;
        } else {
            final List<Stamped> records = byKey.computeIfAbsent(trade.symbol(), key -> new ArrayList<>());
            records.add(new Stamped(trade, timestampNs));
            starts.stream()
                    .sorted()
                    .filter(start -> isOpen(start) && isTold(start))
                    .forEach(start -> emit(trade.symbol(), start, records, false));
            changed.add(trade.symbol());
            starts.stream()
                    .sorted()
                    .filter(start -> !isTold(start))
                    .filter(start -> everyRecords > 0 && inside(start, records).size() % everyRecords == 0)
                    .forEach(start -> emit(trade.symbol(), start, records, true));
        }
    }

    @Override
    public void watermark(final long newWatermarkNs) {
        final TreeSet<Long> closing = new TreeSet<>();
        for (final List<Stamped> records : byKey.values()) {
            for (final Stamped kept : records) {
                closing.addAll(starts(kept.timestampNs()));
            }
        }
        closing.removeIf(start -> isTold(start) || start + size - 1 > newWatermarkNs);
        for (final long start : closing) {
            byKey.forEach((key, records) -> emit(key, start, records, false));
        }
        watermarkNs = newWatermarkNs;
        for (final List<Stamped> records : byKey.values()) {
            records.removeIf(kept -> starts(kept.timestampNs()).stream().noneMatch(this::isOpen));
        }
        byKey.values().removeIf(List::isEmpty);
    }

    @Override
    public List<Emitted<WindowResult<String, R>>> emitted() {
        return emitted;
    }

    long lateCount() {
        return lateCount;
    }

    long gapCount() {
        return gapCount;
    }

    private List<Stamped> inside(final long start, final List<Stamped> records) {
        return records.stream()
                .filter(kept -> kept.timestampNs() >= start && kept.timestampNs() < start + size)
                .toList();
    }

    private void emit(final String key, final long start, final List<Stamped> records, final boolean early) {
        result(key, start, records, early).forEach(emitted::add);
    }

    private Stream<Emitted<WindowResult<String, R>>> result(
            final String key, final long start, final List<Stamped> records, final boolean early) {
        final List<Stamped> inside = inside(start, records);
        return inside.isEmpty()
                ? Stream.of()
                : Stream.of(new Emitted<>(
                        new WindowResult<>(key, start, start + size, value.apply(inside), early), start + size - 1));
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
