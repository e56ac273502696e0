// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.chain.Output;

/** Hands each window to a user's function. */
record FunctionBody<K, T, O>(WindowFunction<K, T, O> function, StampedResults<O> stamped)
        implements WindowBody<K, T, O>, WindowOutput {
    @Override
    public void tell(final K key, final Window<T> window, final long timestampNs, final Output<O> output)
            throws Exception {
        stamped.at(timestampNs, output);
        function.apply(key, window, this);
    }

    @Override
    public <R> Results<R> emit(final R result) {
        final Results<R> same = results();
        same.emit(result);
        return same;
    }

    @Override
    @SuppressWarnings("unchecked") // the function answers with what it emitted to, so R is O
    public <R> Results<R> results() {
        return (Results<R>) stamped;
    }
}
