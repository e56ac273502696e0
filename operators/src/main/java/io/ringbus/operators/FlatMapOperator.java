// SPDX-License-Identifier: Apache-2.0
package io.ringbus.operators;

import io.ringbus.chain.Operator;
import io.ringbus.chain.Output;
import io.ringbus.function.FlatMapFunction;

/** Makes any number of records out of one, each with the timestamp of the one. A template. */
public final class FlatMapOperator<T, R> implements Operator<T, R> {
    private final FlatMapFunction<T, R> function;
    private final StampedEmitter<R> emitter = new StampedEmitter<>();

    public FlatMapOperator(final FlatMapFunction<T, R> function) {
        this.function = function;
    }

    @Override
    public void process(final T record, final long timestampNs, final Output<R> output) throws Exception {
        function.apply(record, emitter.at(timestampNs, output));
    }

    @Override
    public long watermarkDueNs() {
        return Long.MAX_VALUE;
    }
}
