// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.chain.Output;
import io.ringbus.function.FoldFunction;

/** Folds the records of each window anew when it is told: time in proportion to its records. */
record FoldBody<K, T, A>(A initial, FoldFunction<T, A> function) implements WindowBody<K, T, A> {
    @Override
    public void tell(final K key, final Window<T> window, final long timestampNs, final Output<A> output)
            throws Exception {
        A value = initial;
        for (long index = 0; index < window.size(); index++) {
            value = function.fold(value, window.record(index));
        }
        output.emit(value, timestampNs);
    }
}
