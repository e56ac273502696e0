// SPDX-License-Identifier: Apache-2.0
package io.ringbus.state;

/** How large a locator starts: at most half full with the expected keys, as far as that is reasonable up front. */
final class LocatorSizing {
    /** Keys that a table is made for before the first of them has come; beyond that it doubles as they come. */
    static final long PLANNED_KEYS_MAX = 1 << 20;

    private static final int SMALLEST_BITS = 4;

    private LocatorSizing() {}

    /** Binary logarithm of the number of entries. */
    static int tableBits(final long expectedKeys) {
        final long entries = 2 * Math.min(expectedKeys, PLANNED_KEYS_MAX);
        return Math.max(SMALLEST_BITS, Long.SIZE - Long.numberOfLeadingZeros(entries - 1));
    }
}
