// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stage;

import io.ringbus.config.Settings;

/**
 * How stages treat barriers.
 *
 * @param holding      whether a way in waits behind its barrier for those of the others, so that each record counts once
 * @param portionBytes how much of what is frozen a stage writes at most in a turn, unless it is behind
 */
public record BarrierRules(boolean holding, int portionBytes) {
    /** Waits, and writes as much as the settings say by default. */
    public static final BarrierRules DEFAULT = new BarrierRules(true, Settings.CHECKPOINT_PORTION.byDefault());
}
