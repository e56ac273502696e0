// SPDX-License-Identifier: Apache-2.0
package io.ringbus.operators;

import io.ringbus.chain.Step;
import io.ringbus.function.FilterFunction;

/** Lets the records through that satisfy a predicate, unchanged. */
public record FilterStep<T>(FilterFunction<T> predicate) implements Step<T, T> {
    @Override
    public boolean test(final T record) throws Exception {
        return predicate.test(record);
    }

    @Override
    public T apply(final T record) {
        return record;
    }
}
