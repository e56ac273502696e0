// SPDX-License-Identifier: Apache-2.0
package io.ringbus.operators;

import io.ringbus.chain.Step;
import io.ringbus.function.MapFunction;

/** Makes one record out of another. */
public record MapStep<T, R>(MapFunction<T, R> function) implements Step<T, R> {
    @Override
    public R apply(final T record) throws Exception {
        final R mapped = function.apply(record);
        if (mapped == null) {
            throw new NullPointerException("map returned null: use filter or flatMap to drop a record");
        }
        return mapped;
    }
}
