// SPDX-License-Identifier: Apache-2.0
package io.ringbus.ring;

import org.agrona.concurrent.status.AtomicCounter;

/**
 * What an outlet counts: slots written, batches published, batches published because time was up, and how often the ring
 * was found full. Written by the stage thread, readable by any.
 */
public record OutletCounters(AtomicCounter slots, AtomicCounter batches, AtomicCounter flushes, AtomicCounter full) {
    void published(final long slotCount) {
        slots.getAndAddPlain(slotCount);
        batches.incrementPlain();
    }

    void flushed() {
        flushes.incrementPlain();
    }

    void ringFull() {
        full.incrementPlain();
    }
}
