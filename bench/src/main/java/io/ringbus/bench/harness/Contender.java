// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.harness;

/**
 * One way of doing a benchmark's job, alone in its own JVM.
 *
 * <p>A round is the whole job over the same input, already in memory. Whatever a contender starts (threads, pipelines) lives
 * from its construction to {@link #close()}, so that rounds warm it up.
 *
 * <p><b>Threading.</b> One thread calls; a contender with threads of its own is done with a round when {@link #round()} returns.
 */
public interface Contender extends AutoCloseable {
    /** Events that one round handles. */
    long eventsPerRound();

    /** Does the job once and answers a checksum of its results: equal for all contenders of one job, in every round. */
    long round() throws Exception;

    /** Whether everything that is to be measured has happened once; the warm-up goes on until it has. */
    default boolean isWarm() {
        return true;
    }

    @Override
    default void close() {}
}
