// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import java.io.Serializable;

/**
 * Makes any number of results out of all the records of a window. One result, whose class the compiler finds out:
 *
 * <pre>{@code
 * .mapWindow((symbol, window, out) -> out.emit(new Count(symbol, window.size())))
 * }</pre>
 *
 * Any number of them:
 *
 * <pre>{@code
 * .mapWindow((symbol, window, out) -> {
 *     final Results<Trade> large = out.results();
 *     for (final Trade trade : window) {
 *         if (trade.size() > 1_000) {
 *             large.emit(trade);
 *         }
 *     }
 *     return large;
 * })
 * }</pre>
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
    /** Emits the results, and answers where to; window, out and results are valid during the call. */
    Results<R> apply(K key, Window<T> window, WindowOutput out) throws Exception;
}
