// SPDX-License-Identifier: Apache-2.0
package io.ringbus.chain;

import java.util.List;

/**
 * An operator that can say what it would emit for a key if it had to now: a window that is still open, a running total.
 *
 * <p><b>Threading.</b> Stage thread, between two turns.
 */
public interface Queryable {
    /**
     * What the key comes to, oldest first; empty for a key that has nothing. Changes nothing, not even by adding the key.
     *
     * <p><b>Failure.</b> Whatever it throws is for the one who asked; the stage goes on.
     */
    List<?> query(Object key);
}
