// SPDX-License-Identifier: Apache-2.0
package io.ringbus.operators;

import io.ringbus.chain.Step;
import io.ringbus.function.FilterFunction;
import org.jspecify.annotations.Nullable;

/** Lets the records through that satisfy a predicate, unchanged. */
public record FilterStep<T>(FilterFunction<T> predicate) implements Step<T, T> {
    @Override
    public @Nullable T apply(final T record) throws Exception {
        return predicate.test(record) ? record : null;
    }
}
