// SPDX-License-Identifier: Apache-2.0
package io.ringbus.function;

/** Where a user's function puts its results. Valid during the call it was passed to, on the same thread. */
@FunctionalInterface
public interface Emitter<T> {
    /** Emits a record with the timestamp of the record being handled. */
    void emit(T record);
}
