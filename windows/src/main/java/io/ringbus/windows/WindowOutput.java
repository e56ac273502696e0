// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

/**
 * Where a {@link WindowFunction} puts its results. It has no type of its own, because the compiler could not find that out
 * for a lambda; what it answers has the type of the results.
 *
 * <p><b>Threading.</b> Stage thread.
 */
public interface WindowOutput {
    /** Emits the only result. */
    <R> Results<R> emit(R result);

    /** Where to emit any number of results, or none. */
    <R> Results<R> results();
}
