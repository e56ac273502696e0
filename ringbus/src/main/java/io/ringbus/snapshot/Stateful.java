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
     * Takes over what {@link #save} wrote, in the same order. Called at most once, before anything else is asked for: sources
     * and sinks are opened afterwards.
     */
    default void restore(final StateReader in) throws Exception {}
}
