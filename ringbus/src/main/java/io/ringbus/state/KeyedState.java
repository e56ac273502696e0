// SPDX-License-Identifier: Apache-2.0
package io.ringbus.state;

import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.StateWriter;

/**
 * A cell of fixed-width bytes per key of one partition, updated in place by address.
 *
 * <p><b>Layout.</b> A cell is {@link CellLayout#HEADER_BYTES} of the engine's followed by the operator's
 * {@link StateSpec#valueBytes()}, zeroed when the key is new. Addresses returned point at the operator's bytes, aligned to 8.
 * <p><b>Threading.</b> Single writer: the stage thread of the partition.
 * <p><b>Ordering.</b> Writes are announced: whoever changes a cell, or memory that hangs on it, has asked for the cell since the
 * last {@link #save}, by {@link #cell}, {@link #find} or {@link #cellAt}. So no address is kept from one record to the next.
 * A snapshot may then be copied after the barrier: what was saved of a cell is put aside when it is first asked for.
 * <p><b>Allocation.</b> None for keys that are present. A new key may allocate.
 * <p><b>Lifetime.</b> An address is good until the next call that may add or remove a key, or {@link #close()}. An ordinal is
 * good until its key is removed; ordinals are dense from 0 and those of removed keys are used again.
 * <p><b>Failure.</b> Running out of room throws {@link IllegalStateException} with the state's name and the setting to raise;
 * nothing already stored is lost.
 */
public interface KeyedState<K> extends AutoCloseable {
    /** Address of the key's cell, made and zeroed when the key is new. */
    long cell(K key);

    /** Address of the key's cell, or 0 when there is none. */
    long find(K key);

    /** Address of the cell with this ordinal, which must be in use. */
    long cellAt(int ordinal);

    /** As {@link #find}, for whoever only reads: no write is announced, and the next snapshot need not have the cell. */
    long peek(K key);

    /** As {@link #cellAt}, for whoever only reads. */
    long peekAt(int ordinal);

    /** What {@link #readPlace} needs to know of a key, which need not be present. */
    default long hintOf(final K key) {
        return 0;
    }

    /**
     * Reads memory that the search for a key begins with, so that it is in the caches when the search comes: of any key, and
     * without effect. The answer has no meaning but to keep the read from being left out.
     */
    default long readPlace(final long hint) {
        return 0;
    }

    /** The key of this ordinal, which must be in use. May allocate for keys kept as longs. */
    K keyAt(int ordinal);

    /** Forgets the key and its cell; false when there was none. */
    boolean remove(K key);

    /** Keys present. */
    int size();

    /** Ordinals in use are below this bound; those of removed keys in between answer 0 from {@link #cellAt}. */
    int ordinals();

    /** Adds all cells as they are now to a snapshot: called in {@code Stateful.save}. {@code image} says what of them. */
    void save(StateWriter out, CellImage image);

    /**
     * Makes the cells again that {@link #save} added, with their keys and ordinals: called in {@code Stateful.restore}, on a
     * state without keys. What an operator keeps beside its cells, it makes from them afterwards.
     *
     * <p><b>Failure.</b> {@link IllegalStateException} when they were saved with other keys or of another width.
     */
    void restore(StateReader in, CellImage image);

    @Override
    void close();
}
