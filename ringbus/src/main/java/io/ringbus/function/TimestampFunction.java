// SPDX-License-Identifier: Apache-2.0
package io.ringbus.function;

import java.io.Serializable;

/**
 * Tells when a record happened.
 *
 * <p>Serializable only so that the record types in a lambda's signature can be read when the pipeline is built (see
 * {@link LambdaTypes}); nothing is ever serialized.
 */
@FunctionalInterface
public interface TimestampFunction<T> extends Serializable {
    /** Returns event time in nanoseconds since the epoch; never {@code Long.MIN_VALUE}. */
    long timestampNs(T record);
}
