// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.chain.Output;

/** Gathers what one body makes of a window, and gives that as a window to the next. */
record ChainBody<K, T, R, O>(WindowBody<K, T, R> first, WindowBody<K, R, O> second, ResultsOfWindow<R> results)
        implements WindowBody<K, T, O> {
    static <K, T, R, O> ChainBody<K, T, R, O> of(final WindowBody<K, T, R> first, final WindowBody<K, R, O> second) {
        return new ChainBody<>(first, second, new ResultsOfWindow<>());
    }

    @Override
    public void tell(final K key, final Window<T> window, final long timestampNs, final Output<O> output)
            throws Exception {
        results.begin(window.startNs(), window.endNs(), timestampNs, window.isEarly());
        first.tell(key, window, timestampNs, results);
        if (results.size() > 0) {
            second.tell(key, results, timestampNs, output);
        }
    }

    @Override
    public void close() {
        first.close();
        second.close();
    }
}
