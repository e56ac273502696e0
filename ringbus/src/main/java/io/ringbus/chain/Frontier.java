// SPDX-License-Identifier: Apache-2.0
package io.ringbus.chain;

import io.ringbus.slot.SlotLayout;

/**
 * How far event time has come on one way into a stage. A stage with several ways in prefers the one that lags, so that
 * windows need not stay open for the distance between them.
 *
 * <p><b>Threading.</b> Stage thread.
 */
public final class Frontier {
    private long watermarkNs = SlotLayout.NO_TIME;

    /** The last watermark, or NO_TIME. */
    public long watermarkNs() {
        return watermarkNs;
    }

    /** Notes a watermark. */
    public void advance(final long toNs) {
        watermarkNs = toNs;
    }
}
