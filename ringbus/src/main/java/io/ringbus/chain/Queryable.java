// SPDX-License-Identifier: Apache-2.0
package io.ringbus.chain;

import java.util.List;

/**
 * An operator that can say what it would emit for a key if it had to now: a window that is still open, a running total.
 *
 * <p><b>Threading.</b> Stage thread, between two turns, unless said otherwise.
 */
public interface Queryable {
    /** Stands for the key in a question that names none. */
    Object NO_KEY = new Object() {
        @Override
        public String toString() {
            return "none";
        }
    };

    /**
     * What the key comes to, oldest first; empty for a key that has nothing. Changes nothing, not even by adding the key.
     *
     * <p><b>Failure.</b> Whatever it throws is for the one who asked; the stage goes on.
     */
    List<?> query(Object key) throws Exception;

    /**
     * Refuses a key that no record can have; called before {@link #query}.
     *
     * <p><b>Threading.</b> Any thread.
     * <p><b>Failure.</b> {@link IllegalArgumentException} that says what to ask for instead.
     */
    default void requireKey(final Object key) {}
}
