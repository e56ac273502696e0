// SPDX-License-Identifier: Apache-2.0
package io.ringbus.chain;

import io.ringbus.slot.SlotLayout;

/**
 * Records may come up to {@code disorderNs} after a younger one; with 0 they come in order of time, and equal times are fine.
 *
 * <p><b>Units.</b> Nanoseconds, at least 0.
 */
public record BoundedDisorder<T>(long disorderNs) implements WatermarkStrategy<T> {
    public BoundedDisorder {
        if (disorderNs < 0) {
            throw new IllegalArgumentException(
                    "watermarks: disorderNs=" + disorderNs + " < 0: a watermark cannot run ahead of its records");
        }
    }

    @Override
    public long onRecord(final T record, final long timestampNs, final long state) {
        final long watermarkNs = timestampNs - disorderNs - 1;
        return watermarkNs < timestampNs ? watermarkNs : SlotLayout.NO_TIME; // none before the beginning of time
    }
}
