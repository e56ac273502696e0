// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stage;

/** The argument of a {@link io.ringbus.slot.SlotLayout#PROBE} slot: a number, and whether the loop is open at some side. */
final class Probe {
    private Probe() {}

    static long of(final long number, final boolean open) {
        return number << 1 | (open ? 1 : 0);
    }

    static long number(final long probe) {
        return probe >>> 1;
    }

    static boolean isOpen(final long probe) {
        return (probe & 1) != 0;
    }
}
