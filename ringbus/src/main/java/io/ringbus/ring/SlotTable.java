// SPDX-License-Identifier: Apache-2.0
package io.ringbus.ring;

/**
 * Where the slots of a ring lie. A record, because the compiler trusts a record's fields: reached from a constant, they are
 * constants themselves, and the address of a slot costs a mask and a shift, not three loads.
 *
 * @param address   of slot 0
 * @param mask      number of slots, a power of two, less one
 * @param slotBytes from slot to slot
 */
public record SlotTable(long address, long mask, long slotBytes) {
    /** Address of the slot at {@code sequence}. */
    public long addressOf(final long sequence) {
        return address + (sequence & mask) * slotBytes;
    }
}
