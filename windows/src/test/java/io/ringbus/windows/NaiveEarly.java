// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.testing.Emitted;
import java.util.List;

/** A definition of windows that tells what they hold before their end. */
interface NaiveEarly<R> {
    void record(Trade trade, long timestampNs);

    void watermark(long watermarkNs);

    /** Whether a record came since {@link #tellEarly}. */
    boolean hasChanged();

    /** Tells what is not told of the keys that had a record. */
    void tellEarly();

    /** All that was told; a live view. */
    List<Emitted<WindowResult<String, R>>> emitted();
}
