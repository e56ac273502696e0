// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

/** Emits key, bounds and value of a window. */
record WholeWindow<K, R>() implements WindowShape<K, R, WindowResult<K, R>> {
    @Override
    public WindowResult<K, R> shape(final K key, final long startNs, final long endNs, final R value) {
        return new WindowResult<>(key, startNs, endNs, value);
    }

    @Override
    public WindowResult<K, R> early(final K key, final long startNs, final long endNs, final R value) {
        return new WindowResult<>(key, startNs, endNs, value, true);
    }

    @Override
    public boolean marksEarly() {
        return true;
    }
}
