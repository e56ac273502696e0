// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.policy;

import io.ringbus.codec.AddressCodec;
import io.ringbus.slot.Memory;
import io.ringbus.slot.SlotLayout;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A span of event time, as in {@code window(Time.of(10, SECONDS)).every(Time.of(5, SECONDS))}.
 *
 * <p>Beside policies of another kind it goes by the records of a key, not by watermarks. As an eviction it keeps the records
 * of {@code (now - span, now]}, where now is the time of the record that enters. As a trigger it fires at the first record
 * at or after each multiple of the span, and that record is the first of the next window.
 *
 * <p><b>Units.</b> Nanoseconds, at least 1.
 */
public record Time(long spanNs) implements TriggerPolicy<Object>, EvictionPolicy<Object> {
    public Time {
        if (spanNs < 1) {
            throw new IllegalArgumentException("time: spanNs=" + spanNs + " < 1: a window needs a positive span");
        }
    }

    /** A span of {@code amount} times {@code unit}; one that does not fit into a long of nanoseconds is refused. */
    public static Time of(final long amount, final TimeUnit unit) {
        return new Time(spanNs("time", amount, unit));
    }

    /** The same span as a {@link Duration}. */
    public static Time of(final Duration span) {
        return new Time(spanNs("time", span));
    }

    static long spanNs(final String subject, final long amount, final TimeUnit unit) {
        final long spanNs = unit.toNanos(amount);
        if (spanNs == Long.MAX_VALUE) {
            throw tooLong(subject + ": amount=" + amount + " " + unit);
        }
        return spanNs;
    }

    static long spanNs(final String subject, final Duration span) {
        try {
            return span.toNanos();
        } catch (final ArithmeticException overflow) {
            throw tooLong(subject + ": span=" + span);
        }
    }

    private static IllegalArgumentException tooLong(final String given) {
        return new IllegalArgumentException(given + " > 292 years of nanoseconds: choose a shorter span");
    }

    @Override
    public <R> Trigger<R> trigger(final Supplier<? extends AddressCodec<R>> codec) {
        return new NextSpan<>(spanNs);
    }

    @Override
    public <R> Eviction<R> eviction(final Supplier<? extends AddressCodec<R>> codec) {
        return new WithinSpan<>(spanNs);
    }

    private static void requireTime(final long timestampNs) {
        if (timestampNs == SlotLayout.NO_TIME) {
            throw new IllegalArgumentException(
                    "time policy: record has no timestamp: assign event time to the stream before its windows");
        }
    }

    /** State: 1 once there was a record, and the last time of the newest span that one lay in. */
    private record NextSpan<T>(long spanNs) implements Trigger<T> {
        private static final int LAST_OFFSET = Long.BYTES;

        @Override
        public int stateBytes() {
            return LAST_OFFSET + Long.BYTES;
        }

        @Override
        public boolean fires(final T record, final long timestampNs, final long state) {
            requireTime(timestampNs);
            final boolean first = Memory.getLong(state) == 0;
            if (!first && timestampNs <= Memory.getLong(state + LAST_OFFSET)) {
                return false;
            }
            final long lastNs = timestampNs - Math.floorMod(timestampNs, spanNs) + (spanNs - 1);
            Memory.putLong(state, 1);
            Memory.putLong(state + LAST_OFFSET, lastNs < timestampNs ? Long.MAX_VALUE : lastNs);
            return !first;
        }
    }

    private record WithinSpan<T>(long spanNs) implements Eviction<T> {
        @Override
        public long evicts(final Kept<T> kept, final T record, final long timestampNs, final long state) {
            requireTime(timestampNs);
            final long lastOutNs = timestampNs - spanNs;
            if (lastOutNs > timestampNs) { // the span reaches back before the first valid time
                return 0;
            }
            final long size = kept.size();
            long old = 0;
            while (old < size && kept.timestampNs(old) <= lastOutNs) {
                old++;
            }
            return old;
        }
    }
}
