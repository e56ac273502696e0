// SPDX-License-Identifier: Apache-2.0
package io.ringbus.chain;

import io.ringbus.slot.SlotLayout;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How far event time has come on one way into a stage. A stage with several ways in prefers the one that lags, so that
 * windows need not stay open for the distance between them.
 *
 * <p><b>Threading.</b> Stage thread.
 */
public final class Frontier {
    private @Nullable LongSupplier measuredBy;
    private long watermarkNs = SlotLayout.NO_TIME;

    /** The last watermark, or NO_TIME. */
    public long watermarkNs() {
        return measuredBy == null ? watermarkNs : Math.max(watermarkNs, measuredBy.getAsLong());
    }

    /** Notes a watermark. */
    public void advance(final long toNs) {
        watermarkNs = Math.max(watermarkNs, toNs);
    }

    /** Asks {@code link} from now on, which need not note what it measures then. */
    void measuredBy(final LongSupplier link) {
        measuredBy = link;
    }
}
