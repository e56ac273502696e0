// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.latency;

/**
 * When each event is due, fixed before the first of them: whoever is late is late for all that follow, and it shows.
 *
 * @param startNs    due time of the first event, by {@link System#nanoTime()}
 * @param nsPerEvent from event to event
 * @param events     how many
 */
public record Pace(long startNs, double nsPerEvent, long events) {
    private static final double NS_PER_SECOND = 1e9;

    /** {@code seconds} of {@code rate} events per second, from {@code startNs} on. */
    static Pace of(final long startNs, final double rate, final double seconds) {
        return new Pace(startNs, NS_PER_SECOND / rate, (long) (rate * seconds));
    }

    /** When event {@code number} is due. */
    public long dueNs(final long number) {
        return startNs + (long) (number * nsPerEvent);
    }
}
