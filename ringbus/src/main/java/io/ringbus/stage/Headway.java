// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stage;

import io.ringbus.environment.Clock;

/**
 * Keeps a reader from following its writer so closely that each takes the cache lines away from the other.
 *
 * <p>A reader that has caught up looks at the writer's cursor after every few records. Each look costs the writer the line that
 * it publishes with, so that one which publishes record by record waits for the line most of the time, stays slow, and is
 * caught up with for good. After some short turns in a row the reader therefore lets the writer get ahead before it looks
 * again. Records that come with silence in between are not waited with, so at rates far from what the ring can carry nothing
 * changes.
 *
 * <p><b>Units.</b> A wait of 1 µs, in which a writer gets ahead by some 60 records.
 * <p><b>Threading.</b> One thread.
 */
final class Headway {
    /** A turn of fewer records is short: the writer is hardly ahead. */
    static final int SHORT_TURN = 64;

    /** So many in a row, and the reader is following. */
    static final int SHORT_TURNS = 16;

    /** So many turns in vain behind each other, and it is not. */
    static final int VAIN_TURNS = 2;

    static final long WAIT_NS = 1_000;

    /** A bound for clocks that stand still. */
    private static final int SPINS_MAX = 100;

    private final Clock clock;
    private int shortTurns;
    private int vainTurns;

    Headway(final Clock clock) {
        this.clock = clock;
    }

    /** Waits behind a turn of so many records, where that lets the writer get ahead. */
    void keep(final int records) {
        if (records == 0) {
            vainTurns++;
            if (vainTurns == VAIN_TURNS) {
                shortTurns = 0;
            }
            return;
        }
        vainTurns = 0;
        if (records >= SHORT_TURN) {
            return;
        }
        if (shortTurns < SHORT_TURNS) {
            shortTurns++;
            return;
        }
        final long beganNs = clock.nanoTime();
        for (int spins = 0; spins < SPINS_MAX && clock.nanoTime() - beganNs < WAIT_NS; spins++) {
            Thread.onSpinWait();
        }
    }
}
