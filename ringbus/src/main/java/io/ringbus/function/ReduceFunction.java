// SPDX-License-Identifier: Apache-2.0
package io.ringbus.function;

import java.io.Serializable;

/**
 * Joins two records of one type into one; associative.
 *
 * <p>Serializable only so that the record types in a lambda's signature can be read when the pipeline is built (see
 * {@link LambdaTypes}); nothing is ever serialized.
 */
@FunctionalInterface
public interface ReduceFunction<T> extends Serializable {
    /** Returns the joined record; {@code earlier} came first. */
    T reduce(T earlier, T record) throws Exception;
}
