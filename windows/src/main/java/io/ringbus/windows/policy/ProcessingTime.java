// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.policy;

import io.ringbus.codec.AddressCodec;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A span of processing time, by the pipeline's clock: {@code window(ProcessingTime.of(10, SECONDS))}. As a trigger it fires
 * every span, counted from the first record of all, and needs no record for it. As an eviction it keeps the records that came
 * within the span.
 *
 * <p>What comes out depends on when records arrive, so another run over the same records may give other windows.
 *
 * <p><b>Units.</b> Nanoseconds, at least 1.
 */
public record ProcessingTime(long spanNs) implements TriggerPolicy<Object>, EvictionPolicy<Object> {
    public ProcessingTime {
        if (spanNs < 1) {
            throw new IllegalArgumentException(
                    "processing time: spanNs=" + spanNs + " < 1: a window needs a positive span");
        }
    }

    /** A span of {@code amount} times {@code unit}; one that does not fit into a long of nanoseconds is refused. */
    public static ProcessingTime of(final long amount, final TimeUnit unit) {
        return new ProcessingTime(Time.spanNs("processing time", amount, unit));
    }

    /** The same span as a {@link Duration}. */
    public static ProcessingTime of(final Duration span) {
        return new ProcessingTime(Time.spanNs("processing time", span));
    }

    @Override
    public <R> Trigger<R> trigger(final Supplier<? extends AddressCodec<R>> codec) {
        return new EverySpan<>(spanNs);
    }

    @Override
    public <R> Eviction<R> eviction(final Supplier<? extends AddressCodec<R>> codec) {
        return new ArrivedWithin<>(spanNs);
    }

    private record EverySpan<T>(long periodNs) implements Trigger<T> {
        @Override
        public boolean fires(final T record, final long timestampNs, final long state) {
            return false;
        }
    }

    private record ArrivedWithin<T>(long spanNs) implements Eviction<T> {
        @Override
        public boolean byArrival() {
            return true;
        }

        @Override
        public long evicts(final Kept<T> kept, final T record, final long timestampNs, final long state) {
            return 0;
        }

        @Override
        public long evictsAt(final Kept<T> kept, final long nowNs, final long state) {
            final long size = kept.size();
            long old = 0;
            while (old < size && nowNs - kept.arrivalNs(old) >= spanNs) {
                old++;
            }
            return old;
        }
    }
}
