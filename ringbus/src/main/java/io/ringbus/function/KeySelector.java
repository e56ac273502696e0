// SPDX-License-Identifier: Apache-2.0
package io.ringbus.function;

import java.io.Serializable;

/**
 * Takes the key out of a record; equal records must have equal keys.
 *
 * <p>With many keys it may be asked twice for a record, the first time before the records ahead of it are taken.
 *
 * <p>Serializable only so that the record types in a lambda's signature can be read when the pipeline is built (see
 * {@link LambdaTypes}); nothing is ever serialized.
 */
@FunctionalInterface
public interface KeySelector<T, K> extends Serializable {
    /** Returns the key, never null. */
    K keyOf(T record);
}
