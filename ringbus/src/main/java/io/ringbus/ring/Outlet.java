// SPDX-License-Identifier: Apache-2.0
package io.ringbus.ring;

import io.ringbus.chain.Output;
import io.ringbus.slot.SlotLayout;

/**
 * The writing end of a ring, at the end of a stage's chain.
 *
 * <p><b>Threading.</b> Stage thread.
 * <p><b>Allocation.</b> None, except to set slots aside behind a full ring.
 * <p><b>Progress.</b> Nothing waits; see {@link RingWriter}.
 */
public interface Outlet<T> extends Output<T>, AutoCloseable {
    /** Lets a checkpoint's barrier follow everything that was emitted, and publishes both. */
    void barrier(long checkpointId);

    /** Lets a probe of a loop follow everything that was emitted, and publishes both; see {@link SlotLayout#PROBE}. */
    void probe(long numbered);

    /** Begins a turn: takes up a changed flush interval and sends what was set aside; answers how many slots went out. */
    int beginTurn();

    /** Ends a turn: publishes what has waited for the flush interval. */
    void endTurn(long nowNs);

    /** When {@link #endTurn} has something to do at the latest, or {@link Long#MAX_VALUE}. */
    long dueNs();

    @Override
    void close();
}
