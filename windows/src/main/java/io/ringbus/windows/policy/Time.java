// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.policy;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A span of event time, as in {@code window(Time.of(10, SECONDS)).every(Time.of(5, SECONDS))}.
 *
 * <p><b>Units.</b> Nanoseconds, at least 1.
 */
public record Time(long spanNs) {
    public Time {
        if (spanNs < 1) {
            throw new IllegalArgumentException("time: spanNs=" + spanNs + " < 1: a window needs a positive span");
        }
    }

    /** A span of {@code amount} times {@code unit}; one that does not fit into a long of nanoseconds is refused. */
    public static Time of(final long amount, final TimeUnit unit) {
        final long spanNs = unit.toNanos(amount);
        if (spanNs == Long.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "time: amount=" + amount + " " + unit + " > 292 years of nanoseconds: choose a shorter span");
        }
        return new Time(spanNs);
    }

    /** The same span as a {@link Duration}. */
    public static Time of(final Duration span) {
        return new Time(span.toNanos());
    }
}
