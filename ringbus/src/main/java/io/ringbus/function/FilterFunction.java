// SPDX-License-Identifier: Apache-2.0
package io.ringbus.function;

import java.io.Serializable;

/**
 * Decides whether a record goes on.
 *
 * <p>Serializable only so that the record types in a lambda's signature can be read when the pipeline is built (see
 * {@link LambdaTypes}); nothing is ever serialized.
 */
@FunctionalInterface
public interface FilterFunction<T> extends Serializable {
    /** True when it does. */
    boolean test(T record) throws Exception;
}
