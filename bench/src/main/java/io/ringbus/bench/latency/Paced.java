// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.latency;

/**
 * One way of handling events that come at their times, alone in its own JVM.
 *
 * <p><b>Threading.</b> One thread calls; all results are there when {@link #play} returns.
 */
public interface Paced extends AutoCloseable {
    /** Handles the events of {@code pace}, and records for each how long after its due time its result was there. */
    void play(Pace pace, Latencies latencies) throws Exception;

    @Override
    default void close() {}
}
