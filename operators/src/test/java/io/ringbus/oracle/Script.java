// SPDX-License-Identifier: Apache-2.0
package io.ringbus.oracle;

import io.ringbus.codec.Ascii;
import java.util.ArrayList;
import java.util.List;

/** What two engines are fed with: records and watermarks, with times in ticks. Records are numbered from 0. */
final class Script {
    sealed interface Step {}

    /** A value is what policies and gaps go by; 0 where none do. */
    record Event(@Ascii(1) String key, int id, long ticks, int value) implements Step {}

    /** No more events at or before this tick. */
    record Mark(long ticks) implements Step {}

    private final List<Step> steps = new ArrayList<>();
    private int events;
    private long mark = Long.MIN_VALUE;

    Script event(final String key, final long ticks) {
        return event(key, ticks, 0);
    }

    Script event(final String key, final long ticks, final int value) {
        steps.add(new Event(key, events++, ticks, value));
        return this;
    }

    /** Moves the watermark to {@code ticks}, but never back. */
    Script mark(final long ticks) {
        mark = Math.max(mark, ticks);
        steps.add(new Mark(mark));
        return this;
    }

    List<Step> steps() {
        return steps;
    }

    /** The events alone, in their order. */
    List<Event> eventsInOrder() {
        return steps.stream()
                .filter(Event.class::isInstance)
                .map(Event.class::cast)
                .toList();
    }

    int events() {
        return events;
    }
}
