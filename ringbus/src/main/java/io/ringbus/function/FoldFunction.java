// SPDX-License-Identifier: Apache-2.0
package io.ringbus.function;

import java.io.Serializable;

/**
 * Adds a record to a running value.
 *
 * <p>Serializable only so that the record types in a lambda's signature can be read when the pipeline is built (see
 * {@link LambdaTypes}); nothing is ever serialized.
 */
@FunctionalInterface
public interface FoldFunction<T, A> extends Serializable {
    /** Returns the new running value. */
    A fold(A value, T record) throws Exception;
}
