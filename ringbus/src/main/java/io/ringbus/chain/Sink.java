// SPDX-License-Identifier: Apache-2.0
package io.ringbus.chain;

import io.ringbus.config.Guarantee;
import io.ringbus.snapshot.Stateful;

/**
 * Where records leave a pipeline.
 *
 * <p><b>Threading.</b> Stage thread.
 * <p><b>Progress.</b> {@link #accept} should not block: it delays its whole stage, which is back-pressure to the sources.
 * <p><b>Recovery.</b> {@link #save} makes what was accepted durable, but not visible yet, and writes how to find it;
 * {@link #commit} makes it visible; {@link #restore}, called before {@link #open}, takes everything newer back. A sink that
 * does none of this sees the records since the last checkpoint a second time after a crash.
 * <p><b>Failure.</b> An exception is handled by the error policy. {@link #close} also runs after a failure, and
 * when {@link #open} itself failed; not when {@link #open} was never called.
 */
@FunctionalInterface
public interface Sink<T> extends Stateful {
    /** The most that the sink keeps through a crash, where every source can be read again and checkpoints are taken. */
    default Guarantee guarantee() {
        return Guarantee.AT_LEAST_ONCE;
    }

    /** Checkpoints will be taken: what is accepted stays hidden until {@link #commit}. Before {@link #restore} and {@link #open}. */
    default void checkpointed() {}

    /** Acquires what the sink needs. Called once, before the first record. */
    default void open() throws Exception {}

    /** Takes one record. {@code timestampNs} is event time in nanoseconds since the epoch, or NO_TIME. */
    void accept(T record, long timestampNs) throws Exception;

    /** Lets out what is buffered. Called when the stage has run out of input, and before the end. */
    default void flush() throws Exception {}

    /**
     * A checkpoint is complete that holds everything the sink has saved: all of that may be shown. Ids grow; some are left
     * out, as a checkpoint may fail. At the end of the input, and at a stop, this comes once more before {@link #close}; what
     * was accepted and never committed must not be shown.
     *
     * <p><b>Failure.</b> Ends the pipeline. When it is started again, the checkpoint is the one that {@link #restore} is given,
     * and the sink shows then what it could not show now.
     */
    default void commit(final long checkpointId) throws Exception {}

    /** Gives back what {@link #open} acquired. */
    default void close() throws Exception {}
}
