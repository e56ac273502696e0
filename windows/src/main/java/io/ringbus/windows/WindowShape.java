// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

/**
 * Makes the record that a fired window emits. {@link #whole()} and {@link #value()} are the usual two; a third fills a
 * user's own record.
 *
 * <p><b>Threading.</b> Stage thread.
 */
@FunctionalInterface
public interface WindowShape<K, R, O> {
    /** Makes the record for one window of one key. */
    O shape(K key, long startNs, long endNs, R value);

    /** The same for what a window holds before its end, where {@link #marksEarly} says that one can tell. */
    default O early(final K key, final long startNs, final long endNs, final R value) {
        return shape(key, startNs, endNs, value);
    }

    /** Whether one can tell from the record that it is an early one. Constant. */
    default boolean marksEarly() {
        return false;
    }

    /** Key, bounds and value. */
    static <K, R> WindowShape<K, R, WindowResult<K, R>> whole() {
        return new WholeWindow<>();
    }

    /** The value alone. */
    static <K, R> WindowShape<K, R, R> value() {
        return new WindowValue<>();
    }
}
