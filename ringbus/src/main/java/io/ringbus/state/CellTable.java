// SPDX-License-Identifier: Apache-2.0
package io.ringbus.state;

/** The cells of a state as a store sees them while it moves them, and a snapshot while it is read back. */
public interface CellTable<K> {
    /** All ordinals in use are below this bound. */
    int ordinals();

    /** Address of the cell, or 0 when the ordinal is not in use. */
    long cellAt(int ordinal);

    /** Key of an ordinal in use. */
    K keyAt(int ordinal);

    /** Notes that the cell of this ordinal now lies at {@code address}. */
    void move(int ordinal, long address);

    /** Makes the cell of a key that has none, with an ordinal not in use; when all are made, {@link #placed()} is due. */
    long place(int ordinal, K key);

    /** No more cells are placed: ordinals left out may be given to new keys from now on. */
    void placed();
}
