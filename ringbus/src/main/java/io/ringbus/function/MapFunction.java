// SPDX-License-Identifier: Apache-2.0
package io.ringbus.function;

import java.io.Serializable;

/**
 * Makes one record out of another.
 *
 * <p>Serializable only so that the record types in a lambda's signature can be read when the pipeline is built (see
 * {@link LambdaTypes}); nothing is ever serialized.
 */
@FunctionalInterface
public interface MapFunction<T, R> extends Serializable {
    /** Returns the new record. */
    R apply(T record) throws Exception;
}
