// SPDX-License-Identifier: Apache-2.0
package io.ringbus.snapshot;

/**
 * What has state that a checkpoint holds: operators, links that measure time, sources, sinks. Both methods do nothing where
 * there is no such state.
 *
 * <p><b>Threading.</b> Stage thread, between two records.
 */
public interface Stateful {
    /** Writes the state as of now. May not block; what is saved may change as soon as this returns. */
    default void save(final StateWriter out) throws Exception {}

    /**
     * Takes over what {@link #save} wrote, in the same order. Called at most once (but see {@link #takesShares}), before anything else is asked for: sources
     * and sinks are opened afterwards.
     */
    default void restore(final StateReader in) throws Exception {}

    /**
     * Whether {@link #restore} may be called for what each of several instances saved, with a reader that
     * {@link StateReader#isShare() is a share}, when their number has changed: of each it adds what is of its own keys to what
     * it has. Without keys nobody knows what is whose.
     */
    default boolean takesShares() {
        return false;
    }
}
