// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers;

/** What a recovery does when the newest complete snapshot is damaged. */
public enum DamagePolicy {
    /** It stops, with the place of the damage. */
    FAIL,
    /**
     * It takes the newest one that is sound, and rejects those after it. Only where every sink can go back behind what it has
     * already committed, or results may come twice.
     */
    FALL_BACK
}
