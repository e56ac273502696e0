// SPDX-License-Identifier: Apache-2.0
package io.ringbus.windows;

import io.ringbus.environment.Clock;

/**
 * When windows of event time tell what they hold although their end has not come.
 *
 * @param everyRecords with every so manieth record of a window; 0 for never
 * @param everyNs      processing time after which the windows of a key tell if a record of the key came; 0 for never
 * @param clock        the pipeline's
 */
public record Early(long everyRecords, long everyNs, Clock clock) {
    public Early {
        if (everyRecords < 0 || everyNs < 0) {
            throw new IllegalArgumentException(
                    "early results: everyRecords=" + everyRecords + ", everyNs=" + everyNs + " are not both >= 0");
        }
    }
}
