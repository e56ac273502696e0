// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

/** Emits the value of a window and nothing else. */
record WindowValue<K, R>() implements WindowShape<K, R, R> {
    @Override
    public R shape(final K key, final long startNs, final long endNs, final R value) {
        return value;
    }
}
