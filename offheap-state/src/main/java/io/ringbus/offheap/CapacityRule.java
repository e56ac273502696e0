// SPDX-License-Identifier: Apache-2.0
package io.ringbus.offheap;

/**
 * When a map is nearly full, and when it may grow no more.
 *
 * @param keysMax     keys of one state and partition beyond which there is an error instead of a larger map
 * @param warnPercent how full a map is when a warning is logged
 */
public record CapacityRule(long keysMax, int warnPercent) {
    /** What one segment of a map can hold. */
    public static final long LARGEST_KEYS = 1L << 29;

    /** As much as a map can hold; a warning at 80 %. */
    public static final CapacityRule DEFAULT = new CapacityRule(LARGEST_KEYS, 80);

    public CapacityRule {
        if (keysMax < 1 || keysMax > LARGEST_KEYS) {
            throw new IllegalArgumentException("capacity rule: keysMax=" + keysMax + " is not in 1.." + LARGEST_KEYS);
        }
        if (warnPercent < 1 || warnPercent > 100) {
            throw new IllegalArgumentException("capacity rule: warnPercent=" + warnPercent + " is not in 1..100");
        }
    }
}
