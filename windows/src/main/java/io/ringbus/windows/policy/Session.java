// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows.policy;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/**
 * Records between which no more than a gap of event time lies, as in {@code window(Session.of(30, SECONDS))}.
 *
 * <p>Each record reaches from its time to its gap later, and records that overlap or touch are one session: it starts with its
 * first record, and ends where the record that reaches furthest does. Two records exactly one gap apart are in one session,
 * if the first one's is still open when the second comes. The watermark that reaches the last nanosecond of a session closes
 * it, and {@code Watermarks.monotonous()} sends that one right before a record one gap later; with a nanosecond of disorder
 * or more, such records always meet, however inputs are interleaved.
 *
 * <p><b>Units.</b> Nanoseconds, at least 1.
 *
 * @param <T>   record
 * @param gapNs the gap behind a record, asked once for each
 */
public record Session<T>(ToLongFunction<? super T> gapNs) {
    /** The same gap behind every record. */
    public static <T> Session<T> of(final Time gap) {
        return new Session<>(new FixedGap(gap.spanNs()));
    }

    /** A gap of {@code amount} times {@code unit} behind every record. */
    public static <T> Session<T> of(final long amount, final TimeUnit unit) {
        return of(Time.of(amount, unit));
    }

    /** The same gap behind every record. */
    public static <T> Session<T> of(final Duration gap) {
        return of(Time.of(gap));
    }

    /** A gap of its own behind each record; a record whose gap is below 1 ns is refused when it comes. */
    public static <T> Session<T> gap(final ToLongFunction<? super T> gapNs) {
        return new Session<>(gapNs);
    }
}
