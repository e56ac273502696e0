// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.windows.policy.Time;

/**
 * How far behind the newest record of a source the watermark runs: plain data, applied by the source's stage.
 *
 * <p><b>Units.</b> Nanoseconds, at least 0.
 * <p><b>Ordering.</b> With a delay of 0, the window that ends at 10 fires when a record of time 10 arrives.
 */
public record Watermarks(long delayNs) {
    public Watermarks {
        if (delayNs < 0) {
            throw new IllegalArgumentException(
                    "watermarks: delayNs=" + delayNs + " < 0: a watermark cannot run ahead of its records");
        }
    }

    /** Records come in order of time; equal times are fine. */
    public static Watermarks monotonous() {
        return new Watermarks(0);
    }

    /** A record may come up to {@code delay} after a younger one. */
    public static Watermarks bounded(final Time delay) {
        return new Watermarks(delay.spanNs());
    }

    /** The watermark that holds once a record of {@code newestNs} has been seen; saturates at the first valid time. */
    public long after(final long newestNs) {
        final long watermarkNs = newestNs - delayNs - 1;
        return (newestNs < 0 && watermarkNs >= 0) || watermarkNs == Long.MIN_VALUE ? -Long.MAX_VALUE : watermarkNs;
    }
}
