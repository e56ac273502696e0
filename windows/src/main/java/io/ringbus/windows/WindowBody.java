// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.chain.Output;

/**
 * What is done with all the records of a window when it is told: a user's function, an aggregate per group, or one behind
 * the other.
 *
 * <p><b>Threading.</b> Stage thread; one object per instance of an operator.
 *
 * @param <K> key
 * @param <T> record in the window
 * @param <O> record emitted
 */
public interface WindowBody<K, T, O> extends AutoCloseable {
    /** Emits the results for one window, each with {@code timestampNs}. The window is valid during the call. */
    void tell(K key, Window<T> window, long timestampNs, Output<O> output) throws Exception;

    /** Gives back native memory. */
    @Override
    default void close() {}
}
