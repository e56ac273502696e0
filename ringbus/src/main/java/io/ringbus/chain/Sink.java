// SPDX-License-Identifier: Apache-2.0
package io.ringbus.chain;

/**
 * Where records leave a pipeline.
 *
 * <p><b>Threading.</b> Stage thread.
 * <p><b>Progress.</b> {@link #accept} should not block: it delays its whole stage, which is back-pressure to the sources.
 * <p><b>Failure.</b> An exception is handled by the error policy. {@link #close} also runs after a failure, and
 * when {@link #open} itself failed; not when {@link #open} was never called.
 */
@FunctionalInterface
public interface Sink<T> {
    /** Acquires what the sink needs. Called once, before the first record. */
    default void open() throws Exception {}

    /** Takes one record. {@code timestampNs} is event time in nanoseconds since the epoch, or NO_TIME. */
    void accept(T record, long timestampNs) throws Exception;

    /** Lets out what is buffered. Called when the stage has run out of input, and before the end. */
    default void flush() throws Exception {}

    /** Gives back what {@link #open} acquired. */
    default void close() throws Exception {}
}
