// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.function.Emitter;
import java.io.Serializable;

/**
 * Makes any number of results out of all the records of a window.
 *
 * <p>Serializable only so that the record types in a lambda's signature can be read when the pipeline is built (see
 * {@link io.ringbus.function.LambdaTypes}); nothing is ever serialized.
 *
 * @param <K> key
 * @param <T> record in the window
 * @param <R> result
 */
@FunctionalInterface
public interface WindowFunction<K, T, R> extends Serializable {
    /** Emits the results; window and emitter are valid during the call. */
    void apply(K key, Window<T> window, Emitter<R> out) throws Exception;
}
