// SPDX-License-Identifier: Apache-2.0
package io.ringbus.function;

import java.io.Serializable;

/**
 * Makes any number of records out of one.
 *
 * <p>Serializable only so that the record types in a lambda's signature can be read when the pipeline is built (see
 * {@link LambdaTypes}); nothing is ever serialized.
 */
@FunctionalInterface
public interface FlatMapFunction<T, R> extends Serializable {
    /** Emits what the record turns into; the emitter is valid during the call. */
    void apply(T record, Emitter<R> out) throws Exception;
}
