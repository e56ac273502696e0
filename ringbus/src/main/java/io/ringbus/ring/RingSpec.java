// SPDX-License-Identifier: Apache-2.0
package io.ringbus.ring;

import io.ringbus.slot.SlotLayout;

/**
 * The measures of a ring.
 *
 * @param slots           how many slots, a power of two
 * @param slotBytes       bytes per slot, header included
 * @param payloadBytesMax longest payload of a record; a longer one than a slot holds spans several
 * @param alignment       every slot starts on a multiple of this many bytes
 */
public record RingSpec(int slots, int slotBytes, int payloadBytesMax, int alignment) {
    public RingSpec {
        if (slots < 2 || Integer.bitCount(slots) != 1) {
            throw new IllegalArgumentException("ringbus.ring.slots=" + slots + " is not a power of two of at least 2");
        }
        if (slotBytes < SlotLayout.HEADER_BYTES || slotBytes % alignment != 0) {
            throw new IllegalArgumentException("ring: slotBytes=" + slotBytes + " is not a multiple of alignment="
                    + alignment + " of at least " + SlotLayout.HEADER_BYTES + ": take RingSpec.of(..)");
        }
        if (payloadBytesMax < 0) {
            throw new IllegalArgumentException("ring: payloadBytesMax=" + payloadBytesMax + " < 0");
        }
    }

    /** Slots of the size that fits the longest payload, or {@code slotBytesMax} when that is less. */
    public static RingSpec of(final int slots, final int payloadBytesMax, final int alignment, final int slotBytesMax) {
        final int whole = SlotLayout.slotBytes(payloadBytesMax, alignment);
        final int capped = SlotLayout.slotBytes(slotBytesMax - SlotLayout.HEADER_BYTES, alignment);
        return new RingSpec(slots, Math.min(whole, capped), payloadBytesMax, alignment);
    }
}
