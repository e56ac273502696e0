// SPDX-License-Identifier: Apache-2.0
package io.ringbus.chain;

/**
 * An operator with a cell per key that can tell from a record where the cell lies, before the record comes. With many keys, a
 * link in front of it ({@link LookAheadLink}) then begins the way to many cells at once, instead of waiting for the memory of
 * one after the other.
 *
 * <p>Reading ahead changes nothing, and what is read need not be there: keys may be new.
 *
 * <p><b>Threading.</b> As {@link Operator}.
 *
 * @param <I> record read
 */
public interface LooksAhead<I> {
    /**
     * Whether a record of this time may be taken later than it came, behind other records. Only if it makes nothing due
     * earlier than {@link Operator#watermarkDueNs()} says already, and nothing is emitted for it at once: whoever measures time
     * asks for the one before each watermark, and counts on the other.
     */
    boolean mayWait(long timestampNs);

    /** What {@link #readPlace} needs to know of a record. Throws what the user's functions throw. */
    long hintOf(I record);

    /** Reads where the search for the cell begins. The answer has no meaning but to keep the read from being left out. */
    long readPlace(long hint);
}
