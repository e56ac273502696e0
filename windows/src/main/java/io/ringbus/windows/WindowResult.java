// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

/**
 * What one window of one key came to. It is emitted with the timestamp {@code endNs - 1}.
 *
 * <p><b>Units.</b> Nanoseconds since the epoch; the window holds its start and not its end. Bounds beyond the range of a
 * long are given as the nearest value inside it.
 *
 * @param early whether the window's end has not come yet, so that another result of it follows; answers to questions are early
 */
public record WindowResult<K, R>(K key, long startNs, long endNs, R value, boolean early) {
    /** What a window came to at its end. */
    public WindowResult(final K key, final long startNs, final long endNs, final R value) {
        this(key, startNs, endNs, value, false);
    }
}
